package linkpack

import (
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// LinkDimension is something that links have, by which [Shortener.StatsBy] divides their
// clicks: one of the constants, or a key of the metadata, of [ByMetadata].
type LinkDimension string

// The dimensions of links.
const (
	// ByTag is each of the tags of a link.
	ByTag LinkDimension = "tag"
	// ByGroup is the name of the group.
	ByGroup LinkDimension = "group"
	// ByDomain is the domain of the short code, aliases aside.
	ByDomain LinkDimension = "domain"
	// ByLink is the ID of the link.
	ByLink LinkDimension = "link"
)

// metadataPrefix begins a dimension that is a key of the metadata.
const metadataPrefix = "metadata:"

// ByMetadata returns the dimension of a key of Link.Metadata: "metadata:" and the key.
func ByMetadata(key string) LinkDimension { return LinkDimension(metadataPrefix + key) }

// check returns a FieldError for a dimension that links do not have.
func (d LinkDimension) check() error {
	key, isMetadata := strings.CutPrefix(string(d), metadataPrefix)
	switch {
	case isMetadata && key != "":
		return checkText("by", key, maxMetadataKey)
	case d == ByTag || d == ByGroup || d == ByDomain || d == ByLink:
		return nil
	}
	return invalid("by", "must be tag, group, domain, link, or metadata: and a key")
}

// of returns the values of a link, at least one; "" stands for none.
func (d LinkDimension) of(l *Link) []string {
	switch d {
	case ByTag:
		if len(l.Tags) > 0 {
			return l.Tags
		}
		return []string{""}
	case ByGroup:
		return []string{l.Group}
	case ByDomain:
		return []string{l.Domain}
	case ByLink:
		return []string{l.ID}
	}
	return []string{l.Metadata[strings.TrimPrefix(string(d), metadataPrefix)]}
}

// LinkStats are the requests to links and their conversions, divided by what the links have
// now.
type LinkStats struct {
	// From is the start of the first day.
	From time.Time `json:"from"`
	// To is the end of the last day, exclusive.
	To time.Time `json:"to"`
	// Classes are the requests to all the links, by class.
	Classes analytics.ClassCounts `json:"classes"`
	// LinkConversions are the conversions of all the links.
	analytics.LinkConversions
	// Values are the requests by value, most clicks first, then by value. If there are
	// more values than asked for, a last one with Rest set has the sum of the others.
	Values []LinkCount `json:"values"`
}

// Clicks returns the number of human clicks of all the links.
func (s *LinkStats) Clicks() uint64 { return s.Classes[analytics.Human] }

// ConversionRate returns the part of the clicks that led to a conversion, as
// [analytics.Period.ConversionRate] does.
func (s *LinkStats) ConversionRate() float64 { return s.RateOf(s.Clicks()) }

// LinkCount has the figures of the links with one value of a [LinkDimension].
type LinkCount struct {
	// Value is the value, such as a tag. It is empty for links without one, and for the
	// default domain. For the rest it is "Other".
	Value string `json:"value"`
	// Links is the number of links with the value.
	Links int `json:"links"`
	// Clicks is the number of human clicks.
	Clicks uint64 `json:"clicks"`
	// Classes are the requests by class, including human clicks.
	Classes analytics.ClassCounts `json:"classes"`
	// LinkConversions are the conversions of the links.
	analytics.LinkConversions
	// Rest says that this is the sum of all other values. A link with several of them
	// counts once for each. A value may be called "Other" too, without Rest.
	Rest bool `json:"rest,omitempty"`
}

// ConversionRate returns the part of the clicks that led to a conversion, as
// [analytics.Period.ConversionRate] does.
func (c *LinkCount) ConversionRate() float64 { return c.RateOf(c.Clicks) }
