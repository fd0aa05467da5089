package linkpackv1

import "github.com/linkpack/linkpack-go/analytics"

// converted are the conversions of a period.
type converted struct {
	Conversions     uint64  `json:"conversions"`
	ConvertedClicks uint64  `json:"convertedClicks"`
	ConversionRate  float64 `json:"conversionRate"`
}

// conversionKind has the conversions of a kind in a currency, or the rest.
type conversionKind struct {
	Kind     string  `json:"kind"`
	Currency *string `json:"currency"`
	Count    uint64  `json:"count"`
	Value    float64 `json:"value"`
	Rest     bool    `json:"rest,omitempty"`
}

// variantConversions are the conversions of a variant's clicks.
type variantConversions struct {
	converted
	Interval [2]float64 `json:"conversionInterval"`
}

func convertedOf(p *analytics.Period) converted {
	return converted{p.Conversions, p.Converted, p.ConversionRate()}
}

func conversionKindsOf(found []analytics.ConversionCount) []conversionKind {
	list := make([]conversionKind, len(found))
	for i, c := range found {
		list[i] = conversionKind{c.Kind, orNull(c.Currency), c.Count, c.Value, c.Rest}
	}
	return list
}

func variantConversionsOf(v *analytics.Variant) variantConversions {
	return variantConversions{converted{v.Conversions, v.Converted, v.ConversionRate()}, v.ConversionInterval()}
}
