package qr

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	goqr "github.com/piglig/go-qr"
)

func checks(warnings []Warning) []Check {
	var list []Check
	for _, w := range warnings {
		list = append(list, w.Check)
	}
	return list
}

func TestWarnings(t *testing.T) {
	logo := testLogo(t)
	cases := []struct {
		name   string
		design Design
		want   []Check
	}{
		{"a plain code with a quiet zone", Design{Margin: 40}, nil},
		{"no quiet zone", Design{}, []Check{CheckQuietZone}},
		{"low contrast", Design{Margin: 40, Dots: DotsOptions{Color: "#facc15"}}, []Check{CheckContrast}},
		{"low contrast at one stop", Design{Margin: 40, Dots: DotsOptions{Gradient: &Gradient{Stops: []Stop{{0, "black"}, {0.5, "silver"}, {1, "black"}}}}}, []Check{CheckContrast}},
		{"a pale centre", Design{Margin: 40, CornersDot: CornerOptions{Color: "pink"}}, []Check{CheckContrast}},
		{"inverted", Design{Margin: 40, Dots: DotsOptions{Color: "white"}, Background: BackgroundOptions{Color: "black"}}, []Check{CheckInverted}},
		{"transparent", Design{Margin: 40, Background: BackgroundOptions{Color: "transparent"}}, []Check{CheckBackground}},
		{"dotted", Design{Margin: 40, Dots: DotsOptions{Type: DotDots}}, []Check{CheckFinder, CheckFinder, CheckAlignment}},
		{"a round centre in a square ring", Design{Margin: 40, CornersDot: CornerOptions{Type: CornerDot}}, []Check{CheckFinder}},
		{"a round ring", Design{Margin: 40, CornersSquare: CornerOptions{Type: CornerDot}, CornersDot: CornerOptions{Type: CornerDot}}, []Check{CheckFinder}},
		{"tiny modules", Design{Width: 80, Height: 80, Margin: 10}, []Check{CheckModuleSize}},
		{"a circle", Design{Margin: 40, Shape: ShapeCircle}, []Check{CheckQuietZone}},
		{"a round ground", Design{Margin: 40, Background: BackgroundOptions{Round: 1}}, []Check{CheckQuietZone}},
		{"an image that covers too much", Design{Margin: 40, Image: logo, ImageOptions: ImageOptions{Size: new(1.0)}}, []Check{CheckImage}},
		{"a small image", Design{Margin: 40, Image: logo, ImageOptions: ImageOptions{Size: new(0.3)}}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			code, err := Draw("https://go.example/abc", &c.design, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := checks(code.Warnings()); !slices.Equal(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

func TestSafeMendsWhatItCan(t *testing.T) {
	for _, r := range references(t) {
		t.Run(r.Name, func(t *testing.T) {
			code, err := Draw("", &r.Options, &Options{Safe: SafeMend})
			if err != nil {
				t.Fatal(err)
			}
			for _, check := range checks(code.Warnings()) {
				if check != CheckContrast && check != CheckInverted && check != CheckBackground {
					t.Errorf("%s is left; changes %v", check, code.Changes())
				}
			}
			_, err = Draw("", &r.Options, &Options{Safe: SafeRequire})
			if refused := errors.Is(err, ErrInvalid); refused != (len(code.Warnings()) > 0) {
				t.Errorf("SafeRequire: %v, warnings %v", err, code.Warnings())
			}
		})
	}
}

func TestSafeDrawsRingsThatScannersFind(t *testing.T) {
	cases := []struct {
		name       string
		asked      CornerType
		width      int // of 29 modules with a quiet zone of 4
		want       CornerType
		isReported bool
	}{
		{"a round ring in large modules becomes extra-rounded", CornerDot, 10 * 37, CornerExtraRounded, true},
		{"a round ring in small modules becomes rounded", CornerDot, 4 * 37, CornerType(DotRounded), true},
		{"an extra-rounded ring in large modules stays", CornerExtraRounded, 6 * 37, CornerExtraRounded, false},
		{"an extra-rounded ring in small modules becomes rounded", CornerExtraRounded, 5 * 37, CornerType(DotRounded), true},
		{"a square ring in small modules stays", CornerSquare, 4 * 37, CornerSquare, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := &Design{Width: c.width, Height: c.width, CornersSquare: CornerOptions{Type: c.asked}}
			code, err := Draw("https://go.example/abc", d, &Options{Version: 3, Safe: SafeRequire})
			if err != nil {
				t.Fatal(err)
			}
			if got := code.plan.design.ring(); got != c.want {
				t.Errorf("ring %s, want %s", got, c.want)
			}
			change := Change{"cornersSquareOptions.type", string(c.asked), string(c.want), CheckFinder}
			if slices.Contains(code.Changes(), change) != c.isReported {
				t.Errorf("changes %v", code.Changes())
			}
		})
	}
}

func TestSafeKeepsAVersionThatWasAskedFor(t *testing.T) {
	d := &Design{Image: testLogo(t), ImageOptions: ImageOptions{Size: new(1.0)}}
	code, err := Draw("https://go.example/abc", d, &Options{Version: 4, Safe: SafeRequire})
	if err != nil || code.Version() != 4 {
		t.Fatalf("version %d, %v", code.Version(), err)
	}
}

func TestSafeLeavesAGoodDesignAlone(t *testing.T) {
	code, err := Draw("https://go.example/abc", &Design{Margin: 40}, &Options{Safe: SafeRequire})
	if err != nil || len(code.Changes()) != 0 {
		t.Fatalf("%v, %v", code.Changes(), err)
	}
}

func TestVerifyReadsThePictureBack(t *testing.T) {
	for _, text := range []string{"https://go.example/abc", "Łódź ☕ 北京", "0123456789", "HTTPS://GO.EXAMPLE"} {
		code, err := Draw(text, &Design{Width: 400, Height: 400, Dots: DotsOptions{Type: DotRounded}}, &Options{Safe: SafeMend})
		if err != nil {
			t.Fatal(err)
		}
		if warnings := code.Verify(); len(warnings) != 0 {
			t.Errorf("%s: %v", text, warnings)
		}
	}
}

func TestVerifyReadsKanji(t *testing.T) {
	design := &Design{Margin: 60, QR: SymbolOptions{Mode: ModeKanji}}
	code, err := Draw("漢字テスト", design, nil)
	if err != nil {
		t.Fatal(err)
	}
	if warnings := code.Verify(); len(warnings) != 0 {
		t.Errorf("%v", warnings)
	}
}

// TestBlocksRecoverWhatTheBudgetSays flips codewords of one block until a real
// decoder gives up: exactly after as many as the budget allows. The smallest
// versions keep some correction in reserve and may do better.
func TestBlocksRecoverWhatTheBudgetSays(t *testing.T) {
	for _, level := range levels() {
		for _, version := range []int{1, 2, 5, 7, 9, 14, 21, 32} {
			t.Run(fmt.Sprintf("version %d, level %s", version, level), func(t *testing.T) {
				of, codewords := codewordMap(version)
				b := newBlocks(version, level, codewords)
				for block := range min(b.count, 3) {
					if !decodesWithout(t, version, level, of, b, block, b.recoverable()) {
						t.Errorf("block %d does not survive %d wrong codewords", block, b.recoverable())
					}
					if b.reserved == 0 && decodesWithout(t, version, level, of, b, block, b.recoverable()+1) {
						t.Errorf("block %d survives %d wrong codewords", block, b.recoverable()+1)
					}
				}
			})
		}
	}
}

func decodesWithout(t *testing.T, version int, level Level, of []int, b blocks, block, wrong int) bool {
	t.Helper()
	symbol, err := encode("HELLO", symbolSpec{level: level, version: version, mask: -1})
	if err != nil {
		t.Fatal(err)
	}
	flip := map[int]bool{}
	for codeword := 0; codeword < b.codewords && len(flip) < wrong; codeword++ {
		if b.of(codeword) == block {
			flip[codeword] = true
		}
	}
	for i, codeword := range of {
		if codeword >= 0 && flip[codeword] {
			symbol.grid.on[i] = !symbol.grid.on[i]
		}
	}
	d := Design{Width: 5 * (symbol.grid.size + 8), Height: 5 * (symbol.grid.size + 8), Margin: 20}
	drawing, err := plan{design: d}.arrange(symbol.grid.size)
	if err != nil {
		t.Fatal(err)
	}
	drawing.symbol = symbol
	text, err := goqr.Decode(drawing.scene().raster())
	return err == nil && strings.Contains(text, "HELLO")
}
