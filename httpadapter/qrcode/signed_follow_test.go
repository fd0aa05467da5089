package qrcode_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter/qrcode"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/qr"
)

const red, green, blue = `{"dotsOptions":{"color":"#aa0000"}}`, `{"dotsOptions":{"color":"#006600"}}`, `{"dotsOptions":{"color":"#0000aa"}}`

// followed is a signed URL with the link and the design that it follows.
type followed struct {
	*site
	link   *linkpack.Link
	design *linkpack.StoredDesign
	url    string
}

func newFollowed(t *testing.T) *followed {
	t.Helper()
	f := &followed{site: newSite(t)}
	f.design = f.site.design(t, red)
	f.link = f.NewLink(linkpack.Link{ShortCode: "abc", Destination: home, Design: f.design.ID})
	var err error
	f.url, err = f.images.SignedURL(t.Context(), f.link, qrcode.SignedImage{Format: qr.SVG, Expires: f.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// shows checks the colour of the code. "" is the plain code.
func (f *followed) shows(t *testing.T, when, colour string) {
	t.Helper()
	answer := f.get(f.url)
	if answer.Code != http.StatusOK || answer.Header().Get("Cache-Control") != "public, max-age=0" {
		t.Fatalf("%s: %d, %s", when, answer.Code, answer.Header())
	}
	has := ""
	for _, one := range []string{"#aa0000", "#006600", "#0000aa"} {
		if strings.Contains(answer.Body.String(), one) {
			has = one
		}
	}
	if has != colour {
		t.Errorf("%s: shows %q, want %q", when, has, colour)
	}
}

func (f *followed) setDesign(t *testing.T, id string) {
	t.Helper()
	if _, err := f.UpdateLink(t.Context(), "", f.link.ID, func(l *linkpack.Link) error { l.Design = id; return nil }); err != nil {
		t.Fatal(err)
	}
}

func (f *followed) setBody(t *testing.T, body string) {
	t.Helper()
	if _, err := f.UpdateDesign(t.Context(), "", f.design.ID, to(body)); err != nil {
		t.Fatal(err)
	}
}

func TestASignedImageFollowsTheDesignOfItsLink(t *testing.T) {
	f := newFollowed(t)
	f.shows(t, "at first", "#aa0000")
	f.setBody(t, green)
	f.shows(t, "after a change of the design", "#006600")
	f.setDesign(t, f.site.design(t, blue).ID)
	f.shows(t, "with another design", "#0000aa")
	f.setDesign(t, "")
	f.shows(t, "without one", "")
	f.setDesign(t, f.design.ID)
	if _, err := f.UpdateLink(t.Context(), "", f.link.ID, func(l *linkpack.Link) error {
		l.ShortCode, l.Aliases = "new", []linkpack.Alias{{ShortCode: "abc"}}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	f.shows(t, "when its code has become an alias", "#006600")
	if err := f.DeleteDesign(t.Context(), "", f.design.ID); err != nil {
		t.Fatal(err)
	}
	f.shows(t, "when its design was deleted", "")
	f.Clock.Advance(time.Hour)
	if answer := f.get(f.url); answer.Code != http.StatusForbidden {
		t.Errorf("once expired: %d", answer.Code)
	}
}

func TestASignedImageOfADeletedLinkStays(t *testing.T) {
	for how, remove := range map[string]func(*followed) error{
		"put into the bin": func(f *followed) error { return f.DeleteLink(t.Context(), "", f.link.ID) },
		"removed":          func(f *followed) error { return f.DeleteLinksNow(t.Context(), "", []string{f.link.ID}) },
		"removed from the bin": func(f *followed) error {
			if err := f.DeleteLink(t.Context(), "", f.link.ID); err != nil {
				return err
			}
			return f.DeleteLinksNow(t.Context(), "", []string{f.link.ID})
		},
	} {
		f := newFollowed(t)
		f.setBody(t, green)
		if err := remove(f); err != nil {
			t.Fatal(err)
		}
		f.shows(t, how, "#006600")
		f.setBody(t, blue)
		f.shows(t, how+", and its design changed", "#006600")
		if err := f.DeleteDesign(t.Context(), "", f.design.ID); err != nil {
			t.Fatal(err)
		}
		f.shows(t, how+", and its design deleted", "#006600")
	}
}

func TestASignedImageOfARestoredLinkFollowsItAgain(t *testing.T) {
	f := newFollowed(t)
	if err := f.DeleteLink(t.Context(), "", f.link.ID); err != nil {
		t.Fatal(err)
	}
	f.setBody(t, green)
	f.shows(t, "in the bin", "#aa0000")
	restored, err := f.RestoreLink(t.Context(), "", f.link.ID, nil)
	if err != nil || restored.DesignRevision != 0 {
		t.Fatalf("%+v, %v", restored, err)
	}
	f.shows(t, "restored", "#006600")
}
