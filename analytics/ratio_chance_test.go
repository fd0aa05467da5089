package analytics

import (
	"math"
	"math/rand/v2"
	"testing"
)

// trial is an experiment that is repeated with other visitors.
type trial struct {
	shares    []float64 // real ones
	visitors  int       // a day
	days      int       // on which all visitors come, or as many others
	others    bool      // different visitors each day
	estimated bool      // numbers of visitors are estimates
}

// split returns how often the variants are counted.
func (x *trial) split(random *rand.Rand) *Split {
	s := &Split{Days: x.days, Variants: make([]Variant, len(x.shares))}
	var counted []float64 // on a day
	for day := range x.days {
		if day == 0 || x.others {
			counted = divide(random, x.visitors, x.shares)
		}
		for i, n := range counted {
			if x.estimated {
				n *= 1 + 0.0081*random.NormFloat64() // that of 2^14 registers
			}
			s.Variants[i].DailyUniques += uint64(math.Round(n))
		}
	}
	return s
}

// divide divides visitors at random.
func divide(random *rand.Rand, visitors int, shares []float64) []float64 {
	counts := make([]float64, len(shares))
	left, share := visitors, 1.0
	for i, p := range shares {
		n := left
		if p < share {
			n = binomial(random, left, p/share)
		}
		counts[i] = float64(n)
		left, share = left-n, share-p
	}
	return counts
}

// binomial returns how many of n are chosen, each with the probability p. Of many, it is
// nearly normal.
func binomial(random *rand.Rand, n int, p float64) (chosen int) {
	if n > 1000 {
		mean := float64(n) * p
		return min(max(int(math.Round(mean+math.Sqrt(mean*(1-p))*random.NormFloat64())), 0), n)
	}
	for range n {
		if random.Float64() < p {
			chosen++
		}
	}
	return chosen
}

// repeat returns how many of 1,000 repetitions have a mismatch.
func (x *trial) repeat(expected []float64) (mismatches int) {
	random := rand.New(rand.NewPCG(uint64(x.days), uint64(x.visitors)))
	for range 1000 {
		if x.split(random).CheckRatio(expected).Mismatch {
			mismatches++
		}
	}
	return mismatches
}

func TestFairSplitsRarelyMismatch(t *testing.T) {
	half, three, rare := []float64{0.5, 0.5}, []float64{0.2, 0.3, 0.5}, []float64{0.9, 0.1}
	for name, x := range map[string]trial{
		"one day":                             {shares: half, visitors: 100, days: 1},
		"the same visitors on 9 days":         {shares: half, visitors: 100, days: 9},
		"the same visitors on 90 days":        {shares: three, visitors: 60, days: 90},
		"other visitors on 9 days":            {shares: three, visitors: 100, days: 9, others: true},
		"many visitors":                       {shares: half, visitors: 14_000, days: 1, estimated: true},
		"many visitors of a rare variant":     {shares: rare, visitors: 14_000, days: 1, estimated: true},
		"many visitors on 3 days":             {shares: half, visitors: 7_000, days: 3, estimated: true},
		"many visitors of three on some days": {shares: three, visitors: 7_000, days: 2, others: true, estimated: true},
	} {
		if n := x.repeat(x.shares); n > 4 { // 1 expected; 5 or more with a probability of 0.4 %
			t.Errorf("%s: %d of 1,000 mismatch", name, n)
		}
	}
}

func TestUnfairSplitsMismatch(t *testing.T) {
	half := []float64{0.5, 0.5}
	for name, x := range map[string]trial{
		"one day":                     {shares: []float64{0.7, 0.3}, visitors: 200, days: 1},
		"the same visitors on 9 days": {shares: []float64{0.7, 0.3}, visitors: 200, days: 9},
		"other visitors on 9 days":    {shares: []float64{0.65, 0.35}, visitors: 200, days: 9, others: true},
		"many visitors":               {shares: []float64{0.54, 0.46}, visitors: 14_000, days: 1, estimated: true},
		"a variant that is missing":   {shares: []float64{1, 0}, visitors: 20, days: 30},
	} {
		if n := x.repeat(half); n < 950 {
			t.Errorf("%s: %d of 1,000 mismatch", name, n)
		}
	}
}
