package analytics_test

import (
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
)

// Ten thousand visitors were to be halved and were not.
func ExampleSplit_CheckRatio() {
	split := analytics.Split{ID: "homepage", Variants: []analytics.Variant{
		{Rule: "blue", DailyUniques: 4800}, {Rule: "green", DailyUniques: 5200},
	}}
	check := split.CheckRatio([]float64{0.5, 0.5})
	fmt.Printf("chi-square %.0f, p %.5f, mismatch %v\n", check.ChiSquare, check.P, check.Mismatch)
	// Output:
	// chi-square 16, p 0.00006, mismatch true
}

// Both variants got a thousand clicks. The intervals of their rates do not overlap, so
// green is better.
func ExampleVariant_ConversionInterval() {
	for _, v := range []analytics.Variant{
		{Rule: "blue", Clicks: 1000, Converted: 40}, {Rule: "green", Clicks: 1000, Converted: 85},
	} {
		interval := v.ConversionInterval()
		fmt.Printf("%s: %.1f %%, between %.1f and %.1f\n", v.Rule, 100*v.ConversionRate(), 100*interval[0], 100*interval[1])
	}
	// Output:
	// blue: 4.0 %, between 3.0 and 5.4
	// green: 8.5 %, between 6.9 and 10.4
}
