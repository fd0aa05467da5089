package routing

import "strings"

// Bounds on the texts of a detached visit: more than a click keeps.
const (
	maxKeptText  = 1024
	maxKeptQuery = 4096
)

// Detach computes the facts that need the request's headers and lets go of
// them, so that a visit which waits to be recorded keeps little memory,
// whatever the request held. Header, Referer and Path are empty afterwards, a
// long UserAgent and Query cut.
func (v *Visit) Detach() {
	v.language = freed(v.Language(), v.Header["Accept-Language"]...)
	v.referrer = freed(v.RefererHost(), v.Referer)
	if hasHints(v) {
		v.Classify()
	}
	v.UserAgent = freed(v.UserAgent[:min(len(v.UserAgent), maxKeptText)], v.UserAgent)
	query := v.Query
	if len(query) > maxKeptQuery {
		query = query[:strings.LastIndexByte(query[:maxKeptQuery], '&')+1]
	}
	v.Query = freed(query, v.Query, v.Path) // parts of one request line
	v.Header, v.Referer, v.Path = nil, "", ""
}

// freed returns a text that keeps no long text alive of which it is a part.
func freed(text string, whole ...string) string {
	for _, w := range whole {
		if len(w) > maxKeptText {
			return strings.Clone(text)
		}
	}
	return text
}

// hasHints tells whether the request has client hints that say something of the
// device.
func hasHints(v *Visit) bool {
	return len(v.Header["Sec-Ch-Ua-Mobile"]) > 0 || len(v.Header["Sec-Ch-Ua-Platform"]) > 0 ||
		len(v.Header["Sec-Ch-Ua-Form-Factors"]) > 0
}
