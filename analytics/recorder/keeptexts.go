package recorder

import (
	"net/http"
	"strings"
)

// Limits for the texts of a visit in the queue. They are longer than what a click
// keeps.
const (
	maxKeptText  = 1024
	maxKeptQuery = 4096
)

// keepAgent returns the part of a User-Agent header that is kept.
func keepAgent(agent string) string {
	return detached(agent[:min(len(agent), maxKeptText)], agent)
}

// keepQuery returns the part of a raw query that is kept, in whole parameters. path
// may be part of the same string.
func keepQuery(query, path string) string {
	kept := query
	if len(kept) > maxKeptQuery {
		kept = kept[:strings.LastIndexByte(kept[:maxKeptQuery], '&')+1]
	}
	return detached(kept, query, path)
}

// detached returns a copy of a text if it may be part of a long string, so that it
// does not keep that string in memory.
func detached(text string, whole ...string) string {
	for _, w := range whole {
		if len(w) > maxKeptText {
			return strings.Clone(text)
		}
	}
	return text
}

// hasHints reports whether headers have client hints about the device.
func hasHints(header http.Header) bool {
	return len(header["Sec-Ch-Ua-Mobile"]) > 0 || len(header["Sec-Ch-Ua-Platform"]) > 0 ||
		len(header["Sec-Ch-Ua-Form-Factors"]) > 0
}
