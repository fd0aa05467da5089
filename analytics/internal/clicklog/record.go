package clicklog

import (
	"net/netip"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// The texts of a click that the log refers to by number, because they repeat.
// Their order is part of the stored format.
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
	numTexts
)

// Entry is one click on its way into the log.
type Entry struct {
	Time   int64 // milliseconds
	Class  analytics.Class
	Target uint32 // index in Plan.Targets
	Device routing.DeviceClass
	Bot    routing.Bot
	Known  routing.Familiarity
	Scan   bool
	Texts  [numTexts]string // empty where there is none
	Word   uint32           // of the User-Agent, 0 where it is not known yet
	Addr   netip.Addr       // as the policy keeps it; the zero Addr for none
	// Truncated says that addr is the first address of its /24 or /48.
	Truncated bool
	Visitor   uint64
	Draws     []routing.Draw
}

// Record is one click as it stands in the log. It refers to texts by number
// and is only meaningful together with its chunk and its plan.
type Record struct {
	Time    int64
	Class   analytics.Class
	Target  uint32
	Device  routing.DeviceClass
	bot     routing.Bot
	known   routing.Familiarity
	Scan    bool
	Refs    [numTexts]uint32
	Kind    AddrKind
	Addr    []byte // part of the chunk
	Visitor uint64
	Draws   []draw // valid until the next record is read
}

// draw is a routing.Draw as the log keeps it.
type draw struct {
	Split  uint32
	tenths uint16 // 0 to 999, tenths of a percent
}

// AddrKind says how much of an address is kept. The kinds are part of the
// stored format.
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
	return [numAddrKinds]int{0, 3, 6, 4, 16}[k]
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

// Address returns the address of a record, a truncated one with zeros.
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
