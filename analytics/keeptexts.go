package analytics

import (
	"net/http"
	"strings"
)

// Bounds on the texts of a visit that waits to be recorded: more than a click
// keeps.
const (
	maxKeptText  = 1024
	maxKeptQuery = 4096
)

// keepAgent returns what is kept of a User-Agent header.
func keepAgent(agent string) string {
	return detached(agent[:min(len(agent), maxKeptText)], agent)
}

// keepQuery returns what is kept of a raw query, whole parameters. path may be a
// part of the same request line.
func keepQuery(query, path string) string {
	kept := query
	if len(kept) > maxKeptQuery {
		kept = kept[:strings.LastIndexByte(kept[:maxKeptQuery], '&')+1]
	}
	return detached(kept, query, path)
}

// detached returns a text that keeps no long text alive of which it is a part.
func detached(text string, whole ...string) string {
	for _, w := range whole {
		if len(w) > maxKeptText {
			return strings.Clone(text)
		}
	}
	return text
}

// hasHints reports whether a request has client hints about the device.
func hasHints(header http.Header) bool {
	return len(header["Sec-Ch-Ua-Mobile"]) > 0 || len(header["Sec-Ch-Ua-Platform"]) > 0 ||
		len(header["Sec-Ch-Ua-Form-Factors"]) > 0
}
