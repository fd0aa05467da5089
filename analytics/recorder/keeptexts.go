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

// wholeParameters returns the part of a raw query that is kept.
func wholeParameters(query string) string {
	if len(query) > maxKeptQuery {
		query = query[:strings.LastIndexByte(query[:maxKeptQuery], '&')+1]
	}
	return query
}

// hasHints reports whether headers have client hints about the device.
func hasHints(header http.Header) bool {
	return len(header["Sec-Ch-Ua-Mobile"]) > 0 || len(header["Sec-Ch-Ua-Platform"]) > 0 ||
		len(header["Sec-Ch-Ua-Form-Factors"]) > 0
}
