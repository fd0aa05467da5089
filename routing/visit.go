package routing

import (
	"net/http"
	"net/netip"
	"time"
)

// Visit holds the facts of one request. The cheap ones are plain fields; the
// costly ones, where the visitor is and with what, are computed by Geo and
// Agents when a rule or the recorder first asks, and then kept.
//
// A Visit belongs to one goroutine at a time. After its first use it must not
// be copied and its fields must not change.
type Visit struct {
	// Time is when the request came. Its location does not matter.
	Time time.Time
	// Method is the HTTP method; empty means GET.
	Method string
	// Addr is the client's address, as far as it can be trusted.
	Addr netip.Addr
	// UserAgent is the User-Agent header as sent.
	UserAgent string
	// Referer is the Referer header as sent.
	Referer string
	// Path is what the request's path has after the short code, escaped and
	// with its slash, as in "/docs/intro"; mostly empty.
	Path string
	// Query is the request's raw query, without the question mark.
	Query string
	// Header holds the request's headers, for the header, cookie and language
	// conditions and for client hints. nil leaves all of them unknown.
	Header http.Header
	// Prefetch says that the browser fetches ahead of a click that may never
	// come (Sec-Purpose, Purpose or X-Moz).
	Prefetch bool
	// VisitorKey names the visitor for percentage splits: a user id, or the
	// value of a first-party cookie. When empty, a hash of Addr and UserAgent
	// stands in for it. It is never stored.
	VisitorKey string
	// Familiarity says whether the visitor was here before, where a cookie or
	// the host application knows.
	Familiarity Familiarity

	// Place is where the visitor is. When it is zero, Geo is asked.
	Place Place
	// Agent is what the visitor uses. When it is zero, Agents is asked.
	Agent Agent
	// Geo finds the place of Addr; nil leaves an unset Place unknown.
	Geo Locator
	// Agents classifies UserAgent; nil leaves an unset Agent unknown.
	Agents Classifier

	located, classified, referred, spoken, keyed bool

	referrer, language string
	key                [32]byte
	local              time.Time
	draws              [4]Draw
}

// Locate returns the visitor's place, asking Geo at most once.
func (v *Visit) Locate() Place {
	if !v.located {
		v.located = true
		if v.Place == (Place{}) && v.Geo != nil {
			v.Place = v.Geo.Locate(v.Addr)
		}
	}
	return v.Place
}

// Classify returns the visitor's agent, asking Agents at most once.
func (v *Visit) Classify() Agent {
	if !v.classified {
		v.classified = true
		if v.Agent == (Agent{}) && v.Agents != nil {
			v.Agent = v.Agents.Classify(v.UserAgent, v.Header)
		}
	}
	return v.Agent
}

// in returns the time of the visit in a zone.
func (v *Visit) in(zone *time.Location) time.Time {
	if v.local.Location() != zone || v.local.IsZero() {
		v.local = v.Time.In(zone)
	}
	return v.local
}
