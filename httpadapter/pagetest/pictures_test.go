package pagetest

import (
	"context"
	_ "embed"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/linkpack/linkpack-go/linkpack"
)

var shots = flag.String("shots", "", "write pictures of all pages into this folder")

// pageLinks makes a link for every page and returns the paths that show them.
// The page with scripts leaves for a place without content, so it stays.
func pageLinks(t *testing.T, s *site) map[string]string {
	t.Helper()
	const long = "https://shop.example.com/collections/autumn/products/a-very-warm-jumper-of-merino-wool?colour=midnight-blue&size=m&utm_source=newsletter&utm_medium=email&utm_campaign=autumn-2026"
	locked := linkpack.Link{ShortCode: "locked"}
	if err := locked.SetPassword("secret"); err != nil {
		t.Fatal(err)
	}
	for _, link := range []linkpack.Link{
		locked,
		{ShortCode: "late", ExpiresAt: time.Now().Add(-time.Hour)},
		{ShortCode: "abuse", Disabled: true},
		{ShortCode: "plain", Destination: long},
		{ShortCode: "short", Destination: "https://example.com/"},
		{ShortCode: "once", MaxClicks: 1},
		{ShortCode: "scripts", Destination: "{other}/empty", Scripts: body("{other}/hang")},
	} {
		s.shorten(t, link)
	}
	return map[string]string{
		"404": "/nothing", "410": "/late", "451": "/abuse", "password": "/locked", "locked": "/locked+",
		"preview": "/plain+", "preview-short": "/short+", "limited": "/once+", "scripts": "/scripts",
		"internal": "/admin/internal",
	}
}

// TestPagesFit checks that no page is wider than a small phone, that buttons and
// fields are large enough, and that texts are readable in light and dark mode.
func TestPagesFit(t *testing.T) {
	window := newWindow(newBrowser(t), t)
	s := newSite(t)
	paths := pageLinks(t, s)
	for _, scheme := range []string{"light", "dark"} {
		for device, width := range map[string]int64{"phone": 320, "desktop": 1280} {
			for _, language := range []string{"en", "de", "fr", "es"} {
				run(window, t, look(width, scheme), speak(language))
				for page, path := range paths {
					name := page + "-" + language + "-" + device + "-" + scheme
					t.Run(name, func(t *testing.T) {
						run(window, t, chromedp.Navigate("about:blank"), open(s.url+path), awaitPage(s.url+path))
						checkFit(window, t, language)
						if *shots != "" {
							shoot(window, t, name)
						}
					})
				}
			}
		}
	}
}

// awaitPage waits until a window shows the page of an address.
func awaitPage(address string) chromedp.Action {
	return await("location.href === " + strconv.Quote(address) + ` && document.querySelector("main") !== null`)
}

// look sets the width of a window's screen and its light or dark mode.
func look(width int64, scheme string) chromedp.Tasks {
	return chromedp.Tasks{
		emulation.SetDeviceMetricsOverride(width, 700, 2, width < 600),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}),
	}
}

func speak(language string) chromedp.Tasks {
	return chromedp.Tasks{network.Enable(), network.SetExtraHTTPHeaders(network.Headers{"Accept-Language": language})}
}

// measured is what measure.js returns for a page.
type measured struct {
	Language string
	Overflow float64   // of the content over the screen's width
	Targets  []float64 // heights of what can be tapped
	Contrast float64   // the least of any text, by WCAG 2.2
}

//go:embed measure.js
var measure string

func checkFit(window context.Context, t *testing.T, language string) {
	t.Helper()
	var m measured
	run(window, t, chromedp.Evaluate(measure, &m))
	if m.Language != language {
		t.Errorf("the language is %q", m.Language)
	}
	if m.Overflow > 0 {
		t.Errorf("the page is %v pixels too wide", m.Overflow)
	}
	for _, height := range m.Targets {
		if height < 44 {
			t.Errorf("something to be tapped is %v pixels high", height)
		}
	}
	if m.Contrast < 4.5 {
		t.Errorf("the least contrast is %.1f", m.Contrast)
	}
}

func shoot(window context.Context, t *testing.T, name string) {
	t.Helper()
	var picture []byte
	run(window, t, chromedp.CaptureScreenshot(&picture))
	if err := os.WriteFile(filepath.Join(*shots, name+".png"), picture, 0o644); err != nil {
		t.Error(err)
	}
}
