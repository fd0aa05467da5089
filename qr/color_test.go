package qr

import (
	"bytes"
	"image/color"
	"image/png"
	"testing"
)

// TestTranslucentColoursKeepTheirHue reads the background back from the file. The
// picture is drawn with premultiplied colours, so a channel is rounded to steps of
// 255 divided by the alpha.
func TestTranslucentColoursKeepTheirHue(t *testing.T) {
	code, err := Draw("x", &Design{Background: BackgroundOptions{Color: "rgba(254, 99, 44, 0.2)"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	file, err := code.Encode(PNG)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	got := color.NRGBAModel.Convert(m.At(0, 0)).(color.NRGBA)
	apart := func(a, b uint8) int { return int(max(a, b) - min(a, b)) }
	if apart(got.R, 254) > 3 || apart(got.G, 99) > 3 || apart(got.B, 44) > 3 || got.A != 51 {
		t.Errorf("the background is %v, want {254 99 44 51}", got)
	}
}
