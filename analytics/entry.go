package analytics

import (
	"net/netip"

	"github.com/linkpack/linkpack-go/routing"
)

// The texts of a click that the log refers to by number, because they repeat.
// Their order is part of the stored format.
const (
	textCountry = iota
	textOS
	textBrowser
	textLanguage
	textReferrer
	textAgent
	textRegion
	textCity
	textUTMSource
	textUTMMedium
	textUTMCampaign
	textUTMTerm
	textUTMContent
	numTexts
)

// entry is one click on its way into the log.
type entry struct {
	time   int64 // milliseconds
	class  Class
	target uint32 // index in Plan.Targets
	device routing.DeviceClass
	bot    routing.Bot
	known  routing.Familiarity
	scan   bool
	texts  [numTexts]string // empty where there is none
	word   uint32           // of the User-Agent, 0 where it is not known yet
	addr   netip.Addr       // as the policy keeps it; the zero Addr for none
	// truncated says that addr is the first address of its /24 or /48.
	truncated bool
	visitor   uint64
	draws     []routing.Draw
}

// record is one click as it stands in the log. It refers to texts by number
// and is only meaningful together with its chunk and its plan.
type record struct {
	time    int64
	class   Class
	target  uint32
	device  routing.DeviceClass
	bot     routing.Bot
	known   routing.Familiarity
	scan    bool
	refs    [numTexts]uint32
	kind    addrKind
	addr    []byte // part of the chunk
	visitor uint64
	draws   []draw // valid until the next record is read
}

// draw is a routing.Draw as the log keeps it.
type draw struct {
	split  uint32
	tenths uint16 // 0 to 999, tenths of a percent
}

// addrKind says how much of an address is kept. The kinds are part of the
// stored format.
type addrKind uint8

const (
	addrNone    addrKind = iota
	addr4Prefix          // the /24 of an IPv4 address
	addr6Prefix          // the /48 of an IPv6 address
	addr4
	addr6
	numAddrKinds
)

// size returns the number of bytes that are kept.
func (k addrKind) size() int {
	return [numAddrKinds]int{0, 3, 6, 4, 16}[k]
}

// kindOf returns the kind of an entry's address.
func (e *entry) kindOf() addrKind {
	switch {
	case !e.addr.IsValid():
		return addrNone
	case e.addr.Is4() && e.truncated:
		return addr4Prefix
	case e.addr.Is4():
		return addr4
	case e.truncated:
		return addr6Prefix
	}
	return addr6
}

// address returns the address of a record, a truncated one with zeros.
func (rec *record) address() netip.Addr {
	switch rec.kind {
	case addr4Prefix, addr4:
		var b [4]byte
		copy(b[:], rec.addr)
		return netip.AddrFrom4(b)
	case addr6Prefix, addr6:
		var b [16]byte
		copy(b[:], rec.addr)
		return netip.AddrFrom16(b)
	}
	return netip.Addr{}
}
