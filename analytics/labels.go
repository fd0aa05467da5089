package analytics

import "github.com/linkpack/linkpack-go/routing"

// labels are what a click is counted under.
type labels struct {
	// values are those of each dimension, empty where it has none.
	values [numDims]string
	// variants are what became of the splits that it met.
	variants []variantName
}

// scanLabel is the value of ByTrigger for a scanned code; a plain click has
// none.
const scanLabel = "scan"

// fill sets the labels of a click.
func (l *labels) fill(rec *record, c *chunk, plan *Plan) error {
	target, err := plan.target(rec.target)
	if err != nil {
		return err
	}
	texts, err := c.allTexts(rec)
	if err != nil {
		return err
	}
	utm := mergeUTM(target.UTM, &texts)
	l.values = [numDims]string{
		ByCountry: texts[textCountry], ByRegion: texts[textRegion], ByCity: cityLabel(texts[textCity], texts[textCountry]),
		ByOS: texts[textOS], ByBrowser: texts[textBrowser], ByLanguage: texts[textLanguage],
		ByReferrer: texts[textReferrer], ByRule: target.Rule, ByDestination: target.Destination,
		ByUTMSource: utm.Source, ByUTMMedium: utm.Medium, ByUTMCampaign: utm.Campaign,
		ByUTMTerm: utm.Term, ByUTMContent: utm.Content,
	}
	if rec.device != routing.UnknownDevice {
		l.values[ByDevice] = rec.device.String()
	}
	if rec.scan {
		l.values[ByTrigger] = scanLabel
	}
	if rec.class == Blocked {
		l.values[ByDestination] = "" // it was kept from it
	}
	l.variants, err = plan.variants(l.variants[:0], rec, target)
	return err
}

// cityLabel returns a city with its country, as in "Paris, FR".
func cityLabel(city, country string) string {
	if city == "" || country == "" {
		return city
	}
	return city + ", " + country
}

// mergeUTM returns the parameters that the target was given, and those of the
// visit where it was given none.
func mergeUTM(given *routing.UTM, texts *[numTexts]string) routing.UTM {
	if given == nil {
		given = new(routing.UTM)
	}
	either := func(given string, text int) string {
		if given != "" {
			return given
		}
		return texts[text]
	}
	return routing.UTM{
		Source:   either(given.Source, textUTMSource),
		Medium:   either(given.Medium, textUTMMedium),
		Campaign: either(given.Campaign, textUTMCampaign),
		Term:     either(given.Term, textUTMTerm),
		Content:  either(given.Content, textUTMContent),
	}
}
