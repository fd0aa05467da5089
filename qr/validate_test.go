package qr

import (
	"encoding/json"
	"errors"
	"image"
	"strings"
	"testing"
)

func TestInvalidDesignsNameTheField(t *testing.T) {
	cases := []struct{ name, design, field, reason string }{
		{"no object", `[]`, "design", "object"},
		{"unknown dot type", `{"dotsOptions":{"type":"blob"}}`, "dotsOptions.type", `"blob"`},
		{"a star of dots", `{"dotsOptions":{"type":"DOTS_TYPE_STAR"}}`, "dotsOptions.type", `"star"`},
		{"a ring that is a teardrop", `{"cornersSquareOptions":{"type":"CORNERS_SQUARE_TYPE_TEARDROP"}}`, "cornersSquareOptions.type", `"teardrop"`},
		{"a centre that is a leaf", `{"cornersDotOptions":{"type":"leaf"}}`, "cornersDotOptions.type", `"leaf"`},
		{"unknown shape", `{"shape":"triangle"}`, "shape", `"triangle"`},
		{"unknown level", `{"qrOptions":{"errorCorrectionLevel":"X"}}`, "qrOptions.errorCorrectionLevel", `"X"`},
		{"unknown mode", `{"qrOptions":{"mode":"Morse"}}`, "qrOptions.mode", `"Morse"`},
		{"version 41", `{"qrOptions":{"typeNumber":41}}`, "qrOptions.typeNumber", "between 0 and 40"},
		{"bad colour", `{"dotsOptions":{"color":"#12345"}}`, "dotsOptions.color", `"#12345"`},
		{"bad background", `{"backgroundOptions":{"color":"url(#x)"}}`, "backgroundOptions.color", "not a colour"},
		{"no stops", `{"dotsOptions":{"gradient":{"type":"linear","colorStops":[]}}}`, "dotsOptions.gradient.colorStops", "1 to 64"},
		{"absent stops", `{"dotsOptions":{"gradient":{"type":"linear"}}}`, "dotsOptions.gradient.colorStops", "1 to 64"},
		{"bad stop", `{"backgroundOptions":{"gradient":{"colorStops":[{"offset":0,"color":"red"},{"offset":1,"color":"rot"}]}}}`, "backgroundOptions.gradient.colorStops[1].color", `"rot"`},
		{"offset over 1", `{"dotsOptions":{"gradient":{"colorStops":[{"offset":100,"color":"red"}]}}}`, "dotsOptions.gradient.colorStops[0].offset", "between 0 and 1"},
		{"unknown gradient", `{"dotsOptions":{"gradient":{"type":"conic","colorStops":[{"offset":0,"color":"red"}]}}}`, "dotsOptions.gradient.type", `"conic"`},
		{"margin without room", `{"margin":140}`, "margin", "less than 1 px"},
		{"margin over the picture", `{"margin":900}`, "margin", "less than 1 px"},
		{"negative margin", `{"margin":-20}`, "margin", "between 0"},
		{"zero width", `{"width":0}`, "width", "at least 1"},
		{"negative height", `{"height":-5}`, "height", "at least 1"},
		{"huge width", `{"width":100000}`, "width", "4096"},
		{"width that is no number", `{"width":"wide"}`, "width", "number"},
		{"infinite margin", `{"margin":"Inf"}`, "margin", "number"},
		{"width with an underscore", `{"width":"5_00"}`, "width", "number"},
		{"hexadecimal width", `{"width":"0x1p9"}`, "width", "number"},
		{"negative image", `{"imageOptions":{"imageSize":-1}}`, "imageOptions.imageSize", "between 0"},
		{"negative image margin", `{"imageOptions":{"margin":-1}}`, "imageOptions.margin", "between 0"},
		{"round over 1", `{"backgroundOptions":{"round":2}}`, "backgroundOptions.round", "between 0 and 1"},
		{"image on the web", `{"image":"https://evil.example/logo.png"}`, "image", "data: URL or base64"},
		{"image of another coding", `{"image":"data:image/svg+xml,<svg/>"}`, "image", "base64"},
		{"image that is none", `{"centralImageData":"aGk="}`, "image", "PNG, JPEG"},
		{"unknown format", `{"outputFileFormat":"GIF"}`, "outputFileFormat", `"gif"`},
		{"theme without colours", `{"dotsOptions":{"themeColor":{"type":"THEME_COLOR_TYPE_SOLID","colors":[]}}}`, "dotsOptions.themeColor.colors", "1 to 64"},
		{"theme of unknown type", `{"dotsOptions":{"themeColor":{"type":"PLAID","colors":["red"]}}}`, "dotsOptions.themeColor.type", "PLAID"},
		{"theme with a bad direction", `{"dotsOptions":{"themeColor":{"type":"THEME_COLOR_TYPE_LINEAR","colors":["red"],"direction":"up"}}}`, "dotsOptions.themeColor.direction", `"up"`},
		{"theme with a stop that is no number", `{"dotsOptions":{"themeColor":{"type":"THEME_COLOR_TYPE_LINEAR","colors":["red"],"stops":["NaN%"]}}}`, "dotsOptions.themeColor.stops", "percentage"},
		{"theme with missing stops", `{"dotsOptions":{"themeColor":{"type":"THEME_COLOR_TYPE_LINEAR","colors":["red","blue"],"stops":["0%"]}}}`, "dotsOptions.themeColor.stops", "as many"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var d Design
			err := json.Unmarshal([]byte(c.design), &d)
			if err == nil {
				_, err = Compile(&d)
			}
			var field *FieldError
			if !errors.As(err, &field) || field.Field != c.field || !strings.Contains(field.Reason, c.reason) {
				t.Fatalf("got %v, want %s: … %s", err, c.field, c.reason)
			}
		})
	}
}

func TestTextsAndSizesThatDoNotFit(t *testing.T) {
	tooLong := strings.Repeat("x", 3000)
	cases := []struct {
		name, text, field string
		design            Design
		options           Options
	}{
		{"no text", "", "data", Design{}, Options{}},
		{"no UTF-8", "\xff", "data", Design{}, Options{}},
		{"too long", tooLong, "data", Design{}, Options{}},
		{"too long for the version", "https://go.example/long", "qrOptions.typeNumber", Design{QR: SymbolOptions{Version: 1}}, Options{}},
		{"version 41", "x", "qrOptions.typeNumber", Design{QR: SymbolOptions{Version: 41}}, Options{}},
		{"mask 8", "x", "mask", Design{}, Options{Mask: new(8)}},
		{"letters as digits", "x", "qrOptions.mode", Design{QR: SymbolOptions{Mode: ModeNumeric}}, Options{}},
		{"lower case as alphanumeric", "x", "qrOptions.mode", Design{QR: SymbolOptions{Mode: ModeAlphanumeric}}, Options{}},
		{"Latin letters as Kanji", "漢x", "qrOptions.mode", Design{QR: SymbolOptions{Mode: ModeKanji}}, Options{}},
		{"a backslash as Kanji", `漢\字`, "qrOptions.mode", Design{QR: SymbolOptions{Mode: ModeKanji}}, Options{}},
		{"a picture too small for the text", strings.Repeat("x", 1000), "margin", Design{Width: 90, Height: 90}, Options{}},
		{"an image margin over the image", "x", "imageOptions.margin", Design{Image: testLogo(t), ImageOptions: ImageOptions{Margin: 100}}, Options{}},
		{"an image without width", "x", "image", Design{Image: pngOf(t, image.NewGray(image.Rect(0, 0, 1, 900)))}, Options{}},
		{"an image that is too small", "x", "imageOptions.imageSize", Design{Image: testLogo(t), ImageOptions: ImageOptions{Size: new(0.001)}}, Options{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Draw(c.text, &c.design, &c.options)
			var field *FieldError
			if !errors.As(err, &field) || field.Field != c.field {
				t.Fatalf("got %v, want %s", err, c.field)
			}
		})
	}
}
