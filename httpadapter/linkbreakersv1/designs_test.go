package linkbreakersv1_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

// logo returns a PNG file of 40×40 px, in base64.
func logo(t testing.TB) string {
	t.Helper()
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 40, 40))); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(file.Bytes())
}

// design makes a design and returns it.
func (sv *server) design(t testing.TB, body string) map[string]any {
	t.Helper()
	answer, got := sv.call(t, secret, "POST", "/v1/qrcode-designs", body)
	if answer.StatusCode != 200 {
		t.Fatalf("making a design: %d %v", answer.StatusCode, got)
	}
	return got["qrcodeDesign"].(map[string]any)
}

// without returns the JSON of an object without some of its fields.
func without(t testing.TB, object map[string]any, names ...string) string {
	t.Helper()
	rest := maps.Clone(object)
	for _, name := range names {
		delete(rest, name)
	}
	return text(t, rest)
}

func TestADesignIsTheSameInBothForms(t *testing.T) {
	sv := newServer(t, nil)
	image := logo(t)
	// The design of the API's document, and the same one as SDKs send it.
	document := sv.design(t, `{"output_file_format":"OUTPUT_FILE_FORMAT_PNG","width":500,"height":500,"central_image_data":"data:image/png;base64,`+image+`",
		"central_image_size":0.3,"dots_options":{"color":"#2563eb","type":"rounded"},"corners_square_options":{"color":"#1e40af","type":"extra-rounded"},
		"background_options":{"color":"#ffffff"},"shape":"SHAPE_SQUARE","error_correction_level":"M","hide_background_dots":true}`)
	sdk := sv.design(t, `{"outputFileFormat":"OUTPUT_FILE_FORMAT_PNG","width":500,"height":500,"centralImageData":"`+image+`","centralImageSize":0.3,
		"dotsOptions":{"themeColor":{"type":"THEME_COLOR_TYPE_SOLID","colors":["#2563eb"]},"type":"DOTS_TYPE_ROUNDED"},
		"cornersSquareOptions":{"themeColor":{"type":"THEME_COLOR_TYPE_SOLID","colors":["#1e40af"]},"type":"CORNERS_SQUARE_TYPE_EXTRA_ROUNDED"},
		"backgroundOptions":{"themeColor":{"type":"THEME_COLOR_TYPE_SOLID","colors":["#ffffff"]}},"shape":"SHAPE_SQUARE","errorCorrectionLevel":"M","hideBackgroundDots":true}`)
	want := `{"backgroundOptions":{"themeColor":{"colors":["#ffffff"],"type":"THEME_COLOR_TYPE_SOLID"}},"centralImageMargin":0,"centralImageSize":0.3,` +
		`"cornersSquareOptions":{"themeColor":{"colors":["#1e40af"],"type":"THEME_COLOR_TYPE_SOLID"},"type":"CORNERS_SQUARE_TYPE_EXTRA_ROUNDED"},"createdAt":"2026-03-14T12:00:30Z",` +
		`"dotsOptions":{"themeColor":{"colors":["#2563eb"],"type":"THEME_COLOR_TYPE_SOLID"},"type":"DOTS_TYPE_ROUNDED"},"errorCorrectionLevel":"M","height":500,` +
		`"hideBackgroundDots":true,"outputFileFormat":"OUTPUT_FILE_FORMAT_PNG","shape":"SHAPE_SQUARE","updatedAt":"2026-03-14T12:00:30Z","width":500}`
	for form, got := range map[string]map[string]any{"document": document, "SDK": sdk} {
		if without(t, got, "id") != want {
			t.Errorf("%s: got\n%s, want\n%s", form, text(t, got), want)
		}
	}
	for _, id := range []any{document["id"], sdk["id"]} {
		stored, err := sv.shortener.Design(t.Context(), "", id.(string))
		if err != nil || !strings.Contains(string(stored.Body), image) {
			t.Errorf("stored %s, %v", stored.Body, err)
		}
	}
}

func TestGradientsInBothForms(t *testing.T) {
	sv := newServer(t, nil)
	document := sv.design(t, `{"dots_options":{"gradient":"{\"type\":\"linear\",\"rotation\":0.785398163397448,\"colorStops\":[{\"offset\":0,\"color\":\"#3b82f6\"},{\"offset\":1,\"color\":\"#8b5cf6\"}]}","type":"dots"},
		"corners_square_options":{"color":"#1e293b","type":"square"},
		"background_options":{"gradient":"{\"type\":\"radial\",\"colorStops\":[{\"offset\":0,\"color\":\"#f8fafc\"},{\"offset\":1,\"color\":\"#e2e8f0\"}]}"}}`)
	sdk := sv.design(t, `{"dotsOptions":{"themeColor":{"type":"THEME_COLOR_TYPE_LINEAR","colors":["#3b82f6","#8b5cf6"],"direction":"135deg","stops":["0%","100%"]},"type":"DOTS_TYPE_DOTS"},
		"cornersSquareOptions":{"themeColor":{"type":"THEME_COLOR_TYPE_SOLID","colors":["#1e293b"]},"type":"CORNERS_SQUARE_TYPE_SQUARE"},
		"backgroundOptions":{"themeColor":{"type":"THEME_COLOR_TYPE_RADIAL","colors":["#f8fafc","#e2e8f0"]}}}`)
	if a, b := without(t, document, "id"), without(t, sdk, "id"); a != b {
		t.Errorf("document\n%s, SDK\n%s", a, b)
	}
	want := `{"themeColor":{"colors":["#3b82f6","#8b5cf6"],"direction":"135deg","stops":["0%","100%"],"type":"THEME_COLOR_TYPE_LINEAR"},"type":"DOTS_TYPE_DOTS"}`
	if got := text(t, sdk["dotsOptions"]); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAnEmptyDesignHasDefaults(t *testing.T) {
	sv := newServer(t, nil)
	want := `{"backgroundOptions":{"themeColor":{"colors":["#ffffff"],"type":"THEME_COLOR_TYPE_SOLID"}},"centralImageMargin":0,"centralImageSize":0.4,"createdAt":"2026-03-14T12:00:30Z",` +
		`"dotsOptions":{"themeColor":{"colors":["#000000"],"type":"THEME_COLOR_TYPE_SOLID"},"type":"DOTS_TYPE_SQUARE"},"errorCorrectionLevel":"Q","height":300,"hideBackgroundDots":true,` +
		`"outputFileFormat":"OUTPUT_FILE_FORMAT_PNG","shape":"SHAPE_SQUARE","updatedAt":"2026-03-14T12:00:30Z","width":300}`
	for _, path := range []string{"/v1/qrcode-designs", "/v1/public/qrcode-designs"} {
		answer, got := sv.call(t, secret, "POST", path, `{}`)
		design, _ := got["qrcodeDesign"].(map[string]any)
		if answer.StatusCode != 200 || without(t, design, "id") != want {
			t.Errorf("%s: %d %s", path, answer.StatusCode, text(t, got))
		}
		if text(t, got["qrcode_design"]) != text(t, design) {
			t.Errorf("%s: the twin is %s", path, text(t, got["qrcode_design"]))
		}
	}
}

func TestADesignIsChangedInParts(t *testing.T) {
	sv := newServer(t, nil)
	id := sv.design(t, `{"width":500,"centralImageData":"`+logo(t)+`","dotsOptions":{"color":"#aa0000","type":"rounded"}}`)["id"].(string)
	for _, step := range []struct{ body, field, want string }{
		{`{"dotsOptions":{"type":"DOTS_TYPE_DOTS"}}`, "dotsOptions", `{"themeColor":{"colors":["#aa0000"],"type":"THEME_COLOR_TYPE_SOLID"},"type":"DOTS_TYPE_DOTS"}`},
		{`{"dots_options":{"color":"#00aa00"}}`, "dotsOptions", `{"themeColor":{"colors":["#00aa00"],"type":"THEME_COLOR_TYPE_SOLID"},"type":"DOTS_TYPE_DOTS"}`},
		{`{"cornersDotOptions":{"type":"dot"}}`, "cornersDotOptions", `{"type":"CORNERS_DOT_TYPE_DOT"}`},
		{`{"cornersDotOptions":{}}`, "cornersDotOptions", `null`},
		{`{"dotsOptions":null}`, "dotsOptions", `{"themeColor":{"colors":["#000000"],"type":"THEME_COLOR_TYPE_SOLID"},"type":"DOTS_TYPE_SQUARE"}`},
		{`{"height":400,"unknown":1}`, "height", `400`},
		{`{}`, "width", `500`},
		{`{"width":null}`, "width", `300`},
	} {
		answer, got := sv.call(t, secret, "PATCH", "/v1/qrcode-designs/"+id, step.body)
		design, _ := got["qrcodeDesign"].(map[string]any)
		if answer.StatusCode != 200 || text(t, design[step.field]) != step.want {
			t.Errorf("%s: %d, %s, want %s", step.body, answer.StatusCode, text(t, got), step.want)
		}
	}
	stored := func() string {
		t.Helper()
		d, err := sv.shortener.Design(t.Context(), "", id)
		if err != nil {
			t.Fatal(err)
		}
		return string(d.Body)
	}
	if !strings.Contains(stored(), logo(t)) {
		t.Error("the image was lost")
	}
	if answer, got := sv.call(t, secret, "PATCH", "/v1/qrcode-designs/"+id, `{"centralImageDelete":true}`); answer.StatusCode != 200 || strings.Contains(stored(), "image\"") {
		t.Errorf("%d %v, stored %s", answer.StatusCode, got, stored())
	}
	if answer, got := sv.call(t, secret, "DELETE", "/v1/qrcode-designs/"+id, ""); answer.StatusCode != 200 || len(got) != 0 {
		t.Errorf("deleted: %d %v", answer.StatusCode, got)
	}
	for _, method := range []string{"GET", "PATCH", "DELETE"} {
		if answer, got := sv.call(t, secret, method, "/v1/qrcode-designs/"+id, `{}`); answer.StatusCode != 404 {
			t.Errorf("%s after its deletion: %d %v", method, answer.StatusCode, got)
		}
	}
}

func TestWhoMayMakeDesigns(t *testing.T) {
	sv := newServer(t, nil)
	id := sv.design(t, `{}`)["id"].(string)
	if answer, got := sv.call(t, "others: "+secret, "GET", "/v1/qrcode-designs/"+id, ""); answer.StatusCode != 404 {
		t.Errorf("another workspace: %d %v", answer.StatusCode, got)
	}
	const page = "a publishable token of the tests"
	if _, err := sv.shortener.CreateToken(t.Context(), linkpack.Token{Secret: page, Scope: linkpack.Scope{Publishable: true}}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/v1/qrcode-designs", "/v1/public/qrcode-designs"} {
		if answer, got := sv.call(t, page, "POST", path, `{}`); answer.StatusCode != 403 {
			t.Errorf("%s with a publishable token: %d %v", path, answer.StatusCode, got)
		}
		if answer, got := sv.call(t, "", "POST", path, `{}`); answer.StatusCode != 401 {
			t.Errorf("%s without a token: %d %v", path, answer.StatusCode, got)
		}
	}
}

func TestDesignsThatAreRefused(t *testing.T) {
	sv := newServer(t, nil)
	good := sv.design(t, `{}`)["id"].(string)
	b64 := func(file string) string { return base64.StdEncoding.EncodeToString([]byte(file)) }
	whole, err := base64.StdEncoding.DecodeString(logo(t))
	if err != nil {
		t.Fatal(err)
	}
	bomb := bytes.Clone(whole)
	copy(bomb[16:24], "\x00\x00\x10\x00\x00\x00\x10\x00") // 4096×4096 px; its checksum is wrong, too
	for name, c := range map[string]struct{ body, field, reason string }{
		"a 4 MB image":          {`{"centralImageData":"` + b64(strings.Repeat("x", 4_000_000)) + `"}`, "centralImageData", "at most 3000000 bytes"},
		"no image":              {`{"centralImageData":"` + b64("hi") + `"}`, "centralImageData", "must be a PNG, JPEG, GIF or WebP file"},
		"no base64":             {`{"centralImageData":"…"}`, "centralImageData", "must be a data: URL or base64"},
		"a web address":         {`{"centralImageData":"https://example.com/a,b.png"}`, "centralImageData", "must be a base64 data: URL"},
		"a truncated image":     {`{"centralImageData":"` + b64(string(whole[:len(whole)/2])) + `"}`, "centralImageData", ""},
		"a bomb":                {`{"centralImageData":"` + b64(string(bomb)) + `"}`, "centralImageData", ""},
		"an SVG":                {`{"centralImageData":"data:image/svg+xml;base64,` + b64("<svg/>") + `"}`, "centralImageData", "must be a PNG, JPEG, GIF or WebP file"},
		"a number":              {`{"centralImageData":7}`, "centralImageData", "must be a string, not number"},
		"image and no image":    {`{"centralImageData":"` + logo(t) + `","centralImageDelete":true}`, "centralImageDelete", "must not be sent together"},
		"too small":             {`{"width":0}`, "width", "at least 1"},
		"too large":             {`{"height":5000}`, "height", "between 1 and 4096"},
		"a broken number":       {`{"width":1.5}`, "width", "whole number"},
		"a wrong type":          {`{"width":[]}`, "width", "number"},
		"a wrong format":        {`{"outputFileFormat":"OUTPUT_FILE_FORMAT_GIF"}`, "outputFileFormat", "gif"},
		"a wrong shape":         {`{"shape":"SHAPE_HEART"}`, "shape", "heart"},
		"a wrong level":         {`{"error_correction_level":"X"}`, "errorCorrectionLevel", "X"},
		"a wrong dot type":      {`{"dotsOptions":{"type":"DOTS_TYPE_HEARTS"}}`, "dotsOptions.type", "hearts"},
		"a wrong corner type":   {`{"cornersSquareOptions":{"type":"hearts"}}`, "cornersSquareOptions.type", "hearts"},
		"a wrong colour":        {`{"dotsOptions":{"color":"blurple"}}`, "dotsOptions.color", "blurple"},
		"a wrong theme colour":  {`{"dotsOptions":{"themeColor":{"type":"THEME_COLOR_TYPE_LINEAR","colors":["red","blurple"]}}}`, "dotsOptions.themeColor.colors[1]", "blurple"},
		"a theme without one":   {`{"backgroundOptions":{"themeColor":{"type":"THEME_COLOR_TYPE_SOLID","colors":[]}}}`, "backgroundOptions.themeColor.colors", "1 to 64"},
		"a wrong theme":         {`{"dotsOptions":{"themeColor":{"type":"SOLID","colors":["red"]}}}`, "dotsOptions.themeColor.type", "SOLID"},
		"a wrong stop":          {`{"dotsOptions":{"themeColor":{"type":"THEME_COLOR_TYPE_LINEAR","colors":["red"],"stops":["200%"]}}}`, "dotsOptions.themeColor.stops", "200%"},
		"a gradient in no JSON": {`{"dotsOptions":{"gradient":"red to blue"}}`, "dotsOptions.gradient", "JSON object"},
		"an image of that size": {`{"centralImageSize":1.5}`, "centralImageSize", "between 0 and 1"},
		"a negative margin":     {`{"centralImageMargin":-1}`, "centralImageMargin", "between 0"},
		"two spellings":         {`{"centralImageSize":0.1,"central_image_size":0.2}`, "centralImageSize", "sent twice"},
	} {
		for method, path := range map[string]string{"POST": "/v1/qrcode-designs", "PATCH": "/v1/qrcode-designs/" + good} {
			answer, got := sv.call(t, secret, method, path, c.body)
			details, _ := got["details"].([]any)
			if answer.StatusCode != 400 || len(details) == 0 {
				t.Errorf("%s: %s: %d %v", method, name, answer.StatusCode, got)
				continue
			}
			detail := details[0].(map[string]any)
			if detail["field"] != c.field || !strings.Contains(detail["reason"].(string), c.reason) {
				t.Errorf("%s: %s: %v, want %s: … %s", method, name, detail, c.field, c.reason)
			}
		}
	}
}

// phonePicture is a JPEG file that lies on its side and says where it was taken.
func phonePicture(t *testing.T) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := jpeg.Encode(&file, image.NewGray(image.Rect(0, 0, 2048, 1024)), nil); err != nil {
		t.Fatal(err)
	}
	exif := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00GPS 52.52,13.40")
	return slices.Concat(file.Bytes()[:2], []byte{0xff, 0xe1, 0, byte(len(exif) + 2)}, exif, file.Bytes()[2:])
}

func TestThePictureOfAPhoneIsStoredWithoutItsPlace(t *testing.T) {
	sv := newServer(t, nil)
	id := sv.design(t, fmt.Sprintf(`{"centralImageData":"data:image/jpeg;base64,%s"}`, base64.StdEncoding.EncodeToString(phonePicture(t))))["id"].(string)
	stored, err := sv.shortener.Design(t.Context(), "", id)
	if err != nil {
		t.Fatal(err)
	}
	_, data, _ := strings.Cut(string(stored.Body), ";base64,")
	data, _, _ = strings.Cut(data, `"`)
	file, err := base64.StdEncoding.DecodeString(data)
	if err != nil || bytes.Contains(file, []byte("GPS")) || bytes.Contains(file, []byte("Exif")) {
		t.Fatalf("stored %.100q, %v", file, err)
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil || config.Width != 512 || config.Height != 1024 {
		t.Errorf("%d×%d px, %v", config.Width, config.Height, err)
	}
	if answer, got := sv.call(t, secret, "PATCH", "/v1/qrcode-designs/"+id, `{"width":400}`); answer.StatusCode != 200 {
		t.Fatalf("%d %v", answer.StatusCode, got)
	}
	again, err := sv.shortener.Design(t.Context(), "", id)
	if err != nil || !strings.Contains(string(again.Body), data) {
		t.Errorf("a later change encodes the image again: %v", err)
	}
}

func TestWhatTheAPIHasNoWordForIsLeftOut(t *testing.T) {
	sv := newServer(t, nil)
	for body, want := range map[string]string{
		`{"outputFileFormat":"pdf"}`:                                           `"outputFileFormat":null`,
		`{"outputFileFormat":"webp"}`:                                          `"outputFileFormat":"OUTPUT_FILE_FORMAT_WEBP"`,
		`{"cornersSquareOptions":{"type":"rounded","color":"#1e40af"}}`:        `"cornersSquareOptions":{"themeColor":{"colors":["#1e40af"],"type":"THEME_COLOR_TYPE_SOLID"}}`,
		`{"cornersSquareOptions":{"type":"leaf"}}`:                             `"cornersSquareOptions":{"type":"CORNERS_SQUARE_TYPE_LEAF"}`,
		`{"cornersDotOptions":{"type":"classy"}}`:                              `"cornersDotOptions":null`,
		`{"cornersDotOptions":{"type":"extra-rounded"}}`:                       `"cornersDotOptions":null`,
		`{"corners_dot_options":{"type":"CORNERS_DOT_TYPE_STAR"},"width":300}`: `"cornersDotOptions":{"type":"CORNERS_DOT_TYPE_STAR"}`,
	} {
		design := sv.design(t, body)
		field, _, _ := strings.Cut(strings.Trim(want, `"`), `"`)
		if got := fmt.Sprintf("%q:%s", field, text(t, design[field])); got != want {
			t.Errorf("%s: got %s, want %s", body, got, want)
		}
	}
}

func TestAStoredImageSizeBlocksNoOtherChange(t *testing.T) {
	sv := newServer(t, nil)
	stored, err := sv.shortener.CreateDesign(t.Context(), linkpack.StoredDesign{Body: []byte(`{"imageOptions":{"imageSize":1.2}}`)})
	if err != nil {
		t.Fatal(err)
	}
	for body, want := range map[string]int{`{"width":500}`: 200, `{"centralImageSize":1.2}`: 400} {
		if answer, got := sv.call(t, secret, "PATCH", "/v1/qrcode-designs/"+stored.ID, body); answer.StatusCode != want {
			t.Errorf("%s: %d %v", body, answer.StatusCode, got)
		}
	}
}
