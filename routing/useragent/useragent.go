// Package useragent tells the class of device, the operating system and the
// kind of automaton from a User-Agent header, by the words in it. It costs a
// microsecond and no allocation, so it runs while a visitor waits.
//
// A header is a claim, and some claims are known to be wrong: Safari on an
// iPad says that it is a Mac, and so do some browsers asked for the desktop
// version of a site.
package useragent

import (
	"cmp"
	"net/http"

	"github.com/linkpack/linkpack-go/routing"
)

// longest is how many bytes of a header are looked at. Browsers send 100 to
// 250, and apps that add their own words up to 600.
const longest = 640

// Classifier tells what a User-Agent header stands for. Its zero value is
// ready, it may be used concurrently, and it implements
// [routing.Classifier].
type Classifier struct{}

// Classify returns what the words of the header say, with the client hints
// Sec-CH-UA-Form-Factors, Sec-CH-UA-Mobile and Sec-CH-UA-Platform where the
// request's headers have them; header may be nil. An empty User-Agent says
// nothing: its Agent is the zero one, and not a bot. One in which no device can
// be recognised is a program's, a [routing.Crawler].
func (Classifier) Classify(userAgent string, header http.Header) routing.Agent {
	h := hintsIn(header)
	if userAgent == "" {
		return routing.Agent{Device: h.device(routing.UnknownDevice), OS: h.os()}
	}
	s := scan(userAgent[:min(len(userAgent), longest)])
	device := h.device(deviceOf(s))
	return routing.Agent{
		Device:  device,
		OS:      cmp.Or(h.os(), osOf(s)),
		Browser: browserOf(s),
		Bot:     botOf(s, device),
	}
}
