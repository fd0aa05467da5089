package paint

import (
	"image/color"
	"testing"
)

func TestCSSColours(t *testing.T) {
	for css, want := range map[string]color.NRGBA{
		"#f80":                      {255, 136, 0, 255},
		"#F808":                     {255, 136, 0, 136},
		"#ff8800":                   {255, 136, 0, 255},
		"#ff880080":                 {255, 136, 0, 128},
		" Tomato ":                  {255, 99, 71, 255},
		"rebeccapurple":             {102, 51, 153, 255},
		"transparent":               {},
		"rgb(255, 136, 0)":          {255, 136, 0, 255},
		"rgb(300 -5 0)":             {255, 0, 0, 255},
		"rgba(255,136,0,0.5)":       {255, 136, 0, 128},
		"rgb( 100% 50% 0% / 20% )":  {255, 128, 0, 51},
		"rgb(255 136 0/.2)":         {255, 136, 0, 51},
		"hsl(120, 100%, 25%)":       {0, 128, 0, 255},
		"hsla(-240deg 100% 50%/ 1)": {0, 255, 0, 255},
	} {
		if got, ok := ParseColor(css); !ok || got != want {
			t.Errorf("%q: %v, %t, want %v", css, got, ok, want)
		}
	}
}

func TestInvalidColours(t *testing.T) {
	for _, css := range []string{
		"", "#", "#12", "#12345", "#ggg", "#+12345", "blu", "url(#x)", "rgb", "rgb(1,2,3", "rgb()", "rgb(1,2)",
		"rgb(,1,,2,3,)", "rgb(1 2 3 4 5)", "rgb(1,2,3/1)", "rgb(1 2 3 /)", "rgb(0x1p4,2,3)", "rgb(1_0,2,3)",
		"rgb(NaN,2,3)", "rgb(1e999,2,3)", "hsl(inf,1%,1%)", "lab(1 2 3)",
	} {
		if got, ok := ParseColor(css); ok {
			t.Errorf("%q is read as %v", css, got)
		}
	}
}
