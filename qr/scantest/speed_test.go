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

// TestSpeed measures codes in turn with another library, so that both see the
// same machine, and compares their fastest tenths. A busy machine blurs that,
// so it is one of the long proofs.
func TestSpeed(t *testing.T) {
	if os.Getenv("LINKPACK_SPEED") == "" {
		t.Skip("wants a quiet machine: set LINKPACK_SPEED=1")
	}
	skip2 := func() {
		if _, err := qrcode.Encode(speedText, qrcode.High, 500); err != nil {
			t.Fatal(err)
		}
	}
	plain := encoder(t, &qr.Design{Width: 500, Height: 500})
	styled := encoder(t, styledDesign())
	times := interleave(200, skip2, plain, styled)
	ratio := func(i int) float64 { return float64(times[0]) / float64(times[i]) }
	t.Logf("skip2 %v, plain %v (%.2f times its rate), styled %v (%.2f)", times[0], times[1], ratio(1), times[2], ratio(2))
	if ratio(1) < 1 {
		t.Errorf("plain codes at %.2f of skip2's rate, want 1", ratio(1))
	}
	if ratio(2) < 0.75 {
		t.Errorf("styled codes at %.2f of skip2's rate, want 0.75", ratio(2))
	}
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
		if _, err := code.PNG(); err != nil {
			t.Fatal(err)
		}
	}
}

// interleave runs the functions in turn and returns for each the time that its
// fastest tenth of runs took at most.
func interleave(rounds int, functions ...func()) []time.Duration {
	times := make([][]time.Duration, len(functions))
	for range rounds {
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
