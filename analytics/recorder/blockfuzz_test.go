package recorder

import (
	"net/netip"
	"reflect"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

func TestPlanSurvivesItsFormat(t *testing.T) {
	want := someBlock(t).plans[0]
	got, err := clicklog.DecodePlan(want.Link, want.Revision, clicklog.AppendPlan(want, nil))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
}

// someBlock is a block with a bit of everything, and what it was made of.
func someBlock(tb testing.TB) *block {
	tb.Helper()
	opts, err := withDefaults((*analytics.Options)(nil))
	if err != nil {
		tb.Fatal(err)
	}
	b := builder{opts: &opts, heads: &clicklog.Heads{}, pace: &yielder{}, store: oneLane{Tables: tabletest.Tables{}}}
	plan := &analytics.Plan{Link: 300, Revision: 2, Domain: "go.example", Splits: []string{"s"}, Targets: []analytics.Target{
		{Destination: "https://example.com/"}, {Rule: "r", Split: 1, Destination: "https://example.org/", UTM: &routing.UTM{Term: "t"}},
	}}
	hits := []analytics.Hit{
		{Plan: plan, Rule: -1, Visit: &routing.Visit{UserAgent: "a", Addr: netip.MustParseAddr("2001:db8::1")}},
		{Plan: plan, Rule: 0, Draws: []routing.Draw{{U: 99.9}}, Visit: &routing.Visit{Referer: "https://a.example/", Query: "qr=hall&utm_content=x"}},
		{Plan: plan, Rule: 0, Visit: &routing.Visit{Addr: netip.MustParseAddr("::ffff:192.0.2.1"), Place: routing.Place{Country: "DE"}}},
		{Plan: plan, Rule: -1, ID: analytics.NewClickID(time.UnixMilli(5), 3, 9), Person: 8, Visit: &routing.Visit{Time: time.UnixMilli(5)}},
		{Plan: plan, Rule: -1, ID: analytics.NewClickID(time.UnixMilli(6), 3, 9), Visit: &routing.Visit{Time: time.UnixMilli(6)}, Recorded: &analytics.Click{
			Class: analytics.Conversion, Converted: &analytics.ConversionFacts{
				Click: analytics.NewClickID(time.UnixMilli(5), 3, 9).String(), First: true, Kind: "purchase", Value: 1.5, Currency: "EUR", Properties: []byte("{}"),
			},
		}},
	}
	all := batchOf(hits)
	all.gaps = []clicklog.Gap{{Count: 3, From: 1, To: 2}}
	bl, err := b.build(tb.Context(), 7, all)
	if err != nil {
		tb.Fatal(err)
	}
	return bl
}

func FuzzChunk(f *testing.F) {
	for _, row := range someBlock(f).rows {
		f.Add(row.Value[wire.SealSize:])
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		c, err := clicklog.DecodeChunk(1, payload)
		if err != nil {
			return
		}
		var cols clicklog.Columns
		total := 0
		for g, err := range c.All() {
			if err != nil {
				return
			}
			total += readGroup(t, c, &g, &cols)
		}
		if total*8 > len(payload) { // a visitor alone has 8 bytes
			t.Errorf("%d records in %d bytes", total, len(payload))
		}
	})
}

// readGroup reads the records of a group, and its columns, which must be the same. It
// returns their number.
func readGroup(t *testing.T, c *clicklog.Chunk, g *clicklog.Group, cols *clicklog.Columns) (n int) {
	t.Helper()
	var all []uint32
	for i := range g.Count {
		all = append(all, i)
	}
	err := cols.Read(c, g, ^clicklog.Fields(0), all)
	records := c.Records(g.Start, g.End)
	for rec := new(clicklog.Record); records.Next(rec); n++ {
		_ = rec.Address()
		_, _ = c.AllTexts(rec) // what it refers to may not be there
		if err == nil && (cols.Times[n] != rec.Time || cols.Class(uint32(n)) != rec.Class || cols.Targets[n] != rec.Target || cols.Visitor(uint32(n)) != rec.Visitor) {
			t.Fatalf("record %d of columns %+v, want %+v", n, cols, rec)
		}
	}
	if records.End() == nil && err != nil {
		t.Fatalf("records can be read, and columns cannot: %v", err)
	}
	return n
}

func FuzzPlan(f *testing.F) {
	f.Add(clicklog.AppendPlan(someBlock(f).plans[0], nil))
	f.Fuzz(func(t *testing.T, payload []byte) {
		p, err := clicklog.DecodePlan(1, 2, payload)
		if err != nil {
			return
		}
		again, err := clicklog.DecodePlan(1, 2, clicklog.AppendPlan(p, nil))
		if err != nil || len(again.Targets) != len(p.Targets) || len(again.Splits) != len(p.Splits) {
			t.Errorf("%+v became %+v, %v", p, again, err)
		}
	})
}

func FuzzPlans(f *testing.F) {
	f.Add(clicklog.PlanRows(1, someBlock(f).plans)[0].Value[wire.SealSize:])
	f.Fuzz(func(t *testing.T, payload []byte) {
		plans, err := clicklog.DecodePlans(payload)
		if err == nil && len(plans) > len(payload) {
			t.Errorf("%d plans in %d bytes", len(plans), len(payload))
		}
	})
}

// FuzzRewrite keeps some groups of whatever can be read as a chunk, and wants
// those, at their places, and nothing else.
func FuzzRewrite(f *testing.F) {
	for _, row := range someBlock(f).rows {
		f.Add(row.Value[wire.SealSize:], byte(1))
	}
	f.Fuzz(func(t *testing.T, payload []byte, odd byte) {
		c, err := clicklog.DecodeChunk(1, payload)
		if err != nil {
			return
		}
		keep := func(g *clicklog.Group) bool { return g.Link%2 == uint32(odd%2) }
		var want []clicklog.Group
		for g, err := range c.All() {
			if err != nil {
				return
			}
			if keep(&g) {
				want = append(want, g)
			}
		}
		value, err := c.Rewrite(keep)
		if err != nil {
			return
		}
		rewritten, err := clicklog.ChunkOf(analytics.Row{Key: wire.LogKey(1, 2, 0), Value: value})
		if err != nil {
			t.Fatal(err)
		}
		for g, err := range rewritten.All() {
			if err != nil {
				t.Fatal(err)
			}
			same := len(want) > 0 && g.Link == want[0].Link && g.Revision == want[0].Revision && g.Back == want[0].Back &&
				g.Position == want[0].Position && g.Count == want[0].Count &&
				reflect.DeepEqual(recordsOf(t, rewritten, &g), recordsOf(t, c, &want[0]))
			if !same {
				t.Fatalf("%+v, want %+v", g, want)
			}
			want = want[1:]
		}
		if len(want) > 0 {
			t.Errorf("%+v are missing", want)
		}
	})
}

// recordsOf returns the records of a group.
func recordsOf(t *testing.T, c *clicklog.Chunk, g *clicklog.Group) (all []clicklog.Record) {
	records := c.Records(g.Start, g.End)
	for {
		var rec clicklog.Record
		if !records.Next(&rec) {
			break
		}
		all = append(all, rec)
	}
	if err := records.End(); err != nil {
		t.Fatal(err)
	}
	return all
}
