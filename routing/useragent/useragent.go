// Package useragent finds the device, operating system, browser and kind of bot in
// a User-Agent header, by its words.
//
// Use a [Classifier] as the Agents of a [routing.Visit]. It takes about a
// microsecond and does not allocate, so it can run while a visitor waits.
//
// Headers can be wrong. Safari on an iPad says that it is a Mac, and so do some
// browsers when the desktop version of a site is requested.
package useragent

import (
	"cmp"
	"net/http"

	"github.com/linkpack/linkpack-go/routing"
)

// longest is how many bytes of a header are read. Browsers send 100 to 250, apps
// up to 600.
const longest = 640

// Classifier implements [routing.Classifier]. The zero value is ready to use and
// safe for concurrent use.
type Classifier struct{}

// Classify returns the agent of a User-Agent header. It also uses the client hints
// Sec-CH-UA-Form-Factors, Sec-CH-UA-Mobile and Sec-CH-UA-Platform in header, which
// may be nil. A User-Agent without a known device is a [routing.Crawler], and so is
// a request without a User-Agent, because browsers always send one. If header is
// nil, too, the request's headers are not known, and nothing is known of the agent.
func (Classifier) Classify(userAgent string, header http.Header) routing.Agent {
	if userAgent == "" && header == nil {
		return routing.Agent{}
	}
	h := hintsIn(header)
	s := scan(userAgent[:min(len(userAgent), longest)])
	device := h.device(deviceOf(s))
	agent := routing.Agent{
		Device:  device,
		OS:      cmp.Or(h.os(), osOf(s)),
		Browser: browserOf(s),
		Bot:     botOf(s, device),
	}
	if userAgent == "" {
		agent.Bot = routing.Crawler
	}
	return agent
}
