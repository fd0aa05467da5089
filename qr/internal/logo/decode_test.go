package logo

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

func TestLargeImagesAreScaledDown(t *testing.T) {
	large := image.NewNRGBA(image.Rect(0, 0, 3000, 1500))
	for i := range large.Pix {
		large.Pix[i] = 255
	}
	large.Set(0, 0, color.Black)
	var pngFile, jpegFile bytes.Buffer
	if err := png.Encode(&pngFile, large); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&jpegFile, large, nil); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"PNG": pngFile.Bytes(), "JPEG": jpegFile.Bytes()} {
		logo, err := Decode(file)
		if err != nil {
			t.Fatal(err)
		}
		if got := logo.Pixels.Rect.Size(); got != image.Pt(drawnSide, drawnSide/2) || logo.Ratio != 0.5 {
			t.Errorf("%s: %v px, ratio %g", name, got, logo.Ratio)
		}
	}
}
