package rollup

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// foldedClick is a click as a fold sees it.
type foldedClick struct {
	record clicklog.Record
	labels ClickValues
	block  uint64
}

// randomClicks returns clicks in the order of a log that begins with a block.
func randomClicks(random *rand.Rand, n, variety int, block uint64) []foldedClick {
	clicks := make([]foldedClick, n)
	for i := range clicks {
		c := &clicks[i]
		block += random.Uint64N(3)
		c.block = block
		c.record = clicklog.Record{Class: analytics.Class(random.IntN(len(analytics.ClassCounts{}))), Time: wire.MsPerDay*20_000 + random.Int64N(wire.MsPerDay), Visitor: random.Uint64N(uint64(variety) << 56)}
		if random.IntN(2) == 0 {
			c.record.Class = analytics.Human
		}
		for _, d := range analytics.Dimensions() {
			if random.IntN(3) > 0 {
				c.labels.Values[d] = fmt.Sprint("value ", random.IntN(variety))
			}
		}
		if random.IntN(2) == 0 {
			c.labels.Values[analytics.ByRule] = fmt.Sprint("rule ", random.IntN(3))
		}
		for split := range random.IntN(3) {
			c.labels.Variants = append(c.labels.Variants, VariantName{fmt.Sprint("split ", split), fmt.Sprint("rule ", random.IntN(3))})
		}
	}
	return clicks
}

// foldOf returns the rollup of clicks, stored and read again now and then.
func foldOf(t *testing.T, random *rand.Rand, clicks []foldedClick) *Rollup {
	t.Helper()
	ru := new(Rollup)
	for i := range clicks {
		if err := ru.Add(&clicks[i].record, &clicks[i].labels, clicks[i].block); err != nil {
			t.Fatal(err)
		}
		if random.IntN(len(clicks)/3+1) == 0 {
			ru = readAgain(t, ru)
		}
	}
	return ru
}

func readAgain(t *testing.T, ru *Rollup) *Rollup {
	t.Helper()
	again := new(Rollup)
	if err := again.Read(payloadOf(t, ru)); err != nil {
		t.Fatal(err)
	}
	return again
}

func payloadOf(t *testing.T, ru *Rollup) []byte {
	t.Helper()
	payload, err := ru.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	return payload
}

// TestTheFoldOfTwoLogsIsTheMergeOfTheFolds compares bytes, for few and for many
// visitors and values.
func TestTheFoldOfTwoLogsIsTheMergeOfTheFolds(t *testing.T) {
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 3))
		variety := []int{3, 30, 300}[seed%3]
		first := randomClicks(random, random.IntN(1500), variety, 1)
		second := randomClicks(random, random.IntN(1500), variety, 5000)
		all := foldOf(t, random, append(append([]foldedClick(nil), first...), second...))
		merged, other := foldOf(t, random, first), foldOf(t, random, second)
		if random.IntN(2) == 0 {
			merged, other = other, merged
		}
		if random.IntN(2) == 0 {
			merged = readAgain(t, merged)
		}
		before := payloadOf(t, other)
		if err := merged.merge(other); err != nil {
			t.Fatal(err)
		}
		if got, want := payloadOf(t, merged), payloadOf(t, all); !bytes.Equal(got, want) {
			t.Fatalf("seed %d: the merge takes %d bytes, the fold %d", seed, len(got), len(want))
		}
		if !bytes.Equal(payloadOf(t, other), before) {
			t.Fatalf("seed %d: what was merged is not what it was", seed)
		}
	}
}

// TestTheSameClicksMakeTheSameBytes folds the clicks of one block in two orders.
func TestTheSameClicksMakeTheSameBytes(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 4))
		clicks := randomClicks(random, 600, 200, 1)
		for i := range clicks {
			clicks[i].block = 1
		}
		want := payloadOf(t, foldOf(t, random, clicks))
		random.Shuffle(len(clicks), func(i, j int) { clicks[i], clicks[j] = clicks[j], clicks[i] })
		if !bytes.Equal(payloadOf(t, foldOf(t, random, clicks)), want) {
			t.Fatalf("seed %d: other bytes in another order", seed)
		}
	}
}

// TestTheFirstValuesKeepTheirNames has names that come late sort before those
// that came first.
func TestTheFirstValuesKeepTheirNames(t *testing.T) {
	ru := new(Rollup)
	for i := 2 * MaxValues; i > 0; i-- {
		l := ClickValues{}
		l.Values[analytics.ByReferrer] = fmt.Sprintf("site %04d", i)
		if err := ru.Add(&clicklog.Record{Class: analytics.Human, Visitor: 1}, &l, 1); err != nil {
			t.Fatal(err)
		}
		if i%300 == 0 {
			ru = readAgain(t, ru)
		}
	}
	ru = readAgain(t, ru)
	d := &ru.Dims[analytics.ByReferrer]
	if len(d.Values) != MaxValues+1 || d.Find("site 1001") < 0 || d.Find("site 1000") >= 0 {
		t.Errorf("%d values have names", len(d.Values)-1)
	}
	if rest := d.at(RestValue); Sum(&rest.Hours) != MaxValues {
		t.Errorf("%d clicks are with the rest", Sum(&rest.Hours))
	}
}

// TestMergesKeepEveryName merges more values than a fold keeps.
func TestMergesKeepEveryName(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 5))
	merged := new(Rollup)
	for i := range 3 {
		clicks := randomClicks(random, MaxValues, 1, 1)
		for j := range clicks {
			clicks[j].record.Class = analytics.Human
			clicks[j].labels.Values[analytics.ByCity] = fmt.Sprint("city ", i, j)
		}
		if err := merged.merge(foldOf(t, random, clicks)); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(merged.Dims[analytics.ByCity].Values); n != 3*MaxValues {
		t.Errorf("%d cities have names", n)
	}
}
