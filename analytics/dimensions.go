package analytics

import (
	"cmp"

	"github.com/linkpack/linkpack-go/analytics/internal/clicktext"
)

// Dimension is a property by which clicks are counted in a breakdown.
type Dimension uint8

// The dimensions. Their numbers are part of the stored format.
const (
	// ByCountry groups by ISO 3166-1 alpha-2 country code.
	ByCountry Dimension = iota + 1
	// ByDevice groups by device class, as in "Mobile".
	ByDevice
	// ByOS groups by operating system.
	ByOS
	// ByBrowser groups by browser.
	ByBrowser
	// ByLanguage groups by the visitor's first language.
	ByLanguage
	// ByReferrer groups by the referring host.
	ByReferrer
	// ByRule groups by the ID of the rule that matched. "" means none.
	ByRule
	// ByDestination groups by the chosen destination.
	ByDestination
	// ByTrigger groups into "click" and "scan".
	ByTrigger
	// ByUTMSource groups by utm_source.
	ByUTMSource
	// ByUTMMedium groups by utm_medium.
	ByUTMMedium
	// ByUTMCampaign groups by utm_campaign.
	ByUTMCampaign
	// ByUTMTerm groups by utm_term.
	ByUTMTerm
	// ByUTMContent groups by utm_content.
	ByUTMContent
	// ByRegion groups by ISO 3166-2 subdivision code.
	ByRegion
	// ByCity groups by city and country.
	ByCity
	// ByPlacement groups by the placement of the scanned QR code. "" means none.
	ByPlacement
)

// Dimensions returns all dimensions.
func Dimensions() (all []Dimension) {
	for d := ByCountry; d <= ByPlacement; d++ {
		all = append(all, d)
	}
	return all
}

// String returns the name of the dimension, such as "country" or "utm_source".
func (d Dimension) String() string { return cmp.Or(dimensionNames().Of(uint8(d)), "unknown") }

// MarshalText returns the text of [Dimension.String].
func (d Dimension) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [Dimension.MarshalText] returns. Another text is a
// *[routing.FieldError].
func (d *Dimension) UnmarshalText(text []byte) error {
	value, err := dimensionNames()[ByCountry:].Value("dimension", string(text))
	if err == nil {
		*d = ByCountry + Dimension(value)
	}
	return err
}

func dimensionNames() clicktext.Names {
	return clicktext.Names{
		ByCountry: "country", ByDevice: "device", ByOS: "os", ByBrowser: "browser", ByLanguage: "language",
		ByReferrer: "referrer", ByRule: "rule", ByDestination: "destination", ByTrigger: "trigger",
		ByUTMSource: "utm_source", ByUTMMedium: "utm_medium", ByUTMCampaign: "utm_campaign",
		ByUTMTerm: "utm_term", ByUTMContent: "utm_content", ByRegion: "region", ByCity: "city",
		ByPlacement: "placement",
	}
}
