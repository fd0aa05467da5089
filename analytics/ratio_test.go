package analytics

import (
	"math"
	"testing"
)

func TestChiSquareTailIsThatOfTheTables(t *testing.T) {
	for _, tt := range []struct {
		x       float64
		degrees int
		want    float64
	}{
		{3.841, 1, 0.05}, {10.828, 1, 0.001}, {5.991, 2, 0.05}, {13.816, 2, 0.001}, {7.815, 3, 0.05}, {16.266, 3, 0.001},
		{18.307, 10, 0.05}, {29.588, 10, 0.001}, {124.342, 100, 0.05}, {149.449, 100, 0.001}, {0, 3, 1}, {5, 0, 1},
	} {
		if got := chiSquareTail(tt.x, tt.degrees); math.Abs(got-tt.want) > tt.want*0.001 {
			t.Errorf("x %v with %d degrees of freedom: got %v, want %v", tt.x, tt.degrees, got, tt.want)
		}
	}
	if got := chiSquareTail(1e6, 999); got != 0 {
		t.Errorf("far out it is %v", got)
	}
}

func TestRatiosAreChecked(t *testing.T) {
	for name, tt := range map[string]struct {
		visitors []uint64
		expected []float64
		skipped  string
		mismatch bool
		chi      float64
	}{
		"as it should be":               {[]uint64{5000, 5000}, []float64{0.5, 0.5}, "", false, 0},
		"a little off":                  {[]uint64{5000, 5200}, []float64{0.5, 0.5}, "", false, 3.9215686},
		"far off":                       {[]uint64{5000, 5500}, []float64{0.5, 0.5}, "", true, 23.8095238},
		"three variants":                {[]uint64{30, 30, 40}, []float64{0.3, 0.3, 0.4}, "", false, 0},
		"few visitors":                  {[]uint64{3, 5}, []float64{0.5, 0.5}, "too few visitors", false, 0},
		"nobody":                        {[]uint64{0, 0}, []float64{0.5, 0.5}, "too few visitors", false, 0},
		"a rare variant has too few":    {[]uint64{1000, 0}, []float64{0.999, 0.001}, "too few visitors", false, 0},
		"nobody, as nobody should":      {[]uint64{1000, 0}, []float64{1, 0}, "", false, 0},
		"somebody where nobody may be":  {[]uint64{1000, 1}, []float64{1, 0}, "", true, math.Inf(1)},
		"a variant that nobody reached": {[]uint64{0, 1000}, []float64{0.5, 0.5}, "", true, 1000},
	} {
		var split Split
		for _, n := range tt.visitors {
			split.Variants = append(split.Variants, Variant{DailyUniques: n})
		}
		c := split.CheckRatio(tt.expected)
		if c.Skipped != tt.skipped || c.Mismatch != tt.mismatch || !(c.ChiSquare == tt.chi || math.Abs(c.ChiSquare-tt.chi) < 1e-6) {
			t.Errorf("%s: got %+v", name, c)
		}
	}
}
