package recorder

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
	"github.com/linkpack/linkpack-go/analytics/internal/tally"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// benchHits are 4,500 hits on 2,000 links, the busiest first.
func benchHits() []analytics.Hit {
	random := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(random, 1.05, 1, 1999)
	hits := make([]analytics.Hit, 4500)
	for i := range hits {
		link := uint32(zipf.Uint64())
		hits[i] = analytics.Hit{
			Plan: &analytics.Plan{Link: link, Revision: 1, Targets: []analytics.Target{{Destination: fmt.Sprint("https://example.com/", link)}}},
			Rule: -1,
			Visit: &routing.Visit{
				Time: time.UnixMilli(wire.MsPerDay*20_000 + int64(i)/100), Addr: netip.AddrFrom4([4]byte{1, 2, byte(i >> 8), byte(i)}),
				UserAgent: fmt.Sprintf("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d Safari/537.36", i%2000),
				Referer:   fmt.Sprintf("https://site%d.example.com/page", i%500),
				Place:     routing.Place{Country: "DE"},
				Agents:    benchAgents{},
			},
		}
	}
	return hits
}

// batchOf returns hits as the queue holds them.
func batchOf(hits []analytics.Hit) *batch {
	b := newBatch()
	for i := range hits {
		w := queuedHitOf(&hits[i])
		b.add(&w, hits[i].Draws)
	}
	return b
}

type benchAgents struct{}

func (benchAgents) Classify(string, http.Header) routing.Agent {
	return routing.Agent{Device: routing.Desktop, OS: "Linux", Browser: "Chrome"}
}

func benchBuilder(tb testing.TB) *builder {
	opts, err := withDefaults((*analytics.Options)(nil))
	if err != nil {
		tb.Fatal(err)
	}
	return &builder{opts: &opts, heads: &clicklog.Heads{}, pace: &yielder{}, store: oneLane{Tables: tabletest.Tables{}}}
}

// perClick reports the time of one of n clicks.
func perClick(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/click")
}

// BenchmarkPut is what the request's goroutine does.
func BenchmarkPut(b *testing.B) {
	q := newQueue(1<<16, time.Now)
	hit := benchHits()[0]
	hit.Visit.Place = routing.Place{} // what rules have asked for takes an allocation
	var spare batch
	b.ReportAllocs()
	defer b.ReportMetric(0, "max-allocs/op")
	for b.Loop() {
		if err := checkHit(&hit); err != nil {
			b.Fatal(err)
		}
		w := queuedHitOf(&hit)
		batch := q.put(&w, hit.Draws)
		if len(batch.hits) == 4096 {
			batch = q.take(&spare)
			q.finish(batch, nil)
			spare = *batch
		}
	}
}

// BenchmarkEnrich asks a visit for its facts.
func BenchmarkEnrich(b *testing.B) {
	builder := benchBuilder(b)
	builder.words = clicklog.NewWords(1)
	hits := batchOf(benchHits()).hits
	var e clicklog.Entry
	for i := range hits { // their words become known
		builder.enrich(&e, &hits[i], builder.words)
	}
	b.ReportAllocs()
	defer b.ReportMetric(0, "max-allocs/op")
	for i := 0; b.Loop(); i++ {
		builder.enrich(&e, &hits[i%len(hits)], builder.words)
	}
}

// BenchmarkBuild turns 4,500 hits into a block, enriching included.
func BenchmarkBuild(b *testing.B) {
	builder := benchBuilder(b)
	hits := batchOf(benchHits())
	size := 0
	b.ReportAllocs()
	for number := uint64(1); b.Loop(); number++ {
		bl, err := builder.build(b.Context(), number, hits)
		if err != nil {
			b.Fatal(err)
		}
		size = 0
		for _, row := range bl.rows {
			if row.Table == analytics.TableLog {
				size += len(row.Key) + len(row.Value)
			}
		}
	}
	perClick(b, len(hits.hits))
	b.ReportMetric(float64(size)/float64(len(hits.hits)), "B/click")
	b.ReportMetric(275, "max-allocs/op") // of 4,500 clicks: some for each chunk
}

// BenchmarkFold folds 4,500 clicks into rollups that are there.
func BenchmarkFold(b *testing.B) {
	hits := benchHits()
	bl, err := benchBuilder(b).build(b.Context(), 1, batchOf(hits))
	if err != nil {
		b.Fatal(err)
	}
	f := rollup.Folder{Tx: tabletest.Tables{}}
	b.ReportAllocs()
	for b.Loop() {
		for _, run := range f.ByLink(bl.groups) {
			if err := f.Add(bl.groups, run, 0, 1); err != nil {
				b.Fatal(err)
			}
			if err := f.Put(nil); err != nil {
				b.Fatal(err)
			}
		}
	}
	perClick(b, len(hits))
	b.ReportMetric(12_000, "max-allocs/op") // of 4,500 clicks: some for each of 2,000 links
}

// BenchmarkStatsYear asks for a year of one link's statistics, which has as many
// clicks a day as the name says.
func BenchmarkStatsYear(b *testing.B) {
	for _, clicks := range []int{1, 20, 1000, 20_000} {
		b.Run(fmt.Sprint(clicks), func(b *testing.B) {
			tx := tabletest.Tables{}
			payload := yearDay(b, clicks)
			for day := range uint32(365) {
				if err := tx.Put(analytics.TableRollups, wire.PairKey(20_000+day, 1), wire.Seal(append(wire.NewValue(nil), payload...))); err != nil {
					b.Fatal(err)
				}
			}
			from := time.UnixMilli(20_000 * wire.MsPerDay)
			c, err := tally.NewCalendar(&analytics.Query{From: from, To: from.AddDate(1, 0, 0)})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				t := tally.NewTally(c, true)
				if err := t.FromRollups(b.Context(), wire.LaneReader{Store: oneLane{Tables: tx}}, []uint32{1}, 0, nil); err != nil {
					b.Fatal(err)
				}
				if s := t.Stats(&analytics.Query{}); s.Clicks() != uint64(clicks)*365 {
					b.Fatal(s.Clicks())
				}
			}
			b.ReportMetric(float64(len(payload)), "B/day")
		})
	}
}

// BenchmarkStatsFilter looks at each of 4,500 clicks of a link.
func BenchmarkStatsFilter(b *testing.B) {
	hits := benchHits()
	for i := range hits {
		hits[i].Plan = hits[0].Plan
	}
	bl, err := benchBuilder(b).build(b.Context(), 1, batchOf(hits))
	if err != nil {
		b.Fatal(err)
	}
	tx := tabletest.Tables{}
	for _, row := range bl.rows {
		if err := tx.Put(row.Table, row.Key, row.Value); err != nil {
			b.Fatal(err)
		}
	}
	from := time.UnixMilli(20_000 * wire.MsPerDay)
	c, err := tally.NewCalendar(&analytics.Query{From: from, To: from.AddDate(0, 0, 1)})
	if err != nil {
		b.Fatal(err)
	}
	link := hits[0].Plan.Link
	tails, filter := map[uint32][]clicklog.PendingGroup{link: bl.groups}, map[analytics.Dimension][]string{analytics.ByCountry: {"DE"}}
	b.ReportAllocs()
	for b.Loop() {
		t := tally.NewTally(c, true)
		if err := t.FromLog(b.Context(), wire.LaneReader{Store: oneLane{Tables: tx}}, []uint32{link}, tails, filter); err != nil {
			b.Fatal(err)
		}
		if s := t.Stats(&analytics.Query{}); s.Clicks() != uint64(len(hits)) {
			b.Fatal(s.Clicks())
		}
	}
	perClick(b, len(hits))
}

// yearDay is the rollup of a day.
func yearDay(b *testing.B, clicks int) []byte {
	random := rand.New(rand.NewPCG(3, 4))
	referrers, countries := rand.NewZipf(random, 1.1, 2, 499), rand.NewZipf(random, 1.2, 2, 199)
	var ru rollup.Rollup
	for i := range clicks {
		rec := clicklog.Record{Class: analytics.Human, Time: int64(i) * wire.MsPerDay / int64(clicks), Visitor: random.Uint64()}
		l := rollup.ClickValues{Values: [rollup.NumDimensions]string{
			analytics.ByCountry: fmt.Sprint("c", countries.Uint64()), analytics.ByReferrer: fmt.Sprintf("www.site%d.example", referrers.Uint64()),
			analytics.ByDevice: "Mobile", analytics.ByOS: []string{"iOS", "Android"}[i%2], analytics.ByBrowser: "Safari", analytics.ByDestination: "https://example.com/",
		}}
		if err := ru.Add(&rec, &l, 1); err != nil {
			b.Fatal(err)
		}
	}
	payload, err := ru.Append(nil)
	if err != nil {
		b.Fatal(err)
	}
	return bytes.Clone(payload)
}
