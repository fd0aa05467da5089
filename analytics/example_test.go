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
