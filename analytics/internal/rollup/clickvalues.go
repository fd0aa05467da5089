package rollup

import (
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/routing"
)

// Limit replaces values and variants that the rollup does not tell apart by the
// ones under which it counts them.
func (ru *Rollup) Limit(l *ClickValues) {
	for d, name := range l.Values {
		if name != "" && ru.Dims[d].Find(name) < 0 {
			l.Values[d] = RestValue
		}
	}
	for i, name := range l.Variants {
		if !slices.ContainsFunc(ru.Variants, func(v Variant) bool { return v.VariantName == name }) {
			l.Variants[i] = VariantName{Split: RestName}
		}
	}
}

// NumDimensions is the length of arrays that are indexed by [analytics.Dimension].
const NumDimensions = int(analytics.ByPlacement) + 1

// ClickValues are the values under which a click is counted.
type ClickValues struct {
	// Values has the value of each dimension, empty for none.
	Values [NumDimensions]string
	// Variants are the outcomes of the splits that the click met.
	Variants []VariantName
	// Conversion is set for a conversion. All else is then that of its click.
	Conversion Conversion
}

// HasValues reports whether records of a class are counted by their values, and not only
// by the class and the time.
func HasValues(class analytics.Class) bool {
	return class == analytics.Human || class == analytics.Conversion
}

// ScanLabel is the value of ByTrigger for a scanned QR code. Other clicks have
// none.
const ScanLabel = "scan"

// Fill sets the values of a click.
func (l *ClickValues) Fill(rec *clicklog.Record, c *clicklog.Chunk, plan *analytics.Plan) error {
	target, err := clicklog.PlanTarget(plan, rec.Target)
	if err != nil {
		return err
	}
	texts, err := c.AllTexts(rec)
	if err != nil {
		return err
	}
	l.setTexts(target, &texts)
	l.setFacts(rec)
	if rec.Class == analytics.Conversion {
		kind := ConversionKind{texts[clicklog.TextKind], texts[clicklog.TextCurrency]}
		l.Conversion = Conversion{ConversionKind: kind, Value: uint64(rec.Value), First: rec.First}
	}
	l.Variants, err = planVariants(plan, l.Variants[:0], rec, target)
	return err
}

// setTexts sets the values that are texts of a click or its target.
func (l *ClickValues) setTexts(target *analytics.Target, texts *[clicklog.NumTexts]string) {
	utm := clicklog.MergeUTM(target.UTM, texts)
	l.Values = [NumDimensions]string{
		analytics.ByCountry: texts[clicklog.TextCountry], analytics.ByRegion: texts[clicklog.TextRegion], analytics.ByCity: CityLabel(texts[clicklog.TextCity], texts[clicklog.TextCountry]),
		analytics.ByOS: texts[clicklog.TextOS], analytics.ByBrowser: texts[clicklog.TextBrowser], analytics.ByLanguage: texts[clicklog.TextLanguage],
		analytics.ByReferrer: texts[clicklog.TextReferrer], analytics.ByRule: target.Rule, analytics.ByDestination: target.Destination,
		analytics.ByUTMSource: utm.Source, analytics.ByUTMMedium: utm.Medium, analytics.ByUTMCampaign: utm.Campaign,
		analytics.ByUTMTerm: utm.Term, analytics.ByUTMContent: utm.Content,
		analytics.ByPlacement: texts[clicklog.TextPlacement],
	}
}

// setFacts sets the values that are no texts.
func (l *ClickValues) setFacts(rec *clicklog.Record) {
	if rec.Device != routing.UnknownDevice {
		l.Values[analytics.ByDevice] = rec.Device.String()
	}
	if rec.Scan {
		l.Values[analytics.ByTrigger] = ScanLabel
	}
	if rec.Class == analytics.Blocked {
		l.Values[analytics.ByDestination] = "" // it did not get there
	}
}

// CityLabel returns a city with its country, like "Paris, FR".
func CityLabel(city, country string) string {
	if city == "" || country == "" {
		return city
	}
	return city + ", " + country
}
