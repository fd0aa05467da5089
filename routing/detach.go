package routing

import "strings"

// Bounds on the texts of a detached visit: more than a click keeps.
const (
	maxKeptAgent = 1024
	maxKeptQuery = 4096
)

// Detach computes the facts that need the request's headers and lets go of
// them, so that a visit which waits to be recorded keeps little memory,
// whatever the request held. Header, Referer and Path are empty afterwards, a
// long UserAgent and Query cut.
func (v *Visit) Detach() {
	v.Language()
	v.RefererHost()
	if hasHints(v) {
		v.Classify()
	}
	v.Header, v.Referer = nil, ""
	if len(v.UserAgent) > maxKeptAgent {
		v.UserAgent = strings.Clone(v.UserAgent[:maxKeptAgent])
	}
	if len(v.Query) > maxKeptQuery {
		v.Query = v.Query[:strings.LastIndexByte(v.Query[:maxKeptQuery], '&')+1]
	}
	if len(v.Query)+len(v.Path) > maxKeptAgent { // they may be parts of a long request line
		v.Query = strings.Clone(v.Query)
	}
	v.Path = ""
}

// hasHints tells whether the request has client hints that say something of the
// device.
func hasHints(v *Visit) bool {
	return len(v.Header["Sec-Ch-Ua-Mobile"]) > 0 || len(v.Header["Sec-Ch-Ua-Platform"]) > 0 ||
		len(v.Header["Sec-Ch-Ua-Form-Factors"]) > 0
}
