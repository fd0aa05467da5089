package rollup

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// withConversions makes some of the clicks conversions.
func withConversions(random *rand.Rand, clicks []foldedClick) []foldedClick {
	for i := range clicks {
		if random.IntN(5) > 0 {
			continue
		}
		kind := ConversionKind{Kind: fmt.Sprint("kind ", random.IntN(4)), Currency: []string{"", "EUR", "USD"}[random.IntN(3)]}
		clicks[i].record.Class = analytics.Conversion
		clicks[i].labels.Conversion = Conversion{ConversionKind: kind, Value: random.Uint64N(1e9), First: random.IntN(2) == 0}
	}
	return clicks
}

// addedUp are all sums of a month of two links.
type addedUp struct {
	links     map[uint32]*MonthSum
	workspace MonthSum
	day       Rollup // of the workspace, on all days
	total     TotalSum
}

// add adds the rollup of a link on the nth day.
func (a *addedUp) add(t *testing.T, link, n uint32, ru *Rollup) {
	t.Helper()
	ru = readAgain(t, ru)
	a.links[link].Add(n, ru, true)
	a.workspace.Add(n, ru, false)
	a.total.Add(ru.Classes)
	if err := a.day.Join(ru); err != nil {
		t.Fatal(err)
	}
}

// rows returns the values of all sums.
func (a *addedUp) rows(t *testing.T) map[string][]byte {
	t.Helper()
	a.day.Shorten = true
	day, err := a.day.Value()
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{
		"day of a workspace": day, "month of a workspace": a.workspace.Value(), "month of a link": a.links[1].Value(),
		"page": MonthPageValue(0, a.links), "visitors of a page": PageVisitorsValue(0, a.links), "total": a.total.Value(),
	}
}

// TestSumsOfMergedRollupsAreThoseOfAllClicks adds up days of two links that are each
// merged of two logs, and the same days of one log with all clicks.
func TestSumsOfMergedRollupsAreThoseOfAllClicks(t *testing.T) {
	for seed := range uint64(30) {
		random := rand.New(rand.NewPCG(seed, 6))
		merged := addedUp{links: map[uint32]*MonthSum{1: {}, 2: {}}}
		whole := addedUp{links: map[uint32]*MonthSum{1: {}, 2: {}}}
		for day := range uint32(3) {
			for link := range merged.links {
				first := withConversions(random, randomClicks(random, 1+random.IntN(400), 20, 1))
				second := withConversions(random, randomClicks(random, random.IntN(400), 20, 2000))
				ru := foldOf(t, random, first)
				if err := ru.merge(foldOf(t, random, second)); err != nil {
					t.Fatal(err)
				}
				merged.add(t, link, day, ru)
				whole.add(t, link, day, foldOf(t, random, append(first, second...)))
			}
		}
		want := whole.rows(t)
		for what, got := range merged.rows(t) {
			if !bytes.Equal(got, want[what]) {
				t.Errorf("seed %d: the %s of merged rollups has %d bytes, that of all clicks %d", seed, what, len(got), len(want[what]))
			}
		}
	}
}

// TestAPageHasTheSumsOfItsLinks reads each link's sum from a page and compares its
// names with those that it was made of.
func TestAPageHasTheSumsOfItsLinks(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 7))
	sums := make(map[uint32]*MonthSum)
	for link := uint32(128); link < 256; link += 1 + random.Uint32N(5) {
		sums[link] = new(MonthSum)
		sums[link].Add(random.Uint32N(28), foldOf(t, random, randomClicks(random, 1+random.IntN(30), 200, 1)), true)
	}
	payload, err := wire.Unseal(MonthPageValue(1, sums))
	if err != nil {
		t.Fatal(err)
	}
	var page MonthPage
	if err := page.Read(payload); err != nil {
		t.Fatal(err)
	}
	for place := range 128 {
		part, found := page.Parts.Of(byte(place))
		sum := sums[128+uint32(place)]
		if found != (sum != nil) {
			t.Fatalf("place %d: found %v", place, found)
		}
		if found {
			comparePart(t, &page, part, sum)
		}
	}
}

// comparePart compares the part of a link without conversions with its sum.
func comparePart(t *testing.T, page *MonthPage, part []byte, sum *MonthSum) {
	t.Helper()
	r := wire.Reader{Data: part}
	if days := MonthDays(&r); days != sum.Days {
		t.Errorf("got days %b, want %b", days, sum.Days)
	}
	ReadCells(&r, nil, ClassCells)
	for range int(r.Byte()) {
		d, number := r.Byte(), uint64(0)
		for i, v := range sum.Values[d] {
			if i == 0 {
				r.Uvarint() // the number of values
			}
			number += r.Uvarint()
			if name, clicks := page.Names[d].At(&r, number), r.Uvarint(); string(name) != v.Name || clicks != v.Clicks {
				t.Fatalf("got %d clicks of %q, want %d of %q", clicks, name, v.Clicks, v.Name)
			}
		}
	}
	if r.Failed {
		t.Error("the part cannot be read")
	}
}
