package routing

import (
	"fmt"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/routing/internal/country"
)

func parseContinent(value string, _ *time.Location) (matcher, error) {
	return parseWords(value, func(v *Visit) string { return v.Locate().Continent }, checkContinent)
}

func checkContinent(word string) (string, error) {
	if !country.IsContinent(strings.ToUpper(word)) {
		return "", fmt.Errorf("%q is not a continent; use AF, AN, AS, EU, NA, OC or SA", word)
	}
	return word, nil
}

func parseRegion(value string, _ *time.Location) (matcher, error) {
	return parseWords(value, func(v *Visit) string { return v.Locate().Region }, checkRegion)
}

// checkRegion accepts words in the form of an ISO 3166-2 code: a country, a
// hyphen and one to three letters or digits.
func checkRegion(word string) (string, error) {
	code, part, _ := strings.Cut(strings.ToUpper(word), "-")
	for i := range len(part) {
		if !isAlphanumeric(part[i]) {
			code = ""
		}
	}
	if !country.IsAssigned(code) || len(part) < 1 || len(part) > 3 {
		return "", fmt.Errorf("%q is not a region; use an ISO 3166-2 code such as US-CA", word)
	}
	return word, nil
}

func parseCity(value string, _ *time.Location) (matcher, error) {
	return parseWords(value, func(v *Visit) string { return v.Locate().City }, anyWord)
}
