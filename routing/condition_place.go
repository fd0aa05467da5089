package routing

import (
	"fmt"
	"strings"

	"github.com/linkpack/linkpack-go/routing/internal/country"
)

func parseContinent(value string, in *scope) (matcher, error) {
	words := in.index.factWords("continent", func(v *Visit) string { return v.place().Continent })
	return parseWords(value, in, words, checkContinent)
}

func checkContinent(word string) error {
	if !country.IsContinent(strings.ToUpper(word)) {
		return fmt.Errorf("%q is not a continent; use AF, AN, AS, EU, NA, OC or SA", word)
	}
	return nil
}

func parseRegion(value string, in *scope) (matcher, error) {
	words := in.index.factWords("region", func(v *Visit) string { return v.place().Region })
	return parseWords(value, in, words, checkRegion)
}

// checkRegion accepts words in the form of an ISO 3166-2 code: a country, a
// hyphen and one to three letters or digits.
func checkRegion(word string) error {
	code, part, _ := strings.Cut(strings.ToUpper(word), "-")
	for i := range len(part) {
		if !isAlphanumeric(part[i]) {
			code = ""
		}
	}
	if !country.IsAssigned(code) || len(part) < 1 || len(part) > 3 {
		return fmt.Errorf("%q is not a region; use an ISO 3166-2 code such as US-CA", word)
	}
	return nil
}

func parseCity(value string, in *scope) (matcher, error) {
	words := in.index.factWords("city", func(v *Visit) string { return v.place().City })
	return parseWords(value, in, words, anyWord)
}
