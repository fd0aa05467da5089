package qr

import (
	"errors"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/qr/internal/check"
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
		{"bubbles", Design{Margin: 40, Dots: DotsOptions{Type: DotBubblyDots}}, []Check{CheckFinder, CheckFinder, CheckAlignment}},
		{"finder patterns of hexagons", Design{Margin: 40, Dots: DotsOptions{Type: DotHexagon}}, []Check{CheckFinder, CheckFinder, CheckAlignment}},
		{"a circuit with solid finder patterns", Design{Margin: 40, Dots: DotsOptions{Type: DotCircuitChip}, CornersSquare: CornerOptions{Type: CornerSquare}, CornersDot: CornerOptions{Type: CornerSquare}}, []Check{CheckAlignment}},
		{"octagon rings and centres", Design{Margin: 40, CornersSquare: CornerOptions{Type: CornerOctagon}, CornersDot: CornerOptions{Type: CornerOctagon}}, []Check{CheckFinder}},
		{"a leaf with a teardrop", Design{Margin: 40, CornersSquare: CornerOptions{Type: CornerLeaf}, CornersDot: CornerOptions{Type: CornerTeardrop}}, []Check{CheckFinder}},
		{"a teardrop in an extra-rounded ring", Design{Margin: 40, CornersSquare: CornerOptions{Type: CornerExtraRounded}, CornersDot: CornerOptions{Type: CornerTeardrop}}, nil},
		{"a star", Design{Margin: 40, CornersDot: CornerOptions{Type: CornerStar}}, []Check{CheckFinder}},
		{"tiny modules", Design{Width: 80, Height: 80, Margin: 10}, []Check{CheckModuleSize}},
		{"small modules of a circuit without smooth edges", Design{Width: 150, Height: 150, Margin: 19, Dots: DotsOptions{Type: DotCircuitChip, RoundSize: new(bool)}, CornersSquare: CornerOptions{Type: CornerSquare}, CornersDot: CornerOptions{Type: CornerSquare}}, []Check{CheckAlignment, CheckModuleSize}},
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
			if _, refused := errors.AsType[*FieldError](err); refused != (len(code.Warnings()) > 0) {
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
		{"a hexagon in large modules becomes extra-rounded", CornerHexagon, 10 * 37, CornerExtraRounded, true},
		{"an octagon in small modules becomes rounded", CornerOctagon, 4 * 37, CornerType(DotRounded), true},
		{"a leaf gets a wider rim", CornerLeaf, 4 * 37, "leaf with a wide rim", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := &Design{Width: c.width, Height: c.width, QR: SymbolOptions{Version: 3}, CornersSquare: CornerOptions{Type: c.asked}}
			code, err := Draw("https://go.example/abc", d, &Options{Safe: SafeRequire})
			if err != nil {
				t.Fatal(err)
			}
			if got := CornerType(check.RingType(code.drawing.Design)); got != c.want {
				t.Errorf("ring %s, want %s", got, c.want)
			}
			change := Change{"cornersSquareOptions.type", string(c.asked), string(c.want), CheckFinder}
			if slices.Contains(code.Changes(), change) != c.isReported {
				t.Errorf("changes %v", code.Changes())
			}
		})
	}
}

func TestSafeDrawsCentresThatScannersFind(t *testing.T) {
	cases := []struct {
		name               string
		dots               DotType
		ring, asked, drawn CornerType
	}{
		{"a star becomes square", DotSquare, CornerSquare, CornerStar, CornerSquare},
		{"a star in a round ring becomes round", DotSquare, CornerExtraRounded, CornerStar, CornerExtraRounded},
		{"a teardrop in a leaf stays", DotSquare, CornerLeaf, CornerTeardrop, CornerTeardrop},
		{"a dot in a leaf becomes square", DotSquare, CornerLeaf, CornerDot, CornerSquare},
		{"a teardrop in a round ring stays", DotSquare, CornerExtraRounded, CornerTeardrop, CornerTeardrop},
		{"a teardrop in a leaf among hexagons becomes square", DotHexagon, CornerLeaf, CornerTeardrop, CornerSquare},
		{"a hexagon in a round ring becomes round", DotSquare, CornerExtraRounded, CornerHexagon, CornerExtraRounded},
		{"an octagon stays with the ring that takes its own's place", DotSquare, CornerOctagon, CornerOctagon, CornerOctagon},
		{"octagons of the dots' type become one figure", DotOctagon, CornerExtraRounded, "", CornerExtraRounded},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := &Design{
				Width: 400, Height: 400, Dots: DotsOptions{Type: c.dots},
				CornersSquare: CornerOptions{Type: c.ring}, CornersDot: CornerOptions{Type: c.asked},
			}
			code, err := Draw("https://go.example/abc", d, &Options{Safe: SafeRequire})
			if err != nil {
				t.Fatal(err)
			}
			if got := CornerType(code.drawing.Design.Centre.Type); got != c.drawn {
				t.Errorf("centre %q, want %q", got, c.drawn)
			}
		})
	}
}

func TestSafeKeepsAVersionThatWasAskedFor(t *testing.T) {
	d := &Design{Image: testLogo(t), QR: SymbolOptions{Version: 4}, ImageOptions: ImageOptions{Size: new(1.0)}}
	code, err := Draw("https://go.example/abc", d, &Options{Safe: SafeRequire})
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
