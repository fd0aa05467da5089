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
	// Classify returns the zero Agent for a header that tells nothing.
	Classify(userAgent string) Agent
}

// HintClassifier is a [Classifier] that also reads the client hints
// (Sec-CH-UA-…) among a request's headers. A visit that has headers asks it in
// place of Classify.
type HintClassifier interface {
	Classifier
	// ClassifyHints is Classify for a request with these headers.
	ClassifyHints(userAgent string, header http.Header) Agent
}
