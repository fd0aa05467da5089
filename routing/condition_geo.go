package routing

import (
	"fmt"
	"math/bits"
	"strings"

	"github.com/linkpack/linkpack-go/routing/internal/country"
)

// countries is a set of alpha-2 codes: a word per first letter, a bit per
// second letter.
type countries struct {
	seconds [26]uint32
	unknown bool
}

func parseGeo(value string, in *scope) (matcher, error) {
	entries, err := in.list(value)
	if err != nil {
		return nil, err
	}
	set := new(countries)
	for _, entry := range entries {
		code := strings.ToUpper(entry)
		switch {
		case strings.EqualFold(entry, Unknown):
			set.unknown = true
		case !country.IsAssigned(code):
			return nil, unknownCountry(entry)
		default:
			set.seconds[code[0]-'A'] |= 1 << (code[1] - 'A')
		}
	}
	return set, nil
}

// unknownCountry returns the error for an entry that is not a country. It gives
// the right code instead of UK, the most common mistake.
func unknownCountry(entry string) error {
	if strings.EqualFold(entry, "UK") {
		return fmt.Errorf("%q is not a country; use GB for the United Kingdom", entry)
	}
	return fmt.Errorf("%q is not a country; use an ISO 3166-1 alpha-2 code such as US", entry)
}

func (c *countries) match(v *Visit) bool {
	v.place()
	if v.country < 0 {
		return c.unknown
	}
	return c.seconds[v.country/32]>>(v.country%32)&1 == 1
}

// countryBit returns the place of a code in countries, a row of 32 bits per first
// letter, or -1 if it is not assigned.
func countryBit(code string) int16 {
	if !country.IsAssigned(code) {
		return -1
	}
	return int16(code[0]-'A')*32 + int16(code[1]-'A')
}

func (c *countries) fact(v *Visit) string { return known(v.place().Country) }

func (c *countries) covers(other matcher) bool {
	o := other.(*countries)
	for first := range c.seconds {
		if o.seconds[first]&^c.seconds[first] != 0 {
			return false
		}
	}
	return c.unknown || !o.unknown
}

func (c *countries) excludes(other matcher) bool {
	o := other.(*countries)
	for first := range c.seconds {
		if o.seconds[first]&c.seconds[first] != 0 {
			return false
		}
	}
	return !c.unknown || !o.unknown
}

func (c *countries) canonical() string {
	var text strings.Builder
	for first, seconds := range c.seconds {
		for ; seconds != 0; seconds &= seconds - 1 {
			text.Write([]byte{'A' + byte(first), 'A' + byte(bits.TrailingZeros32(seconds)), ','})
		}
	}
	if c.unknown {
		text.WriteString(Unknown)
	}
	return strings.TrimSuffix(text.String(), ",")
}
