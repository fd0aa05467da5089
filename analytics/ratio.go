package analytics

import (
	"encoding/json"
	"math"
)

// RatioCheck compares the visitors of a split's variants with their expected shares,
// by Pearson's chi-square test. If a variant has O visitors where E are expected, the
// statistic is the sum of (O-E)²/E over the k variants with an expected share. If
// chance alone causes the differences, it has a chi-square distribution with k-1
// degrees of freedom.
// (K. Pearson, "On the criterion that a given system of deviations …",
// Philosophical Magazine 50, 1900; for experiments Fabijan et al., "Diagnosing
// Sample Ratio Mismatch in Online Controlled Experiments", KDD 2019.)
//
// The check counts visitors and not clicks, since a split divides visitors at random.
// Where Uniques are unknown, a visitor may count once for each of [Split].Days, and
// always in the same variant. The statistic is then divided by the number of days, which
// is the least that suffices if all visitors come every day. Beyond 6,000 visitors it is
// reduced by what the estimates of their numbers can add. So a mismatch is never reported
// more often than P says. To find a small one, ask for a range with Uniques, such as a
// single day.
type RatioCheck struct {
	// Expected are the expected shares of the variants, from 0 to 1, in the order
	// of [Split].Variants.
	Expected []float64 `json:"expected"`
	// Skipped says why there is no result. It is empty if there is one.
	Skipped string `json:"skipped,omitempty"`
	// ChiSquare is the statistic, reduced as described above.
	ChiSquare float64 `json:"chi_square"`
	// P is the probability that chance alone causes such a difference or a greater
	// one.
	P float64 `json:"p"`
	// Mismatch says that P is below 0.001. Visitors are then not divided as
	// expected, so find the cause before you compare the variants.
	Mismatch bool `json:"mismatch"`
}

// MarshalJSON returns an object with expected, chi_square, p and mismatch, or with
// skipped if there is no result. An infinite chi_square is null; it means that a
// variant with an expected share of 0 has visitors.
func (c RatioCheck) MarshalJSON() ([]byte, error) {
	type result struct {
		ChiSquare *float64 `json:"chi_square"`
		P         float64  `json:"p"`
	}
	check := struct {
		Expected []float64 `json:"expected"`
		Skipped  string    `json:"skipped,omitempty"`
		*result
		Mismatch bool `json:"mismatch"`
	}{Expected: c.Expected, Skipped: c.Skipped, Mismatch: c.Mismatch}
	if c.Skipped == "" {
		check.result = &result{P: c.P}
		if !math.IsInf(c.ChiSquare, 0) {
			check.ChiSquare = &c.ChiSquare
		}
	}
	return json.Marshal(check)
}

const (
	// mismatchBelow is the P that is too small for chance.
	mismatchBelow = 0.001
	// minExpected is the number of visitors that each variant should have for
	// the test to hold (W. G. Cochran, "Some methods for strengthening the
	// common χ² tests", Biometrics 10, 1954).
	minExpected = 5
)

// CheckRatio compares the visitors of the split's variants with their expected
// shares, from 0 to 1, in the order of Variants. There must be one share for each
// variant, and they should add up to 1. CheckRatio does not set Check.
func (s *Split) CheckRatio(expected []float64) *RatioCheck {
	check := &RatioCheck{Expected: expected}
	total := 0.0
	for i := range s.Variants {
		total += float64(s.Variants[i].Visitors())
	}
	variants := 0
	for i, share := range expected {
		want, got := share*total, float64(s.Variants[i].Visitors())
		switch {
		case want > 0 && want < minExpected || total == 0:
			return &RatioCheck{Expected: expected, Skipped: "too few visitors"}
		case want > 0:
			variants++
			check.ChiSquare += (got - want) * (got - want) / want
		case got > 0:
			check.ChiSquare = math.Inf(1)
		}
	}
	check.ChiSquare /= s.inflation(expected, total)
	check.P = chiSquareTail(check.ChiSquare, variants-1)
	check.Mismatch = check.P < mismatchBelow
	return check
}

const (
	// maxExact is the number of visitors up to which a number is nearly exact.
	maxExact = 6000
	// spread is the standard deviation of greater numbers, as a part of them: that of
	// a HyperLogLog sketch of 2^14 registers.
	spread = 0.0081
)

// inflation returns how much greater than by chance alone the statistic may be, since
// visitors count several times and their numbers are estimates. If each number has a
// standard deviation of spread, the statistic grows on average by
// spread² · total · Σ p((1-p)² + Σ q²), where p is the share of a variant and q those of
// the others.
func (s *Split) inflation(expected []float64, total float64) float64 {
	inflation, estimated := 1.0, false
	for i := range s.Variants {
		if s.Variants[i].Uniques == nil {
			inflation = max(inflation, float64(s.Days))
		}
		estimated = estimated || s.Variants[i].Visitors() > maxExact
	}
	if !estimated {
		return inflation
	}
	squares := 0.0
	for _, p := range expected {
		squares += p * p
	}
	for _, p := range expected {
		inflation += spread * spread * total * p * ((1-p)*(1-p) + squares - p*p)
	}
	return inflation
}

// chiSquareTail returns the probability that a chi-square variable is greater
// than x: Q(degrees/2, x/2), the regularised incomplete gamma function, which
// begins with Q(1/2, y) = erfc(√y) or Q(1, y) = exp(-y) and goes on with
// Q(a+1, y) = Q(a, y) + y^a exp(-y) / Γ(a+1). (NIST Digital Library of
// Mathematical Functions, 7.11.2 and 8.8.6.)
func chiSquareTail(x float64, degrees int) float64 {
	y := x / 2
	switch {
	case math.IsInf(x, 1):
		return 0
	case degrees < 1 || y <= 0:
		return 1
	}
	a, q := 1.0, math.Exp(-y)
	if degrees%2 == 1 {
		a, q = 0.5, math.Erfc(math.Sqrt(y))
	}
	for ; a < float64(degrees)/2; a++ {
		gamma, _ := math.Lgamma(a + 1)
		q += math.Exp(a*math.Log(y) - y - gamma)
	}
	return min(q, 1)
}
