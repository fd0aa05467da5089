package analytics

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// BenchmarkStatsWorkspaceYear asks for a year of a workspace of 10,000 links, each
// of which has its own destination, with 500 referrers.
func BenchmarkStatsWorkspaceYear(b *testing.B) {
	const workspace = 1 << 20
	from := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	tx := tables{}
	size := 0
	first := monthOf(dayOf(from.UnixMilli()))
	for month := first; month < first+12; month++ {
		value := workspaceMonth(month).value()
		size += len(value)
		if err := tx.Put(TableSums, sumKey{sumMonth, workspace, month}.bytes(), value); err != nil {
			b.Fatal(err)
		}
	}
	c := closed{day: dayOf(from.AddDate(1, 0, 0).UnixMilli()), month: first + 12}
	if err := c.put(tx); err != nil {
		b.Fatal(err)
	}
	days, err := newCalendar(&Query{From: from, To: from.AddDate(1, 0, 0)})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		t := newTally(days, false)
		if err := t.fromRollups(b.Context(), laneReader{store: oneLane{tables: tx}}, nil, workspace, nil); err != nil {
			b.Fatal(err)
		}
		if s := t.stats(&Query{}); s.Clicks() == 0 {
			b.Fatal("there are no clicks")
		}
	}
	b.ReportMetric(float64(size)/12, "B/month")
}

// workspaceMonth returns a month in which all links are clicked in every hour.
func workspaceMonth(month uint32) *monthSum {
	sum := new(monthSum)
	begin, after := daysOfMonth(month)
	for day := begin; day < after; day++ {
		sum.days |= 1 << (day - begin)
		var requests cells
		for quarter := range quartersPerDay {
			requests = requests.add(slotOf(Human, quarter), 300)
		}
		sum.requests = append(sum.requests, requests)
		sum.uniques += 300 * quartersPerDay
	}
	for link := range 10_000 {
		sum.figures.dims[ByDestination].put(fmt.Sprintf("https://www.example.com/products/%d", link)).hours[0] = 90
	}
	for site := range 500 {
		sum.figures.dims[ByReferrer].put(fmt.Sprintf("site-%d.example.com", site)).hours[0] = 1800
	}
	return sum
}

// BenchmarkStatsWorkspaceDays asks for 30 days of a workspace of 10,000 links, of
// which 7,000 are clicked a day.
func BenchmarkStatsWorkspaceDays(b *testing.B) {
	const workspace = 1 << 20
	from := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	random := rand.New(rand.NewPCG(1, 2))
	tx := tables{}
	size := 0
	first := dayOf(from.UnixMilli())
	for day := first; day < first+30; day++ {
		value, err := workspaceDay(random).value()
		if err != nil {
			b.Fatal(err)
		}
		size += len(value)
		if err := tx.Put(TableSums, sumKey{sumDay, workspace, day}.bytes(), value); err != nil {
			b.Fatal(err)
		}
	}
	c := closed{day: first + 30}
	if err := c.put(tx); err != nil {
		b.Fatal(err)
	}
	days, err := newCalendar(&Query{From: from, To: from.AddDate(0, 0, 30)})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		t := newTally(days, false)
		if err := t.fromRollups(b.Context(), laneReader{store: oneLane{tables: tx}}, nil, workspace, nil); err != nil {
			b.Fatal(err)
		}
		if s := t.stats(&Query{}); s.Clicks() == 0 {
			b.Fatal("there are no clicks")
		}
	}
	b.ReportMetric(float64(size)/30, "B/day")
}

// workspaceDay returns a day on which seven of ten links are clicked.
func workspaceDay(random *rand.Rand) *rollup {
	ru := &rollup{first: 1, last: 1, shorten: true}
	for link := range 10_000 {
		if random.IntN(10) < 7 {
			ru.classes = ru.classes.add(slotOf(Human, random.IntN(quartersPerDay)), 1)
			ru.dims[ByDestination].put(fmt.Sprintf("https://www.example.com/products/%d", link)).hours[random.IntN(24)] = 1
		}
	}
	for site := range 500 {
		ru.dims[ByReferrer].put(fmt.Sprintf("site-%d.example.com", site)).hours[random.IntN(24)] = 14
	}
	ru.visitorsOf("")
	return ru
}
