package analytics

import (
	"encoding/hex"
	"errors"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

// TestRecordLayout pins the bytes of a record.
func TestRecordLayout(t *testing.T) {
	e := entry{
		time: 1_000_250, class: Human, target: 2, device: routing.Tablet, bot: routing.AIAgent,
		known: routing.ReturningVisitor, scan: true, addr: netip.MustParseAddr("192.0.2.0"), truncated: true,
		visitor: 0x0102030405060708, draws: []routing.Draw{{Split: 1, U: 49.96}},
	}
	refs := [numTexts]uint32{textCountry: wordRef(3), textUTMContent: textRef(1)}
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

	r := records{reader: reader{data: got}, before: 1_000_000}
	var rec record
	if !r.next(&rec) || r.next(&record{}) || r.end() != nil {
		t.Fatalf("it cannot be read: %v", r.end())
	}
	if rec.time != e.time || rec.class != e.class || rec.target != 2 || rec.device != e.device || rec.bot != e.bot ||
		rec.known != e.known || !rec.scan || rec.refs != refs || rec.address() != e.addr || rec.visitor != e.visitor ||
		len(rec.draws) != 1 || rec.draws[0] != (draw{split: 1, tenths: 499}) {
		t.Errorf("it became %+v", rec)
	}
}

func TestAddressesAreKeptByPolicy(t *testing.T) {
	for _, tt := range []struct {
		policy AddressPolicy
		addr   string
		want   string
		size   int
	}{
		{Truncated, "203.0.113.77", "203.0.113.0", 3},
		{Truncated, "::ffff:203.0.113.77", "203.0.113.0", 3},
		{Truncated, "2001:db8:1:2:3::4", "2001:db8:1::", 6},
		{Truncated, "fe80::1%eth0", "fe80::", 6},
		{Full, "203.0.113.77", "203.0.113.77", 4},
		{Full, "2001:db8:1:2:3::4", "2001:db8:1:2:3::4", 16},
		{None, "203.0.113.77", "invalid IP", 0},
	} {
		var e entry
		e.addr, e.truncated = tt.policy.apply(netip.MustParseAddr(tt.addr))
		rec := record{kind: e.kindOf(), addr: appendAddr(nil, &e, e.kindOf())}
		if got := rec.address().String(); got != tt.want || len(rec.addr) != tt.size {
			t.Errorf("policy %d keeps %s of %s in %d bytes", tt.policy, got, tt.addr, len(rec.addr))
		}
	}
	if addr, _ := Truncated.apply(netip.Addr{}); addr.IsValid() {
		t.Error("an unknown address became", addr)
	}
}

func TestPlanSurvivesItsFormat(t *testing.T) {
	want := someBlock(t).plans[0]
	got, err := decodePlan(want.Link, want.Revision, want.append(nil))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestHeadsSurviveTheirFormat(t *testing.T) {
	tx := tables{}
	var h heads
	h.set(256, 1)
	h.set(300, 1<<40)
	h.set(511, 99)
	if err := h.put(tx, 1); err != nil {
		t.Fatal(err)
	}
	got, err := loadHeads(tx)
	if err != nil || !reflect.DeepEqual(got, h) {
		t.Errorf("got %+v, %v", got.runs[1], err)
	}
}

func TestOtherFormatVersionIsRefusedByName(t *testing.T) {
	value := seal(append(newValue(nil), "payload"...))
	value[0] = 9
	tx := tables{}
	if err := tx.Put(TableMeta, []byte(metaMarks), value); err != nil {
		t.Fatal(err)
	}
	_, err := loadMarks(tx)
	if !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), `meta value "marks"`) || !strings.Contains(err.Error(), "found 9") {
		t.Errorf("got %v", err)
	}
}

func TestEveryFlippedBitIsFound(t *testing.T) {
	value := seal(append(newValue(nil), "payload"...))
	for i := range len(value) * 8 {
		damaged := append([]byte(nil), value...)
		damaged[i/8] ^= 1 << (i % 8)
		if _, err := unseal(damaged); err == nil {
			t.Errorf("bit %d", i)
		}
	}
	for n := range value {
		if _, err := unseal(value[:n]); err == nil {
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
		got := clean(text)
		if got != want || len(got) > maxText {
			t.Errorf("%.20q became %d bytes: %.40q", text, len(got), got)
		}
	}
}
