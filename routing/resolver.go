package routing

import (
	"net/http"
	"net/netip"
)

// Locator finds where an address is. Implementations must be safe for
// concurrent use and answer from memory: they run while a visitor waits.
type Locator interface {
	// Locate returns the zero Place for an address that it does not know.
	Locate(netip.Addr) Place
}

// Classifier tells what a User-Agent header stands for. Implementations must
// be safe for concurrent use and answer in microseconds, whatever the header.
type Classifier interface {
	// Classify returns the zero Agent for a header that tells nothing. header
	// holds the request's headers, for the client hints (Sec-CH-UA-…) among
	// them; it is nil when they are not at hand.
	Classify(userAgent string, header http.Header) Agent
}
