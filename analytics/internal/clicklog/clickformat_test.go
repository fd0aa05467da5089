package clicklog

import (
	"encoding/hex"
	"net/netip"
	"testing"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// layoutEntries are two clicks, of which the second has little.
func layoutEntries() (entries [2]Entry, refs [2][numTexts]uint32) {
	entries[0] = Entry{
		Time: 3*wire.MsPerDay + 1_000_250, Class: 6, Target: 2, Device: routing.Tablet, Bot: routing.AIAgent,
		Known: routing.ReturningVisitor, Scan: true, Addr: netip.MustParseAddr("192.0.2.0"), Truncated: true,
		Visitor: 0x0102030405060708, Draws: []routing.Draw{{Split: 1, U: 49.96}},
	}
	refs[0] = [numTexts]uint32{TextCountry: wordRef(3), TextUTMContent: textRef(1), TextPlacement: wordRef(5)}
	entries[1] = Entry{Time: 3*wire.MsPerDay + 1_000_000, Class: 6, Visitor: 9}
	refs[1] = [numTexts]uint32{TextCountry: wordRef(3)}
	return entries, refs
}

// layoutOf returns the payload of a chunk with some of these clicks in one group.
func layoutOf(count int) []byte {
	entries, refs := layoutEntries()
	var records recordSetBuilder
	for i := range count {
		records.add(&entries[i], &refs[i])
	}
	c := Chunk{Generation: 3, first: 4, texts: []string{"a", "b"}}
	groups := appendGroup(nil, &Group{Count: uint32(count), Link: 7, Revision: 2, Back: 1}, 0)
	return c.encode(groups, &records)[wire.SealSize:]
}

// TestChunkLayout pins the bytes of chunks.
func TestChunkLayout(t *testing.T) {
	head := "03" + "04" // generation, first
	texts := "02" + "0161" + "0162"
	for count, want := range []string{
		1: head + "f48c7a" + texts + // base: 1,000,250
			"01" + "04" + "01070201" + // a record, a group of link 7 at revision 2
			"db8030" + // facts, agent, target, draws, country, utm_content, placement
			"4e" + "6a" + "02" + // human on /24 with scan, returning on tablet by AI agent, target
			"03" + "06" + "03" + "0a" + // size of the draws, word 3, text 1, word 5
			"01f303" + "c00002" + "0102030405060708", // split 1 drew 499
		2: head + "80897a" + texts +
			"02" + "04" + "02070201" +
			"df8030" + "9f8030" + // the same and the time; all but the country are varied
			"07" + "4e03" + // facts: 7 bits each, 4e and 06
			"07" + "6a00" +
			"08" + "fa00" + // times: 8 bits, 250 and 0
			"02" + "02" + // targets: 2 bits
			"02" + "03" + // sizes of draws: 2 bits
			"06" + // country
			"02" + "03" + // utm_content: 2 bits
			"04" + "0a" + // placement: 4 bits
			"01f303" + "c00002" + "0102030405060708" + "0000000000000009",
	} {
		if want != "" && hex.EncodeToString(layoutOf(count)) != want {
			t.Errorf("%d clicks:\ngot  %x\nwant %s", count, layoutOf(count), want)
		}
	}
}

// TestRecordsAreReadAsTheyWereWritten reads the clicks of a chunk.
func TestRecordsAreReadAsTheyWereWritten(t *testing.T) {
	c, err := DecodeChunk(1, layoutOf(2))
	if err != nil {
		t.Fatal(err)
	}
	entries, refs := layoutEntries()
	records := c.Records(0, 2)
	var rec Record
	for i, e := range entries {
		if !records.Next(&rec) {
			t.Fatal(records.End())
		}
		if rec.Time != e.Time || rec.Class != e.Class || rec.Target != e.Target || rec.Device != e.Device || rec.bot != e.Bot ||
			rec.known != e.Known || rec.Scan != e.Scan || rec.Refs != refs[i] || rec.Address() != e.Addr || rec.Visitor != e.Visitor ||
			len(rec.Draws) != len(e.Draws) || len(e.Draws) > 0 && rec.Draws[0] != (draw{Split: 1, tenths: 499}) {
			t.Errorf("click %d became %+v", i, rec)
		}
	}
	if records.Next(&rec) || records.End() != nil {
		t.Errorf("another click, %v", records.End())
	}
}
