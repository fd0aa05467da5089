package analytics

import (
	"cmp"
	"net/netip"
	"time"

	"github.com/linkpack/linkpack-go/analytics/internal/clicktext"
	"github.com/linkpack/linkpack-go/routing"
)

// Class is the kind of a request to a link. A request has exactly one class: the
// first of the constants, in their order, that applies.
type Class uint8

// The classes of requests, and that of conversions.
const (
	// Blocked is a request that did not get to the destination, for example
	// because the link is disabled or needs a password.
	Blocked Class = iota
	// Internal is a request of the host's own people or monitors; see
	// [routing.Visit.Internal].
	Internal
	// Head is a HEAD request.
	Head
	// Prefetch is a request that a browser made in advance, without a click.
	Prefetch
	// Preview is a request of a program that shows a preview of the link.
	Preview
	// Bot is a request of a crawler, a monitor, an HTTP library or an AI agent.
	Bot
	// Human is every other request. Only these are counted as clicks.
	Human
	// Conversion is no request, but what a visitor did after a click: a record of its
	// own in the log. It is never counted as a request.
	Conversion
)

// String returns the class in lower case, as in "human".
func (c Class) String() string {
	return cmp.Or(classNames().Of(uint8(c)), "unknown")
}

// MarshalText returns the text of [Class.String].
func (c Class) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what [Class.MarshalText] returns. Another text is a
// *[routing.FieldError].
func (c *Class) UnmarshalText(text []byte) error {
	value, err := classNames().Value("class", string(text))
	if err == nil {
		*c = Class(value)
	}
	return err
}

func classNames() clicktext.Names {
	return clicktext.Names{"blocked", "internal", "head", "prefetch", "preview", "bot", "human", "conversion"}
}

// Click is a recorded request of any class, or a conversion. Strings from the visitor
// are valid UTF-8 of at most 512 bytes. Do not trust them: escape them where you show
// them.
//
// A conversion has the time at which it happened, an ID of its own and no Addr. All
// else is that of its click.
type Click struct {
	// ID is a UUIDv7, see [ClickID]. That of a click that is not tracked can be
	// guessed.
	ID string
	// Tracked says that the ID is stored, because the destination got to know it.
	Tracked bool
	// Link is the link that was requested.
	Link LinkRef
	// Revision is the revision of the link at the time of the request.
	Revision uint32
	// Time is the time of the request, in UTC, to the millisecond.
	Time time.Time
	// Class is the kind of request. The zero value is Blocked, so set it to
	// [Human] in a click that you build yourself.
	Class Class
	// Rule is the ID of the rule that matched. It is empty for the link's own
	// destination.
	Rule string
	// Destination is the chosen URL before parameters were added. It is empty for
	// a blocked request.
	Destination string
	// Draws are the visitor's numbers in the splits whose rules were evaluated.
	Draws []SplitDraw
	// Place is where the visitor was.
	Place routing.Place
	// Agent is what the visitor used.
	Agent routing.Agent
	// Language is the first language of Accept-Language, as in "pt-BR".
	Language string
	// Referrer is the host of the Referer without "www.", the package of an
	// Android app, or "Direct".
	Referrer string
	// UTM are the parameters that the visit carried or was given.
	UTM routing.UTM
	// Scan says that the visitor scanned a QR code.
	Scan bool
	// Placement is where the scanned code is, as in "poster-a"; see
	// [CheckPlacement]. It is empty for a code without one and without a scan.
	Placement string
	// Familiarity says whether the visitor had visited before, if that is known.
	Familiarity routing.Familiarity
	// UserAgent is the User-Agent header.
	UserAgent string
	// Addr is the part of the client's address that [Options.Addresses] stores.
	Addr netip.Addr
	// Visitor is a keyed hash of domain, address and agent. The same visitor has
	// another hash in another key period; see [Options.KeyDays].
	Visitor uint64
	// Person is the hash of what the host knows the visitor by, of tracked clicks
	// alone; see [Hit.Person]. 0 means none.
	Person uint64
	// Converted is set in a conversion alone.
	Converted *ConversionFacts
}

// LinkRef names a link.
type LinkRef struct {
	// Number is the number of the link in the store; see [Plan.Link]. It is zero
	// in a click that was read from a file.
	Number uint32
	// ID is the link's ID. The recorder leaves this and the following fields empty,
	// since it knows only numbers.
	ID string
	// Domain is the link's domain. Empty means the default domain.
	Domain string
	// ShortCode is the link's short code.
	ShortCode string
}

// SplitDraw is the number of a visitor in a split.
type SplitDraw struct {
	// Split is the split's ID.
	Split string `json:"split"`
	// U is at least 0 and below 100, rounded down to 0.1.
	U float64 `json:"u"`
}
