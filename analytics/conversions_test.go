package analytics

import (
	"math"
	"testing"
)

// TestIntervalsOfRatesAreThePublishedOnes has the examples of R. G. Newcombe, "Two-sided
// confidence intervals for the single proportion", Statistics in Medicine 17, 1998,
// table I, method 3.
func TestIntervalsOfRatesAreThePublishedOnes(t *testing.T) {
	for _, tt := range []struct {
		converted, clicks uint64
		low, high         float64
	}{
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0, 0.1611},
		{1, 29, 0.0061, 0.1718},
		{20, 20, 1 - 0.1611, 1},
		{30, 20, 1 - 0.1611, 1}, // clicks of earlier days converted
		{0, 0, 0, 1},
		{3, 0, 0, 1},
	} {
		v := Variant{Clicks: tt.clicks, Converted: tt.converted}
		got := v.ConversionInterval()
		if math.Abs(got[0]-tt.low) > 0.00005 || math.Abs(got[1]-tt.high) > 0.00005 {
			t.Errorf("%d of %d: got %.4f, want %.4f to %.4f", tt.converted, tt.clicks, got, tt.low, tt.high)
		}
		if rate := v.ConversionRate(); tt.clicks > 0 && (rate < got[0] || rate > got[1]) {
			t.Errorf("%d of %d: the rate %v is outside of %v", tt.converted, tt.clicks, rate, got)
		}
	}
}

func TestRatesArePartsOfClicks(t *testing.T) {
	for _, tt := range []struct {
		converted, clicks uint64
		want              float64
	}{{0, 0, 0}, {1, 0, 0}, {1, 4, 0.25}, {4, 4, 1}, {5, 4, 1}} {
		p := Period{Converted: tt.converted, Classes: ClassCounts{Human: tt.clicks, Bot: 7}}
		if got := p.ConversionRate(); got != tt.want {
			t.Errorf("%d of %d: got %v, want %v", tt.converted, tt.clicks, got, tt.want)
		}
	}
}
