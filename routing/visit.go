package routing

import (
	"net/http"
	"net/netip"
	"time"
)

// Visit holds the facts of one request. The visitor's place and agent are costly
// to find, so Geo and Agents are asked only when a rule or the recorder needs
// them, and once.
//
// A Visit must be used by one goroutine at a time. After its first use it must
// not be copied and its fields must not change.
type Visit struct {
	// Time is when the request arrived, in any location.
	Time time.Time
	// Method is the HTTP method; empty means GET.
	Method string
	// Addr is the client's address, from a source that can be trusted.
	Addr netip.Addr
	// UserAgent is the User-Agent header.
	UserAgent string
	// Referer is the Referer header.
	Referer string
	// Path is the rest of the request's path after the short code, escaped and
	// with its slash, such as "/docs/intro". It is mostly empty.
	Path string
	// Query is the request's raw query, without the question mark.
	Query string
	// Header holds the request's headers, for the header, cookie and language
	// conditions and for client hints. nil leaves them unknown; a visit with
	// headers but without a UserAgent is a bot's.
	Header http.Header
	// Prefetch says that the browser fetches the page before the user clicks
	// (Sec-Purpose, Purpose, X-Purpose or X-Moz).
	Prefetch bool
	// Internal says that the visit is one of the host's own: of its office, of a
	// tester or of its monitoring. Such visits are routed like others, but not
	// counted as clicks of people. Set it only by what visitors cannot choose.
	Internal bool
	// VisitorKey identifies the visitor for shares: a user id, or the value of a
	// first-party cookie. Defaults to a hash of Addr and UserAgent. One of more than
	// 128 bytes is hashed. It is never stored; clicks on links that track conversions
	// keep a keyed hash of it.
	VisitorKey string
	// Familiarity says whether the visitor has been here before, if a cookie or
	// the host application tells.
	Familiarity Familiarity

	// Place is the visitor's place. If it is zero, Geo is asked.
	Place Place
	// Agent is the visitor's program. If it is zero, Agents is asked.
	Agent Agent
	// Geo finds the place of Addr. nil leaves a zero Place unknown.
	Geo Locator
	// Agents finds the agent of UserAgent. nil leaves a zero Agent unknown.
	Agents Classifier

	located, classified, referred, spoken, keyed bool

	country            int16 // its bit in countries; negative if it is unknown
	referrer, language string
	key                [32]byte
	local              local
	finds              *finds
	draws              [4]Draw
}

// Locate returns the visitor's place, asking Geo at most once.
func (v *Visit) Locate() Place { return *v.place() }

// Classify returns the visitor's agent, asking Agents at most once.
func (v *Visit) Classify() Agent { return *v.agent() }

// place is Locate without a copy.
func (v *Visit) place() *Place {
	if !v.located {
		v.locate()
	}
	return &v.Place
}

// agent is Classify without a copy.
func (v *Visit) agent() *Agent {
	if !v.classified {
		v.classify()
	}
	return &v.Agent
}

func (v *Visit) locate() {
	v.located = true
	if v.Place == (Place{}) && v.Geo != nil {
		v.Place = v.Geo.Locate(v.Addr)
	}
	v.country = countryBit(v.Place.Country)
}

func (v *Visit) classify() {
	v.classified = true
	if v.Agent == (Agent{}) && v.Agents != nil {
		v.Agent = v.Agents.Classify(v.UserAgent, v.Header)
	}
}
