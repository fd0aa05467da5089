package main

import (
	"io"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
)

func TestPrintedVisitorsGetBothVariants(t *testing.T) {
	p := start(t, t.TempDir())
	said := regexp.MustCompile(`this one gets (\S+)\n\s*(curl .*/ab)\n`).FindAllStringSubmatch(p.printed, -1)
	if len(said) != 2 {
		t.Fatalf("%d visitors of the test are printed", len(said))
	}
	var variants []string
	for _, visitor := range said {
		answer := shell(t, visitor[2])
		if !strings.Contains(answer, "Location: "+visitor[1]+"\r\n") {
			t.Errorf("%s\nanswers %s\nwant %s", visitor[2], answer, visitor[1])
		}
		variants = append(variants, visitor[1])
	}
	slices.Sort(variants)
	if want := []string{"https://example.com/variant-a", "https://example.com/variant-b"}; !slices.Equal(variants, want) {
		t.Errorf("the visitors get %q", variants)
	}
}

func TestTheRootAndTheHealthAreServed(t *testing.T) {
	p := start(t, t.TempDir(), "-base-url", "https://go.example.com/to")
	for path, want := range map[string]string{
		"/": "Short links are served here", "/to/": "Short links are served here",
		"/healthz": "alive", "/readyz": "ready", "/to/readyz": "ready",
	} {
		response, err := http.Get(p.url + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK || !strings.Contains(string(body), want) {
			t.Errorf("%s: answered %d %q, %v", path, response.StatusCode, body, err)
		}
	}
}

func TestFlagsSayWhatIsStored(t *testing.T) {
	for args, want := range map[string]analytics.Options{
		"":                              {},
		"-addresses truncated":          {Addresses: analytics.TruncateAddresses},
		"-addresses full":               {Addresses: analytics.KeepAddresses},
		"-addresses none":               {Addresses: analytics.DropAddresses},
		"-no-user-agents":               {DropUserAgents: true},
		"-retention 2160h":              {Retention: 90 * 24 * 60 * 60 * 1e9},
		"-retention 0 -durability sync": {Sync: true},
	} {
		cfg, err := parseFlags(strings.Fields(args), io.Discard)
		if err != nil || !reflect.DeepEqual(cfg.clicks, want) {
			t.Errorf("%q: %+v, %v", args, cfg, err)
		}
	}
}
