package linkbreakersv1_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	_ "image/png" // the format of the codes
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	goqr "github.com/piglig/go-qr"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
	"github.com/linkpack/linkpack-go/httpadapter/qrcode"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// newDrawingServer returns a server that serves QR codes, too.
func newDrawingServer(t testing.TB) *server {
	t.Helper()
	sv := newServer(t, nil)
	sv.draw(t)
	return sv
}

// draw makes the server serve QR codes.
func (sv *server) draw(t testing.TB) {
	t.Helper()
	images, err := qrcode.New(sv.shortener, nil)
	if err != nil {
		t.Fatal(err)
	}
	sv.Handler, err = httpadapter.New(sv.shortener, &httpadapter.Options{
		APIs: []httpadapter.API{linkbreakersv1.New(&linkbreakersv1.Options{Codes: images})}, Images: images,
	})
	if err != nil {
		t.Fatal(err)
	}
}

// open opens a signed URL as a browser does, without a token. It returns the text of the
// code and the colour of its darkest px.
func (sv *server) open(t testing.TB, url string) (text string, darkest color.RGBA) {
	t.Helper()
	recorder := httptest.NewRecorder()
	sv.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, url, nil))
	if recorder.Code != http.StatusOK || recorder.Header().Get("Content-Type") != "image/png" {
		t.Fatalf("%s: %d %s", url, recorder.Code, recorder.Body)
	}
	picture, _, err := image.Decode(bytes.NewReader(recorder.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if text, err = goqr.Decode(picture); err != nil {
		t.Fatal(err)
	}
	middle := picture.Bounds().Dx() / 2
	least := 1 << 20
	for x := range middle {
		r, g, b, _ := picture.At(x, middle).RGBA()
		if sum := int(r + g + b); sum < least {
			least, darkest = sum, color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255}
		}
	}
	return text, darkest
}

func TestTheSignedURLOfALinkShowsItsCode(t *testing.T) {
	sv := newDrawingServer(t)
	design := sv.design(t, `{"dots_options":{"color":"#aa0000"}}`)["id"].(string)
	link := sv.make(t, fmt.Sprintf(`{"destination":"https://example.com/","shortlink":"abc","qrcodeDesignId":%q,"waitForQrcode":true}`, design))
	url, _ := link["qrcodeSignedUrl"].(string)
	if url == "" || link["qrcode_signed_url"] != url {
		t.Fatalf("made %v", link)
	}
	expect := func(when string, want color.RGBA) {
		t.Helper()
		if text, dark := sv.open(t, url); text != "https://go.example/abc?qr=1" || dark != want {
			t.Errorf("%s: text %q, colour %v", when, text, dark)
		}
	}
	expect("at first", color.RGBA{0xaa, 0, 0, 255})
	if answer, got := sv.call(t, secret, "PATCH", "/v1/qrcode-designs/"+design, `{"dotsOptions":{"color":"#0000aa"}}`); answer.StatusCode != 200 {
		t.Fatalf("%d %v", answer.StatusCode, got)
	}
	expect("after a change of the design", color.RGBA{0, 0, 0xaa, 255})
	if answer, got := sv.call(t, secret, "DELETE", "/v1/links/"+link["id"].(string), ""); answer.StatusCode != 200 {
		t.Fatalf("%d %v", answer.StatusCode, got)
	}
	if answer, got := sv.call(t, secret, "DELETE", "/v1/qrcode-designs/"+design, ""); answer.StatusCode != 200 {
		t.Fatalf("%d %v", answer.StatusCode, got)
	}
	expect("after the deletion of both", color.RGBA{0, 0, 0xaa, 255})
}

func TestLinksAreShownWithTheirDesigns(t *testing.T) {
	sv := newDrawingServer(t)
	design := sv.design(t, `{"width":500}`)
	links := []string{
		sv.make(t, fmt.Sprintf(`{"destination":"https://example.com/","qrcodeDesignId":%q}`, design["id"]))["id"].(string),
		sv.make(t, `{"destination":"https://example.com/"}`)["id"].(string),
	}
	_, got := sv.call(t, secret, "GET", "/v1/links/"+links[0]+"?include=qrcodeDesign,tags", "")
	link := got["link"].(map[string]any)
	if text(t, link["qrcodeDesign"]) != text(t, design) || link["qrcodeSignedUrl"] == nil {
		t.Errorf("read alone: %v", link)
	}
	_, got = sv.call(t, secret, "GET", "/v1/links?include=qrcodeDesign&include=qrcode_signed_url", "")
	for _, one := range got["links"].([]any) {
		link := one.(map[string]any)
		if has := link["qrcodeDesign"] != nil; has != (link["id"] == links[0]) || link["qrcode_signed_url"] == nil {
			t.Errorf("in a list: %v", link)
		}
	}
	_, got = sv.call(t, secret, "GET", "/v1/links", "")
	for _, one := range got["links"].([]any) {
		if link := one.(map[string]any); link["qrcodeDesign"] != nil || link["qrcodeSignedUrl"] != nil {
			t.Errorf("in a list that includes nothing: %v", link)
		}
	}
	if answer, got := sv.call(t, secret, "DELETE", "/v1/qrcode-designs/"+design["id"].(string), ""); answer.StatusCode != 200 {
		t.Fatalf("%d %v", answer.StatusCode, got)
	}
	_, got = sv.call(t, secret, "GET", "/v1/links/"+links[0]+"?include=qrcodeDesign", "")
	if link := got["link"].(map[string]any); link["qrcodeDesign"] != nil {
		t.Errorf("with a deleted design: %v", link)
	}
}

func TestATokenThatMayOnlyCreateGetsNoSignedURL(t *testing.T) {
	sv := newDrawingServer(t)
	design := sv.design(t, `{}`)["id"]
	const creator = "a creating token of the tests"
	if _, err := sv.shortener.CreateToken(t.Context(), linkpack.Token{Secret: creator, Scope: linkpack.Scope{Rights: linkpack.MayCreate}}); err != nil {
		t.Fatal(err)
	}
	answer, got := sv.call(t, creator, "POST", "/v1/links", fmt.Sprintf(`{"destination":"https://example.com/","qrcodeDesignId":%q}`, design))
	if answer.StatusCode != 200 || got["link"].(map[string]any)["qrcodeSignedUrl"] != nil {
		t.Errorf("%d %v", answer.StatusCode, got)
	}
}

func TestTheDesignsOfRealClientsAreMade(t *testing.T) {
	sv := newServer(t, nil)
	server := httptest.NewServer(sv)
	defer server.Close()
	const want = `{"themeColor":{"colors":["#2563eb"],"type":"THEME_COLOR_TYPE_SOLID"},"type":"DOTS_TYPE_ROUNDED"}`
	for _, r := range recordings(t, "testdata/recorded_designs.jsonl") {
		isNoImage := strings.Contains(r.Body, "aGk=") // which one client sent
		answer, got := r.send(t, server.URL)
		if isNoImage {
			if answer.StatusCode != 400 || !strings.Contains(text(t, got["details"]), `"field":"centralImageData"`) {
				t.Errorf("%s: %s %v", r.Label, answer.Status, got)
			}
			r.Body = strings.Replace(r.Body, "aGk=", logo(t), 1)
			answer, got = r.send(t, server.URL)
		}
		design, _ := got["qrcodeDesign"].(map[string]any)
		if answer.StatusCode != 200 || text(t, design["dotsOptions"]) != want || design["width"] != 500.0 || design["errorCorrectionLevel"] != "M" {
			t.Errorf("%s: %s %v", r.Label, answer.Status, got)
		}
	}
}

// damagedDesigns is a store whose designs are damaged while it has a body for them.
type damagedDesigns struct {
	linkpack.Store
	body *string
}

func (d damagedDesigns) Document(ctx context.Context, kind, workspace, id string) (*linkpack.Document, error) {
	return d.damage(d.Store.Document(ctx, kind, workspace, id))
}

func (d damagedDesigns) DocumentByKey(ctx context.Context, kind, key string) (*linkpack.Document, error) {
	return d.damage(d.Store.DocumentByKey(ctx, kind, key))
}

func (d damagedDesigns) damage(document *linkpack.Document, err error) (*linkpack.Document, error) {
	if err == nil && *d.body != "" && document.Kind == linkpack.KindDesign {
		document.Body = []byte(*d.body)
	}
	return document, err
}

func TestADamagedDesignLeavesLinksAndTemplatesReadable(t *testing.T) {
	body := ""
	sv := newServerOn(t, damagedDesigns{memory.New(), &body}, &linkpack.Options{BaseURL: "https://go.example"}, nil)
	template := sv.template(t, `{"name":"Dots"}`)
	link := sv.make(t, fmt.Sprintf(`{"destination":"https://example.com/","qrcodeDesignId":%q}`, template["qrcodeDesignId"]))
	sv.draw(t)
	for _, body = range []string{`[]`, `{"design":{"width":"wide"}}`} {
		for path, want := range map[string]any{
			"/v1/links/" + link["id"].(string) + "?include=qrcodeDesign": link["id"],
			"/v1/links?include=qrcodeSignedUrl,qrcodeDesign":             link["id"],
			"/v1/qrcode-templates/" + template["id"].(string):            template["id"],
			"/v1/qrcode-templates?include=qrcodeDesign":                  template["id"],
		} {
			answer, got := sv.call(t, secret, "GET", path, "")
			if shown := text(t, got); answer.StatusCode != 200 || !strings.Contains(shown, fmt.Sprintf(`"id":%q`, want)) || strings.Contains(shown, "qrcodeSignedUrl") || strings.Contains(shown, `"qrcodeDesign":`) {
				t.Errorf("%s with %s: %d %s", path, body, answer.StatusCode, shown)
			}
		}
	}
}
