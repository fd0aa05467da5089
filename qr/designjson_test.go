package qr

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
)

func parse(t *testing.T, text string) *Design {
	t.Helper()
	var d Design
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	if _, err := Compile(&d); err != nil {
		t.Fatal(err)
	}
	return &d
}

func TestBothFormsReadTheSame(t *testing.T) {
	cases := []struct{ name, styling, linkbreakers string }{
		{
			"types and one colour",
			`{"width":500,"height":400,"shape":"circle","qrOptions":{"errorCorrectionLevel":"M"},"dotsOptions":{"type":"extra-rounded","color":"#2563eb"},"cornersDotOptions":{"type":"dot"}}`,
			`{"width":500,"height":400,"shape":"SHAPE_CIRCLE","errorCorrectionLevel":"M","dotsOptions":{"type":"DOTS_TYPE_EXTRA_ROUNDED","themeColor":{"type":"THEME_COLOR_TYPE_SOLID","colors":["#2563eb"]}},"cornersDotOptions":{"type":"CORNERS_DOT_TYPE_DOT"}}`,
		},
		{
			"hexagon, leaf and star",
			`{"dotsOptions":{"type":"hexagon"},"cornersSquareOptions":{"type":"leaf"},"cornersDotOptions":{"type":"star"}}`,
			`{"dotsOptions":{"type":"DOTS_TYPE_HEXAGON"},"cornersSquareOptions":{"type":"CORNERS_SQUARE_TYPE_LEAF"},"cornersDotOptions":{"type":"CORNERS_DOT_TYPE_STAR"}}`,
		},
		{
			"bubbles, octagon and teardrop",
			`{"dotsOptions":{"type":"bubbly-dots"},"cornersSquareOptions":{"type":"octagon"},"cornersDotOptions":{"type":"teardrop"}}`,
			`{"dots_options":{"type":"DOTS_TYPE_BUBBLY_DOTS"},"corners_square_options":{"type":"CORNERS_SQUARE_TYPE_OCTAGON"},"corners_dot_options":{"type":"CORNERS_DOT_TYPE_TEARDROP"}}`,
		},
		{
			"a circuit with hexagons",
			`{"dotsOptions":{"type":"circuit-chip"},"cornersSquareOptions":{"type":"hexagon"},"cornersDotOptions":{"type":"hexagon"}}`,
			`{"dotsOptions":{"type":"DOTS_TYPE_CIRCUIT_CHIP"},"cornersSquareOptions":{"type":"CORNERS_SQUARE_TYPE_HEXAGON"},"cornersDotOptions":{"type":"CORNERS_DOT_TYPE_HEXAGON"}}`,
		},
		{
			"snake case",
			`{"qrOptions":{"errorCorrectionLevel":"H"},"dotsOptions":{"type":"classy"},"imageOptions":{"hideBackgroundDots":false,"imageSize":0.3,"margin":4}}`,
			`{"error_correction_level":"H","dots_options":{"type":"DOTS_TYPE_CLASSY"},"hide_background_dots":false,"central_image_size":0.3,"central_image_margin":4}`,
		},
		{
			"a gradient to the right",
			`{"backgroundOptions":{"gradient":{"type":"linear","rotation":0,"colorStops":[{"offset":0,"color":"red"},{"offset":0.25,"color":"blue"}]}}}`,
			`{"backgroundOptions":{"themeColor":{"type":"THEME_COLOR_TYPE_LINEAR","direction":"90deg","colors":["red","blue"],"stops":["0%","25%"]}}}`,
		},
		{
			"a radial gradient",
			`{"dotsOptions":{"gradient":{"type":"radial","colorStops":[{"offset":0,"color":"red"},{"offset":0.5,"color":"green"},{"offset":1,"color":"blue"}]}}}`,
			`{"dotsOptions":{"themeColor":{"type":"THEME_COLOR_TYPE_RADIAL","colors":["red","green","blue"]}}}`,
		},
		{
			"a gradient in a string",
			`{"dotsOptions":{"type":"rounded","gradient":{"type":"linear","rotation":45,"colorStops":[{"offset":0,"color":"red"}]}}}`,
			`{"dotsOptions":{"type":"rounded","gradient":"{\"type\":\"linear\",\"rotation\":45,\"colorStops\":[{\"offset\":0,\"color\":\"red\"}]}"}}`,
		},
		{"unspecified is the default", `{}`, `{"shape":"SHAPE_UNSPECIFIED","dotsOptions":{"type":"DOTS_TYPE_UNSPECIFIED"},"cornersSquareOptions":{"type":""},"outputFileFormat":"OUTPUT_FILE_FORMAT_UNSPECIFIED"}`},
		{"numbers as strings", `{"width":500,"margin":10,"qrOptions":{"typeNumber":5}}`, `{"width":"500","margin":"10","qrOptions":{"typeNumber":"5"}}`},
		{"null is absent", `{}`, `{"image":null,"dotsOptions":{"gradient":null},"margin":null}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if a, b := parse(t, c.styling), parse(t, c.linkbreakers); !reflect.DeepEqual(a, b) {
				t.Errorf("%+v\n%+v", a, b)
			}
		})
	}
}

func TestDirectionsAreCSSDirections(t *testing.T) {
	for direction, want := range map[string]float64{"": 90, "to right": 0, "to left": 180, "to top": -90, "135deg": 45, "to bottom right": 45} {
		d := parse(t, `{"dotsOptions":{"themeColor":{"type":"THEME_COLOR_TYPE_LINEAR","colors":["red","blue"],"direction":"`+direction+`"}}}`)
		if got := d.Dots.Gradient.Rotation * 180 / math.Pi; math.Abs(got-want) > 1e-9 {
			t.Errorf("%q turns by %g°, want %g°", direction, got, want)
		}
	}
}

func TestEmptyBackgroundColourPaintsNothing(t *testing.T) {
	for _, text := range []string{`{"backgroundOptions":{"color":""}}`, `{"backgroundOptions":{"color":"transparent"}}`, `{"backgroundOptions":{"color":null}}`} {
		code, err := Draw("x", parse(t, text), nil)
		if err != nil {
			t.Fatal(err)
		}
		if a := code.Image().RGBAAt(149, 0).A; code.Image().Opaque() {
			t.Errorf("%s: opaque, alpha %d", text, a)
		}
	}
}

func TestDesignsSurviveJSON(t *testing.T) {
	for _, r := range references(t) {
		text, err := json.Marshal(&r.Options)
		if err != nil {
			t.Fatal(err)
		}
		if got := parse(t, string(text)); !reflect.DeepEqual(got, &r.Options) {
			t.Errorf("%s:\n%+v\n%+v", r.Name, got, r.Options)
		}
	}
}

// TestTypesSurviveJSON reads each type by its SDK name, and what is written of it.
func TestTypesSurviveJSON(t *testing.T) {
	check := func(field, prefix, kind string, typeOf func(*Design) string) {
		sdk := prefix + strings.ToUpper(strings.ReplaceAll(kind, "-", "_"))
		d := parse(t, `{"`+field+`":{"type":"`+sdk+`"}}`)
		if got := typeOf(d); got != kind {
			t.Errorf("%s is read as %q", sdk, got)
		}
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if got := typeOf(parse(t, string(text))); got != kind {
			t.Errorf("%s is read as %q after it was written as %s", sdk, got, text)
		}
	}
	for _, kind := range dotTypes()[1:] {
		check("dotsOptions", "DOTS_TYPE_", string(kind), func(d *Design) string { return string(d.Dots.Type) })
	}
	for _, kind := range ringTypes()[1:] {
		check("cornersSquareOptions", "CORNERS_SQUARE_TYPE_", string(kind), func(d *Design) string { return string(d.CornersSquare.Type) })
	}
	for _, kind := range centreTypes()[1:] {
		check("cornersDotOptions", "CORNERS_DOT_TYPE_", string(kind), func(d *Design) string { return string(d.CornersDot.Type) })
	}
}

func TestScaledKeepsProportions(t *testing.T) {
	d := Design{Width: 400, Height: 200, Margin: 10, ImageOptions: ImageOptions{Margin: 4}}
	s := d.Scaled(1000)
	if s.Width != 1000 || s.Height != 500 || s.Margin != 25 || s.ImageOptions.Margin != 10 || d.Width != 400 {
		t.Errorf("%+v", s)
	}
}

func TestScaledTakesTheDefaultDesign(t *testing.T) {
	if s := (*Design)(nil).Scaled(600); s.Width != 600 || s.Height != 600 {
		t.Errorf("%+v", s)
	}
}

func FuzzDesign(f *testing.F) {
	f.Add([]byte(`{"width":"500","dotsOptions":{"gradient":"{}"}}`))
	f.Add([]byte(`{"dots_options":{"themeColor":{"type":"THEME_COLOR_TYPE_LINEAR","colors":["red"],"stops":["0%"],"direction":"1deg"}}}`))
	f.Add([]byte(`{"shape":"circle","margin":1,"imageOptions":{"imageSize":0.1},"backgroundOptions":{"round":1,"color":""}}`))
	f.Add([]byte(`{"width":61,"height":60,"dotsOptions":{"type":"circuit-chip","roundSize":false},"cornersSquareOptions":{"type":"leaf"},"cornersDotOptions":{"type":"star"}}`))
	f.Add([]byte(`{"width":150,"shape":"circle","dotsOptions":{"type":"bubbly-dots","roundSize":false},"cornersSquareOptions":{"type":"hexagon"},"cornersDotOptions":{"type":"teardrop"}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var d Design
		if json.Unmarshal(text, &d) != nil {
			return
		}
		style, err := Compile(&d)
		if err != nil || style.design.Width*style.design.Height > 1<<16 {
			return
		}
		for _, safe := range []Safe{SafeOff, SafeMend} {
			code, err := style.Draw("https://go.example/", &Options{Safe: safe})
			if err != nil {
				continue
			}
			if _, err := code.Encode(SVG); err != nil {
				t.Fatal(err)
			}
			if b := code.Image().Rect; b.Dx() != style.design.Width || b.Dy() != style.design.Height {
				t.Fatalf("%v, want %d×%d", b, style.design.Width, style.design.Height)
			}
		}
	})
}
