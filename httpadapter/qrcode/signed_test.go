package qrcode_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter/qrcode"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/qr"
)

func TestAPinnedImageOutlivesItsLinkAndDesign(t *testing.T) {
	s := newSite(t)
	design := s.design(t, `{"dotsOptions":{"color":"#1d4ed8"}}`)
	link := s.NewLink(linkpack.Link{ShortCode: "abc", Domain: "brand.example", Destination: home, Design: design.ID})
	expires := s.Now().Add(time.Hour)
	url, err := s.images.SignedURL(t.Context(), link, qrcode.SignedImage{Format: qr.SVG, Size: 500, Expires: expires, Pinned: true})
	if err != nil {
		t.Fatal(err)
	}
	before := s.get(url)
	if before.Code != http.StatusOK || !strings.Contains(before.Body.String(), "#1d4ed8") {
		t.Fatalf("%s: %d %.200s", url, before.Code, before.Body)
	}
	if got := before.Header().Get("Cache-Control"); got != "public, max-age=3600" {
		t.Errorf("may be kept as %q", got)
	}
	_, updateErr := s.UpdateDesign(t.Context(), "", design.ID, to(`{}`))
	err = errors.Join(updateErr, s.DeleteLink(t.Context(), "", link.ID), s.DeleteDesign(t.Context(), "", design.ID))
	if err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(time.Hour - time.Second)
	after := newSiteOn(t, s).get(url)
	if !bytes.Equal(after.Body.Bytes(), before.Body.Bytes()) {
		t.Errorf("after its deletion: %d %.200s", after.Code, after.Body)
	}
	s.Clock.Advance(time.Second)
	if expired := s.get(url); expired.Code != http.StatusForbidden {
		t.Errorf("once expired: %d", expired.Code)
	}
}

func TestASignedImageMayLastForGenerations(t *testing.T) {
	s := newSite(t)
	link := s.NewLink(linkpack.Link{ShortCode: "abc", Destination: home})
	url, err := s.images.SignedURL(t.Context(), link, qrcode.SignedImage{Expires: s.Now().Add(100 * 365 * 24 * time.Hour), Pinned: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.get(url).Header().Get("Cache-Control"); got != "public, max-age=3153600000" {
		t.Errorf("may be kept as %q", got)
	}
}

func TestASignedPrintHasItsSizeInMillimetres(t *testing.T) {
	s := newSite(t)
	link := s.NewLink(linkpack.Link{ShortCode: "abc", Destination: home})
	url, err := s.images.SignedURL(t.Context(), link, qrcode.SignedImage{Format: qr.PDF, Size: 30, Expires: s.Now().Add(time.Hour)})
	if err != nil || !strings.Contains(url, "/abc/qr.pdf?") || !strings.Contains(url, "size=30mm") {
		t.Fatalf("%s, %v", url, err)
	}
	if answer := s.get(url); answer.Code != http.StatusOK || answer.Header().Get("Content-Type") != "application/pdf" {
		t.Errorf("%d %s", answer.Code, answer.Header().Get("Content-Type"))
	}
	for _, changed := range []string{strings.Replace(url, "30mm", "31mm", 1), strings.Replace(url, "30mm", "30", 1)} {
		if answer := s.get(changed); answer.Code != http.StatusForbidden {
			t.Errorf("%s: %d", changed, answer.Code)
		}
	}
	if url, err := s.images.SignedURL(t.Context(), link, qrcode.SignedImage{Format: qr.PDF, Size: 3, Expires: s.Now().Add(time.Hour)}); err == nil {
		t.Errorf("3 mm: %s", url)
	}
}

func TestASignedURLCannotBeChanged(t *testing.T) {
	s := newSite(t)
	design := s.design(t, `{}`)
	other := s.design(t, `{}`)
	link := s.NewLink(linkpack.Link{ShortCode: "abc", Destination: home, Design: design.ID})
	s.NewLink(linkpack.Link{ShortCode: "abcd", Destination: home})
	url, err := s.images.SignedURL(t.Context(), link, qrcode.SignedImage{Placement: "hall", Expires: time.Unix(1900000000, 0), Pinned: true})
	if err != nil {
		t.Fatal(err)
	}
	if answer := s.get(url); answer.Code != http.StatusOK {
		t.Fatalf("%s: %d", url, answer.Code)
	}
	end := "AA"
	if strings.HasSuffix(url, end) {
		end = "BA"
	}
	for name, changed := range map[string]string{
		"code":         strings.Replace(url, "/abc/", "/abcd/", 1),
		"host":         strings.Replace(url, "go.example", "brand.example", 1),
		"format":       strings.Replace(url, ".png", ".svg", 1),
		"no format":    strings.Replace(url, "qr.png", "qr", 1),
		"size":         url + "&size=500",
		"expiry":       strings.Replace(url, "1900000000", "1900000001", 1),
		"design":       strings.Replace(url, design.ID, other.ID, 1),
		"revision":     strings.Replace(url, ".1&", ".2&", 1),
		"placement":    strings.Replace(url, "hall", "bar", 1),
		"not pinned":   strings.Replace(url, "design="+design.ID+".1", "design=latest", 1),
		"no placement": strings.Replace(url, "&placement=hall", "", 1),
		"signature":    url[:len(url)-2] + end,
		"empty":        url[:strings.Index(url, "signature=")] + "signature=",
	} {
		if changed == url {
			t.Fatalf("%s: nothing was changed in %s", name, url)
		}
		if answer := s.get(changed); answer.Code != http.StatusForbidden {
			t.Errorf("%s: %d", name, answer.Code)
		}
	}
}

func TestAnImageSignedWithoutAPlacementKeepsItsSignature(t *testing.T) {
	s := newSite(t)
	s.NewLink(linkpack.Link{ShortCode: "abc", Destination: home})
	signature := base64.RawURLEncoding.EncodeToString(s.Sign("qr image", "\nabc\npng\n\n\n1900000000"))
	url := "/abc/qr.png?expires=1900000000&signature=" + signature
	if answer := s.get(url); answer.Code != http.StatusOK {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	for placement, want := range map[string]int{"hall": http.StatusForbidden, "Wall": http.StatusForbidden, "": http.StatusOK} {
		if answer := s.get(url + "&placement=" + placement); answer.Code != want {
			t.Errorf("with the placement %q: %d", placement, answer.Code)
		}
	}
}

func TestASignedImageSaysItsPlacement(t *testing.T) {
	s := newSite(t)
	link := s.NewLink(linkpack.Link{ShortCode: "abc", Destination: home})
	for placement, want := range map[string]string{"": "1", "1": "1", "poster-a": "poster-a"} {
		url, err := s.images.SignedURL(t.Context(), link, qrcode.SignedImage{Placement: placement, Expires: s.Now().Add(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		if got := textOf(t, s.get(url).Body.Bytes()); got != "https://go.example/abc?qr="+want {
			t.Errorf("%q: says %q", placement, got)
		}
	}
}

func TestWhatIsNotServedIsNotSigned(t *testing.T) {
	s := newSite(t)
	link := s.NewLink(linkpack.Link{Destination: home})
	soon := s.Now().Add(time.Hour)
	for field, wanted := range map[string]qrcode.SignedImage{
		"size":      {Size: 5000, Expires: soon},
		"format":    {Format: "gif", Expires: soon},
		"placement": {Placement: "Wall", Expires: soon},
		"expires":   {Expires: s.Now()},
	} {
		url, err := s.images.SignedURL(t.Context(), link, wanted)
		var fault *linkpack.FieldError
		if !errors.As(err, &fault) || fault.Field != field || url != "" {
			t.Errorf("%s: got %q, %v", field, url, err)
		}
	}
}

func TestWhatIsRequired(t *testing.T) {
	s := newSite(t)
	images, err := qrcode.New(nil, nil)
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "shortener" || images != nil {
		t.Errorf("without a Shortener: got %v, %v", images, err)
	}
	url, err := s.images.SignedURL(t.Context(), nil, qrcode.SignedImage{Expires: s.Now().Add(time.Hour)})
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "link" || url != "" {
		t.Errorf("without a link: got %q, %v", url, err)
	}
}

func FuzzImageQuery(f *testing.F) {
	s := newSite(f)
	link, err := s.CreateLink(f.Context(), linkpack.Link{ShortCode: "abc", Destination: home})
	if err != nil {
		f.Fatal(err)
	}
	url, err := s.images.SignedURL(f.Context(), link, qrcode.SignedImage{Placement: "hall", Format: qr.SVG, Size: 100, Expires: s.Now().Add(time.Hour)})
	if err != nil {
		f.Fatal(err)
	}
	_, query, _ := strings.Cut(url, "?")
	for _, seed := range []string{query, "size=100", "signature=", "expires=1&design=.&signature=x", "%zz", "size=1;size=2"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		r, err := http.NewRequest("GET", "https://go.example/abc/qr.svg", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.URL.RawQuery = query
		switch answer := s.serve(r); answer.Code {
		case http.StatusOK, http.StatusBadRequest, http.StatusForbidden:
		default:
			t.Errorf("%q: %d", query, answer.Code)
		}
	})
}
