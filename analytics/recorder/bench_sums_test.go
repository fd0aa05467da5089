package recorder

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
	"github.com/linkpack/linkpack-go/analytics/internal/tally"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// benchedWorkspace is the number of the workspace in the benchmarks.
const benchedWorkspace = 1 << 20

// benchWorkspace asks for the statistics of a workspace whose sums are in tx.
func benchWorkspace(b *testing.B, tx tabletest.Tables, closed rollup.Closed, query *analytics.Query) {
	if err := closed.Put(tx); err != nil {
		b.Fatal(err)
	}
	days, err := tally.NewCalendar(query)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		t := tally.NewTally(days, false)
		if err := t.FromRollups(b.Context(), wire.LaneReader{Store: oneLane{Tables: tx}}, nil, benchedWorkspace, nil); err != nil {
			b.Fatal(err)
		}
		if s := t.Stats(&analytics.Query{}); s.Clicks() == 0 {
			b.Fatal("there are no clicks")
		}
	}
}

// BenchmarkStatsWorkspaceYear asks for a year of a workspace of 10,000 links, each
// of which has its own destination, with 500 referrers.
func BenchmarkStatsWorkspaceYear(b *testing.B) {
	from := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	tx := tabletest.Tables{}
	size := 0
	first := wire.MonthOf(wire.DayOf(from.UnixMilli()))
	for month := first; month < first+12; month++ {
		value := workspaceMonth(month).Value()
		size += len(value)
		if err := tx.Put(analytics.TableSums, wire.SumKey{Kind: wire.SumMonth, Number: benchedWorkspace, Index: month}.Bytes(), value); err != nil {
			b.Fatal(err)
		}
	}
	closed := rollup.Closed{Day: wire.DayOf(from.AddDate(1, 0, 0).UnixMilli()), Month: first + 12}
	benchWorkspace(b, tx, closed, &analytics.Query{From: from, To: from.AddDate(1, 0, 0)})
	b.ReportMetric(float64(size)/12, "B/month")
}

// workspaceMonth returns a month in which all links are clicked in every hour.
func workspaceMonth(month uint32) *rollup.MonthSum {
	sum := new(rollup.MonthSum)
	begin, after := wire.DaysOfMonth(month)
	for day := begin; day < after; day++ {
		sum.Days |= 1 << (day - begin)
		var requests rollup.Cells
		for quarter := range rollup.QuartersPerDay {
			requests = requests.Add(rollup.SlotOf(analytics.Human, quarter), 300)
		}
		sum.Requests = append(sum.Requests, requests)
		sum.Uniques += 300 * rollup.QuartersPerDay
	}
	for link := range 10_000 {
		sum.Values[analytics.ByDestination] = append(sum.Values[analytics.ByDestination],
			rollup.MonthValue{Name: fmt.Sprintf("https://www.example.com/products/%04d", link), Clicks: 90})
	}
	for site := range 500 {
		sum.Values[analytics.ByReferrer] = append(sum.Values[analytics.ByReferrer],
			rollup.MonthValue{Name: fmt.Sprintf("site-%03d.example.com", site), Clicks: 1800})
	}
	return sum
}

// BenchmarkStatsWorkspaceDays asks for 30 days of a workspace of 10,000 links, of
// which 7,000 are clicked a day.
func BenchmarkStatsWorkspaceDays(b *testing.B) {
	from := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	random := rand.New(rand.NewPCG(1, 2))
	tx := tabletest.Tables{}
	size := 0
	first := wire.DayOf(from.UnixMilli())
	for day := first; day < first+30; day++ {
		value, err := workspaceDay(random).Value()
		if err != nil {
			b.Fatal(err)
		}
		size += len(value)
		if err := tx.Put(analytics.TableSums, wire.SumKey{Kind: wire.SumDay, Number: benchedWorkspace, Index: day}.Bytes(), value); err != nil {
			b.Fatal(err)
		}
	}
	benchWorkspace(b, tx, rollup.Closed{Day: first + 30}, &analytics.Query{From: from, To: from.AddDate(0, 0, 30)})
	b.ReportMetric(float64(size)/30, "B/day")
}

// workspaceDay returns a day on which seven of ten links are clicked.
func workspaceDay(random *rand.Rand) *rollup.Rollup {
	ru := &rollup.Rollup{First: 1, Last: 1, Shorten: true}
	for link := range 10_000 {
		if random.IntN(10) < 7 {
			ru.Classes = ru.Classes.Add(rollup.SlotOf(analytics.Human, random.IntN(rollup.QuartersPerDay)), 1)
			ru.Dims[analytics.ByDestination].Put(fmt.Sprintf("https://www.example.com/products/%d", link)).Hours[random.IntN(24)] = 1
		}
	}
	for site := range 500 {
		ru.Dims[analytics.ByReferrer].Put(fmt.Sprintf("site-%d.example.com", site)).Hours[random.IntN(24)] = 14
	}
	ru.VisitorsOf("")
	return ru
}
