package routing_test

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"net/netip"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

// ab returns rules of one split with these percentages.
func ab(percentages ...float64) []routing.Rule {
	rules := make([]routing.Rule, len(percentages))
	for i, p := range percentages {
		rules[i] = routing.Rule{ID: fmt.Sprint(i), Percentage: routing.Percent(p), Split: "the-split"}
	}
	return rules
}

const visitors = 20_000

// shares routes visitors and returns the rule of each.
func shares(t *testing.T, rules []routing.Rule) (of [visitors]int, count map[int]int) {
	t.Helper()
	table, count := compiled(t, rules...), map[int]int{}
	for i := range of {
		of[i] = table.Route(&routing.Visit{VisitorKey: fmt.Sprint("visitor ", i)}).Rule
		count[of[i]]++
	}
	return of, count
}

func TestTheNumberOfAVisitorIsTheDocumentedHash(t *testing.T) {
	var key [32]byte
	key[3] = 7
	table, err := routing.Compile(ab(50, 50), &routing.Options{SplitKey: key})
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(string(key[:]) + "the-split\x00someone"))
	u := float64(binary.BigEndian.Uint64(sum[:8])) / (1 << 63) / 2 * 100
	d := table.Route(&routing.Visit{VisitorKey: "someone"})
	if len(d.Draws) != 1 || math.Abs(d.Draws[0].U-u) > 1e-12 {
		t.Errorf("drew %+v, want %v", d.Draws, u)
	}
	if want := int(u / 50); d.Rule != want {
		t.Errorf("rule %d, want %d", d.Rule, want)
	}
}

func TestSharesAreAsLargeAsTheySay(t *testing.T) {
	_, count := shares(t, ab(50, 30, 15.5, 0))
	for rule, percentage := range map[int]float64{0: 50, 1: 30, 2: 15.5, 3: 0, -1: 4.5} {
		mean := visitors * percentage / 100
		// Five standard deviations: the visitors are fixed, so this never flakes.
		if sd := math.Sqrt(mean * (1 - percentage/100)); math.Abs(float64(count[rule])-mean) > 5*sd {
			t.Errorf("rule %d took %d of %d visitors, want about %v", rule, count[rule], visitors, mean)
		}
	}
}

func TestZeroNeverMatchesAndAHundredAlways(t *testing.T) {
	if _, count := shares(t, ab(0)); count[0] != 0 {
		t.Errorf("a share of 0 took %d visitors", count[0])
	}
	if _, count := shares(t, ab(100)); count[0] != visitors {
		t.Errorf("a share of 100 took %d of %d visitors", count[0], visitors)
	}
	if _, count := shares(t, ab(33.333333, 33.333333, 33.333334)); count[-1] != 0 {
		t.Errorf("three thirds left %d visitors", count[-1])
	}
}

func TestEqualPartsLeaveNothingHoweverTheyAreRounded(t *testing.T) {
	for parts := 1; parts <= 60; parts++ {
		equal := make([]float64, parts)
		for i := range equal {
			equal[i] = 100 / float64(parts)
		}
		last := explained(t, &routing.Visit{}, ab(equal...)...).Rules[parts-1].Share
		if last.To != 100 {
			t.Errorf("%d equal parts end at %v", parts, last.To)
		}
	}
}

func TestSharesOfMoreThanAHundredAreRefused(t *testing.T) {
	for _, c := range []struct {
		shares []float64
		total  string
	}{
		{[]float64{60, 40.0000001}, "100.0000001"},
		{[]float64{60, 40.000001}, "100.000001"},
		{[]float64{0.1, 0.2, 99.8}, "100.1"},
	} {
		_, err := routing.Compile(ab(c.shares...), nil)
		if err == nil || !strings.Contains(err.Error(), "add up to "+c.total+",") {
			t.Errorf("%v: got %v", c.shares, err)
		}
	}
	for _, right := range [][]float64{{0.1, 0.2, 99.7}, {33.3333335, 33.3333335, 33.333333}, {66.66666666666667, 33.333333333333336}} {
		if _, err := routing.Compile(ab(right...), nil); err != nil {
			t.Errorf("%v: %v", right, err)
		}
	}
}

func TestGrowingAShareMovesOnlyTheTenthThatMustMove(t *testing.T) {
	before, _ := shares(t, ab(50, 50))
	after, _ := shares(t, ab(60, 40))
	moved := 0
	for i := range before {
		if before[i] == 0 && after[i] != 0 {
			t.Fatalf("visitor %d lost the variant that grew", i)
		}
		if before[i] != after[i] {
			moved++
		}
	}
	if moved < visitors*9/100 || moved > visitors*11/100 {
		t.Errorf("%d of %d visitors moved", moved, visitors)
	}
}

func TestSharesMovedBetweenNeighboursMoveNobodyElse(t *testing.T) {
	before, _ := shares(t, ab(30, 30, 30))
	for name, c := range map[string]struct {
		after []routing.Rule
		to    map[int]int // where the visitors of each rule may be found
	}{
		"a variant ends, its neighbour takes its share": {ab(0, 60, 30), map[int]int{0: 1, 1: 1, 2: 2, -1: -1}},
		"the last grows into what was left":             {ab(30, 30, 40), map[int]int{0: 0, 1: 1, 2: 2, -1: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			after, _ := shares(t, c.after)
			for i, was := range before {
				if after[i] != c.to[was] {
					t.Fatalf("visitor %d went from %d to %d, want %d", i, was, after[i], c.to[was])
				}
			}
		})
	}
}

func TestAVisitorStaysWithAVariant(t *testing.T) {
	first, _ := shares(t, ab(50, 50))
	again, _ := shares(t, ab(50, 50))
	if first != again {
		t.Error("visitors moved between two equal tables")
	}
	v := &routing.Visit{Addr: netip.MustParseAddr("198.51.100.7"), UserAgent: "Mozilla/5.0"}
	mapped := &routing.Visit{Addr: netip.MustParseAddr("::ffff:198.51.100.7"), UserAgent: "Mozilla/5.0"}
	table := compiled(t, ab(50, 50)...)
	if a, b := table.Route(v).Draws[0].U, table.Route(mapped).Draws[0].U; a != b {
		t.Errorf("an address draws %v, the same one mapped to IPv6 %v", a, b)
	}
	if other := table.Route(&routing.Visit{Addr: v.Addr, UserAgent: "curl"}).Draws[0].U; other == table.Route(v).Draws[0].U {
		t.Error("two agents at one address draw the same number")
	}
}

func TestSplitsDrawIndependently(t *testing.T) {
	us := []routing.Clause{{Condition: "geo", Value: "US"}}
	table := compiled(t,
		routing.Rule{Clauses: us, Percentage: routing.Percent(50), Split: "a"},
		routing.Rule{Percentage: routing.Percent(50), Split: "b"},
	)
	second := 0
	for i := range visitors {
		v := &routing.Visit{VisitorKey: fmt.Sprint(i), Place: routing.Place{Country: "US"}}
		if table.Route(v).Rule == 1 {
			second++
		}
	}
	if second < visitors*23/100 || second > visitors*27/100 {
		t.Errorf("of the half that the first split left, the second took %d of %d", second, visitors)
	}
}

func TestMoreSplitsThanAVisitHoldsAreDrawnToo(t *testing.T) {
	var rules []routing.Rule
	for _, country := range []string{"DE", "FR", "GB", "JP", "MX", "US"} {
		not := []routing.Clause{{Condition: "geo", Value: country, Not: true}}
		rules = append(rules, routing.Rule{Clauses: not, Percentage: routing.Percent(0), Split: country})
	}
	table := compiled(t, append(rules, rules...)...)
	d := table.Route(&routing.Visit{VisitorKey: "x"})
	if len(d.Draws) != 6 || d.Rule != -1 {
		t.Fatalf("decided %+v", d)
	}
	for i, draw := range d.Draws {
		if draw.Split != i {
			t.Errorf("draw %d is of split %d", i, draw.Split)
		}
	}
}
