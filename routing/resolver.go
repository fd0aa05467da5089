package routing

import (
	"net/http"
	"net/netip"
)

// Locator finds the place of an address. Implementations must be safe for
// concurrent use and answer from memory, because they run while a visitor waits.
type Locator interface {
	// Locate returns the place of an address, the zero Place if it is unknown.
	Locate(netip.Addr) Place
}

// Classifier describes the program that sent a User-Agent header. Implementations
// must be safe for concurrent use and answer any header within microseconds.
type Classifier interface {
	// Classify returns the agent of a User-Agent header, the zero Agent if
	// nothing is known of it. header holds the request's other headers, which
	// may include client hints (Sec-CH-UA-…). It is nil if they are not known, as
	// for a visit of the past.
	Classify(userAgent string, header http.Header) Agent
}

// AgentParser finds versions and models in User-Agent headers, for lists of clicks.
// Implementations must be safe for concurrent use. They need not be fast enough for
// redirects.
type AgentParser interface {
	// Parse returns the details of a User-Agent header. It returns false and the zero
	// AgentDetails if it does not parse the header now, for example because there are
	// too many; it may be parsed later.
	Parse(userAgent string) (AgentDetails, bool)
}
