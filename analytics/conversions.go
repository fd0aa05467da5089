package analytics

import (
	"encoding/json"
	"math"
)

// ConversionCount has the conversions of a kind in a currency, or the rest.
type ConversionCount struct {
	// Kind is the kind, as in "purchase". For the rest it is "Other".
	Kind string `json:"kind"`
	// Currency is the ISO 4217 code of the currency. It is empty for conversions
	// without one.
	Currency string `json:"currency,omitempty"`
	// Count is the number of conversions.
	Count uint64 `json:"count"`
	// Value is the sum of the values of the conversions, in units of the currency. It
	// is added up exactly, in millionths. A sum of a link's day or month is at most
	// 18,446,744,073,709.551615. The rest has no value, since it can have several
	// currencies.
	Value float64 `json:"value"`
	// Rest says that this is the sum of all others: those beyond [Query.Top], beyond
	// the first 1,000 of a link on a day, and beyond 65,536 in total.
	Rest bool `json:"rest,omitempty"`
}

// LinkConversions are the conversions of a link, or of several, in a range of days.
type LinkConversions struct {
	// Conversions is the number of conversions; see [Period.Conversions].
	Conversions uint64 `json:"conversions"`
	// Converted is the number of clicks whose first conversion is in the range; see
	// [Period.Converted].
	Converted uint64 `json:"converted"`
	// ConversionKinds are the conversions by kind and currency, sorted as those of
	// [Stats].
	ConversionKinds []ConversionCount `json:"conversion_kinds,omitempty"`
}

// RateOf returns the part of a number of human clicks that led to a conversion, as
// [Period.ConversionRate] does.
func (c *LinkConversions) RateOf(clicks uint64) float64 { return rateOf(c.Converted, clicks) }

// ConversionRate returns the part of the clicks that led to a conversion, from 0 to 1:
// Converted by the number of human clicks. It is 0 if there are no clicks. Clicks that
// were made before the range and converted in it count, too, so over a short range the
// result can be too high.
func (p *Period) ConversionRate() float64 { return rateOf(p.Converted, p.Clicks()) }

// ConversionRate is like [Period.ConversionRate] for the clicks of the variant.
func (v *Variant) ConversionRate() float64 { return rateOf(v.Converted, v.Clicks) }

// ConversionInterval returns the bounds of the interval that has the variant's true
// conversion rate with a probability of 95 %: the Wilson score interval of Converted
// among Clicks. Without clicks it is 0 to 1. Variants whose intervals do not overlap
// differ by more than chance. (E. B. Wilson, "Probable inference, the law of
// succession, and statistical inference", Journal of the American Statistical
// Association 22, 1927.)
func (v *Variant) ConversionInterval() [2]float64 {
	if v.Clicks == 0 {
		return [2]float64{0, 1}
	}
	const z = 1.959963984540054 // the normal distribution has 2.5 % above it
	n, p := float64(v.Clicks), v.ConversionRate()
	width := 1 + z*z/n
	middle := (p + z*z/(2*n)) / width
	half := z / width * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return [2]float64{max(middle-half, 0), min(middle+half, 1)}
}

// rateOf returns a part of a number of clicks, from 0 to 1.
func rateOf(converted, clicks uint64) float64 {
	if clicks == 0 {
		return 0
	}
	return float64(min(converted, clicks)) / float64(clicks)
}

// MarshalJSON returns an object with the fields of the variant, conversion_rate and
// conversion_interval.
func (v Variant) MarshalJSON() ([]byte, error) {
	type fields Variant
	return json.Marshal(struct {
		fields
		Rate     float64    `json:"conversion_rate"`
		Interval [2]float64 `json:"conversion_interval"`
	}{fields(v), v.ConversionRate(), v.ConversionInterval()})
}
