package routing

import (
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
	// Query is the request's raw query, without the question mark.
	Query string
	// Prefetch says that the browser fetches ahead of a click that may never
	// come (Sec-Purpose, Purpose or X-Moz).
	Prefetch bool
	// VisitorKey names the visitor for percentage splits: a user id, or the
	// value of a first-party cookie. When empty, a hash of Addr and UserAgent
	// stands in for it. It is never stored.
	VisitorKey string

	// Place is where the visitor is. When it is zero, Geo is asked.
	Place Place
	// Agent is what the visitor uses. When it is zero, Agents is asked.
	Agent Agent
	// Geo finds the place of Addr; nil leaves an unset Place unknown.
	Geo Locator
	// Agents classifies UserAgent; nil leaves an unset Agent unknown.
	Agents Classifier

	located, classified, referred, keyed bool

	referrer string
	key      [32]byte
	local    time.Time
	draws    [4]Draw
}

// Place is where an address is. Empty fields are unknown.
type Place struct {
	// Country is the ISO 3166-1 alpha-2 code in capitals, as in "US".
	Country string
}

// Agent is what can be told from a User-Agent header. Empty fields are unknown.
type Agent struct {
	// Device is the class of the device.
	Device Device
	// OS is the operating system's family, as in "Android" or "iOS".
	OS string
	// Bot is the kind of automaton, NotBot for a person's browser.
	Bot Bot
}

// Device is a class of devices.
type Device uint8

// The device classes. UnknownDevice never matches a device clause.
const (
	UnknownDevice Device = iota
	Mobile
	Tablet
	Desktop
	// Other is a television, a console, a wearable and the like.
	Other
)

// String returns the class as rules write it, as in "Mobile", or "Unknown".
func (d Device) String() string {
	switch d {
	case Mobile:
		return "Mobile"
	case Tablet:
		return "Tablet"
	case Desktop:
		return "Desktop"
	case Other:
		return "Other"
	default:
		return "Unknown"
	}
}

// Bot is a kind of automaton.
type Bot uint8

// The kinds of automatons.
const (
	NotBot Bot = iota
	// Crawler is a crawler, a monitor, a scanner or an HTTP library.
	Crawler
	// Preview fetches a link to show a card of it in a chat or a feed.
	Preview
	// AIAgent reads pages for a language model.
	AIAgent
)

// Locator finds where an address is. Implementations must be safe for
// concurrent use and answer from memory: they run while a visitor waits.
type Locator interface {
	Locate(netip.Addr) Place
}

// Classifier tells what a User-Agent header stands for. Implementations must
// be safe for concurrent use and answer in microseconds, whatever the header.
type Classifier interface {
	Classify(userAgent string) Agent
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
			v.Agent = v.Agents.Classify(v.UserAgent)
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
