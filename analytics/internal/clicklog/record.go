package clicklog

import (
	"net/netip"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// The texts of a click. They repeat, so the log refers to them by number. Their
// order is part of the stored format.
const (
	TextCountry = iota
	TextOS
	TextBrowser
	TextLanguage
	TextReferrer
	TextAgent
	TextRegion
	TextCity
	TextUTMSource
	TextUTMMedium
	TextUTMCampaign
	TextUTMTerm
	TextUTMContent
	TextPlacement
	TextKind     // of a conversion
	TextCurrency // of a conversion's value
	numTexts
)

// Entry is a click that is to be written to the log.
type Entry struct {
	Time   int64               // milliseconds
	Class  analytics.Class     // of the request
	Target uint32              // index in Plan.Targets
	Device routing.DeviceClass // of the visitor
	Bot    routing.Bot         // kind of bot
	Known  routing.Familiarity // new or returning visitor
	Scan   bool                // of a QR code
	Texts  [numTexts]string    // empty where there is none
	Word   uint32              // id of the User-Agent's word, 0 if unknown
	Addr   netip.Addr          // what the policy keeps; the zero Addr for none
	// Truncated says that Addr is the first address of its /24 or /48.
	Truncated bool
	Visitor   uint64         // the visitor's hash
	Draws     []routing.Draw // numbers drawn at splits
	Tracking
}

// Record is a click in the log. It refers to texts by number and needs its chunk
// and its plan to be understood.
type Record struct {
	Time     int64               // milliseconds
	Class    analytics.Class     // of the request
	Target   uint32              // index in Plan.Targets
	Device   routing.DeviceClass // of the visitor
	bot      routing.Bot
	known    routing.Familiarity
	Scan     bool             // of a QR code
	Refs     [numTexts]uint32 // references to texts, 0 for none
	Kind     AddrKind         // of Addr
	Addr     []byte           // part of the chunk
	Visitor  uint64           // the visitor's hash
	Draws    []draw           // valid until the next record is read
	Tracking                  // JSON is part of the chunk
	tracked  bool             // Tracking is not zero
}

// draw is a routing.Draw in the log.
type draw struct {
	Split  uint32
	tenths uint16 // 0 to 999, tenths of a percent
}

// AddrKind says which part of an address is kept. The numbers are part of the stored
// format.
type AddrKind uint8

const (
	addrNone    AddrKind = iota
	addr4Prefix          // the /24 of an IPv4 address
	addr6Prefix          // the /48 of an IPv6 address
	addr4
	addr6
	numAddrKinds
)

// size returns the number of bytes that are kept.
func (k AddrKind) size() int {
	const sizes = "\x00\x03\x06\x04\x10" // faster than an array
	return int(sizes[k])
}

// KindOf returns the kind of an entry's address.
func (e *Entry) KindOf() AddrKind {
	switch {
	case !e.Addr.IsValid():
		return addrNone
	case e.Addr.Is4() && e.Truncated:
		return addr4Prefix
	case e.Addr.Is4():
		return addr4
	case e.Truncated:
		return addr6Prefix
	}
	return addr6
}

// Address returns the address of a record. What was truncated is zero.
func (rec *Record) Address() netip.Addr {
	switch rec.Kind {
	case addr4Prefix, addr4:
		var b [4]byte
		copy(b[:], rec.Addr)
		return netip.AddrFrom4(b)
	case addr6Prefix, addr6:
		var b [16]byte
		copy(b[:], rec.Addr)
		return netip.AddrFrom16(b)
	}
	return netip.Addr{}
}
