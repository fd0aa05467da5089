package clicklog

import (
	"encoding/hex"
	"net/netip"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// TestRecordLayout pins the bytes of a record.
func TestRecordLayout(t *testing.T) {
	e := Entry{
		Time: 1_000_250, Class: analytics.Human, Target: 2, Device: routing.Tablet, Bot: routing.AIAgent,
		Known: routing.ReturningVisitor, Scan: true, Addr: netip.MustParseAddr("192.0.2.0"), Truncated: true,
		Visitor: 0x0102030405060708, Draws: []routing.Draw{{Split: 1, U: 49.96}},
	}
	refs := [numTexts]uint32{TextCountry: wordRef(3), TextUTMContent: textRef(1), TextPlacement: wordRef(5)}
	got := appendRecord(nil, &e, &refs, 1_000_000)
	want := "4e" + // human 6, /24 1 << 3, scan
		"9a" + // tablet 2, AI agent 3 << 3, returning 2 << 6
		"878003" + // target, draws, country, utm_content, placement
		"f403" + // 250 ms later
		"06" + "03" + "0a" + // word 3, text 1, word 5
		"02" + // target
		"01" + "01" + "f303" + // one draw: split 1, 499
		"c00002" + "0102030405060708"
	if hex.EncodeToString(got) != want {
		t.Errorf("got  %x\nwant %s", got, want)
	}

	r := RecordReader{Reader: wire.Reader{Data: got}, before: 1_000_000}
	var rec Record
	if !r.Next(&rec) || r.Next(&Record{}) || r.End() != nil {
		t.Fatalf("it cannot be read: %v", r.End())
	}
	if rec.Time != e.Time || rec.Class != e.Class || rec.Target != 2 || rec.Device != e.Device || rec.bot != e.Bot ||
		rec.known != e.Known || !rec.Scan || rec.Refs != refs || rec.Address() != e.Addr || rec.Visitor != e.Visitor ||
		len(rec.Draws) != 1 || rec.Draws[0] != (draw{Split: 1, tenths: 499}) {
		t.Errorf("it became %+v", rec)
	}
}
