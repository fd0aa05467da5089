package scantest

import (
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/qr"
	"github.com/skip2/go-qrcode"
)

// The least rates of codes drawn, relative to the other library's.
const (
	leastPlain  = 1
	leastStyled = 0.75
)

// TestSpeed measures our codes and another library's in alternation. It needs a
// quiet machine, so it runs only on request. Rates that are too low are measured
// again, twice.
func TestSpeed(t *testing.T) {
	if os.Getenv("LINKPACK_SPEED") == "" {
		t.Skip("needs a quiet machine; set LINKPACK_SPEED=1 to run it")
	}
	skip2 := func() {
		if _, err := qrcode.Encode(speedText, qrcode.High, 500); err != nil {
			t.Fatal(err)
		}
	}
	plain := encoder(t, &qr.Design{Width: 500, Height: 500})
	styled := encoder(t, styledDesign())
	for range 3 {
		rates := relativeRates(skip2, plain, styled)
		t.Logf("plain codes at %.2f of skip2's rate (at least %v), styled ones at %.2f (at least %v)",
			rates[0], leastPlain, rates[1], leastStyled)
		if rates[0] >= leastPlain && rates[1] >= leastStyled {
			return
		}
	}
	t.Error("too slow in three measurements")
}

// relativeRates returns how often each function runs in the time of one run of
// base: the median of several rounds.
func relativeRates(base func(), functions ...func()) []float64 {
	const rounds, runs = 7, 40
	all := make([][]float64, len(functions))
	for range rounds {
		times := interleave(runs, append([]func(){base}, functions...)...)
		for i, t := range times[1:] {
			all[i] = append(all[i], float64(times[0])/float64(t))
		}
	}
	rates := make([]float64, len(functions))
	for i, list := range all {
		slices.Sort(list)
		rates[i] = list[rounds/2]
	}
	return rates
}

const speedText = "https://go.example/q/Ab3dEf9?src=flyer-42"

func styledDesign() *qr.Design {
	d := &qr.Design{Width: 500, Height: 500, Margin: 20}
	d.Image = generator{rand.New(rand.NewPCG(1, 2))}.image()
	d.Dots.Type = qr.DotDots
	d.Dots.Gradient = &qr.Gradient{Rotation: 0.7, Stops: []qr.Stop{{Offset: 0, Color: "#1d4ed8"}, {Offset: 1, Color: "#7c3aed"}}}
	d.CornersDot.Type = qr.CornerDot
	return d
}

func encoder(t *testing.T, d *qr.Design) func() {
	t.Helper()
	style, err := qr.Compile(d)
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		code, err := style.Draw(speedText, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := code.Encode(qr.PNG); err != nil {
			t.Fatal(err)
		}
	}
}

// interleave runs the functions in turn and returns the tenth percentile of the
// times of each.
func interleave(runs int, functions ...func()) []time.Duration {
	times := make([][]time.Duration, len(functions))
	for range runs {
		for i, f := range functions {
			start := time.Now()
			f()
			times[i] = append(times[i], time.Since(start))
		}
	}
	fast := make([]time.Duration, len(functions))
	for i, list := range times {
		slices.Sort(list)
		fast[i] = list[len(list)/10]
	}
	return fast
}
