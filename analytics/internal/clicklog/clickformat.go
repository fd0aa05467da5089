package clicklog

import (
	"encoding/binary"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// factsOf returns class, kind of address and scan of a click as they are stored.
func factsOf(e *Entry, kind AddrKind) byte {
	facts := byte(e.Class) | byte(kind)<<3
	if e.Scan {
		facts |= scanFlag
	}
	return facts
}

const scanFlag = 1 << 6

// splitFacts is the inverse of factsOf.
func splitFacts(facts byte) (class analytics.Class, kind AddrKind, scan bool) {
	return analytics.Class(facts & 7), AddrKind(facts >> 3 & 7), facts&scanFlag != 0
}

// agentOf returns familiarity, device and bot of a click as they are stored: small
// numbers for those that are frequent.
func agentOf(e *Entry) byte { return byte(e.Known) | byte(e.Device)<<2 | byte(e.Bot)<<5 }

// splitAgent is the inverse of agentOf.
func splitAgent(agent byte) (known routing.Familiarity, device routing.DeviceClass, bot routing.Bot) {
	return routing.Familiarity(agent & 3), routing.DeviceClass(agent >> 2 & 7), routing.Bot(agent >> 5)
}

// appendDraws appends the split and the tenths of a percent of each draw, as varints.
func appendDraws(b []byte, draws []routing.Draw) []byte {
	for _, d := range draws {
		b = binary.AppendUvarint(b, uint64(d.Split))
		b = binary.AppendUvarint(b, uint64(d.U*10))
	}
	return b
}

// readDraws appends what appendDraws has appended.
func readDraws(r *wire.Reader, draws []draw) []draw {
	for r.Left() > 0 {
		d := draw{Split: r.Uint32(), tenths: uint16(min(r.Uvarint(), 1000))}
		if d.tenths == 1000 {
			r.Fail()
		}
		draws = append(draws, d)
	}
	return draws
}

// AppendAddr appends the part of an entry's address that is kept.
func AppendAddr(b []byte, e *Entry, kind AddrKind) []byte {
	switch kind {
	case addrNone:
		return b
	case addr4, addr4Prefix:
		a := e.Addr.As4()
		return append(b, a[:kind.size()]...)
	}
	a := e.Addr.As16()
	return append(b, a[:kind.size()]...)
}
