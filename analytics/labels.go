package analytics

import "github.com/linkpack/linkpack-go/routing"

// labels are the values of a click in each dimension, empty where it has none.
type labels [numDims]string

// scanLabel is the value of ByTrigger for a scanned code; a plain click has
// none.
const scanLabel = "scan"

// fill sets the labels of a human click.
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
	*l = labels{
		ByCountry: texts[textCountry], ByRegion: texts[textRegion], ByCity: cityLabel(texts[textCity], texts[textCountry]),
		ByOS: texts[textOS], ByBrowser: texts[textBrowser], ByLanguage: texts[textLanguage],
		ByReferrer: texts[textReferrer], ByRule: target.Rule, ByDestination: target.Destination,
		ByUTMSource: utm.Source, ByUTMMedium: utm.Medium, ByUTMCampaign: utm.Campaign,
		ByUTMTerm: utm.Term, ByUTMContent: utm.Content,
	}
	if rec.device != routing.UnknownDevice {
		l[ByDevice] = rec.device.String()
	}
	if rec.scan {
		l[ByTrigger] = scanLabel
	}
	return nil
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

// emptyLabel returns how clicks without a value are shown.
func emptyLabel(d Dimension) string {
	switch d {
	case ByReferrer:
		return "Direct"
	case ByTrigger:
		return "click"
	case ByRule, ByUTMSource, ByUTMMedium, ByUTMCampaign, ByUTMTerm, ByUTMContent:
		return ""
	}
	return "Unknown"
}
