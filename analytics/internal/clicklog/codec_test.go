package clicklog

import (
	"encoding/hex"
	"errors"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
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
	refs := [numTexts]uint32{TextCountry: wordRef(3), TextUTMContent: textRef(1)}
	got := appendRecord(nil, &e, &refs, 1_000_000)
	want := "4d" + // human 5, /24 1 << 3, scan
		"9a" + // tablet 2, AI agent 3 << 3, returning 2 << 6
		"878001" + // target, draws, country, utm_content
		"f403" + // 250 ms later
		"06" + "03" + // word 3, text 1
		"02" + // target
		"01" + "01" + "f303" + // one draw: split 1, 499
		"c00002" + "0102030405060708"
	if hex.EncodeToString(got) != want {
		t.Errorf("got  %x\nwant %s", got, want)
	}

	r := records{Reader: wire.Reader{Data: got}, before: 1_000_000}
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

func TestHeadsSurviveTheirFormat(t *testing.T) {
	tx := tabletest.Tables{}
	var h Heads
	h.Set(256, 1)
	h.Set(300, 1<<40)
	h.Set(511, 99)
	if err := h.Put(tx, 1); err != nil {
		t.Fatal(err)
	}
	got, err := LoadHeads(tx)
	if err != nil || !reflect.DeepEqual(got, h) {
		t.Errorf("got %+v, %v", got.Runs[1], err)
	}
}

func TestOtherFormatVersionIsRefusedByName(t *testing.T) {
	value := wire.Seal(append(wire.NewValue(nil), "payload"...))
	value[0] = 9
	tx := tabletest.Tables{}
	if err := tx.Put(analytics.TableMeta, []byte(wire.MetaMarks), value); err != nil {
		t.Fatal(err)
	}
	_, err := LoadMarks(tx)
	if !errors.Is(err, analytics.ErrFormat) || !strings.Contains(err.Error(), `meta value "marks"`) || !strings.Contains(err.Error(), "found 9") {
		t.Errorf("got %v", err)
	}
}

func TestEveryFlippedBitIsFound(t *testing.T) {
	value := wire.Seal(append(wire.NewValue(nil), "payload"...))
	for i := range len(value) * 8 {
		damaged := append([]byte(nil), value...)
		damaged[i/8] ^= 1 << (i % 8)
		if _, err := wire.Unseal(damaged); err == nil {
			t.Errorf("bit %d", i)
		}
	}
	for n := range value {
		if _, err := wire.Unseal(value[:n]); err == nil {
			t.Errorf("cut to %d bytes", n)
		}
	}
}

func TestTextIsCutOnARune(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "",
		strings.Repeat("x", 600):       strings.Repeat("x", 512),
		"x" + strings.Repeat("é", 300): "x" + strings.Repeat("é", 255),
		"a\xffb":                       "a\uFFFDb",
		strings.Repeat("\xff", 512):    "\uFFFD",
	} {
		got := Clean(text)
		if got != want || len(got) > MaxText {
			t.Errorf("%.20q became %d bytes: %.40q", text, len(got), got)
		}
	}
}
