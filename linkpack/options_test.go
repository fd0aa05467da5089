package linkpack_test

import (
	"errors"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestOptionsThatCannotBeUsed(t *testing.T) {
	for name, opts := range map[string]linkpack.Options{
		"base URL without scheme":    {BaseURL: "go.example"},
		"base URL of another scheme": {BaseURL: "ftp://go.example"},
		"base URL with a query":      {BaseURL: "https://go.example/?x"},
		"base URL with a user":       {BaseURL: "https://me@go.example/"},
		"base URL that is none":      {BaseURL: "https://go.example/%zz"},
		"base URL with a bad port":   {BaseURL: "https://go.example:99999/"},
		"base URL with a space":      {BaseURL: "https://go.example/a%20b"},
		"base URL with a brace":      {BaseURL: "https://go.example/{a"},
		"base URL with dot segments": {BaseURL: "https://go.example/../a"},
		"base URL with an odd host":  {BaseURL: "https://go$.example/"},
		"empty domain":               {Domains: []string{""}},
		"domain with a path":         {Domains: []string{"go.example/x"}},
		"domain of the base URL":     {BaseURL: "https://go.example/s", Domains: []string{"a.example", "GO.example."}},
		"root that is the root":      {BaseURL: "https://go.example/s", RootURL: "http://GO.example:443/s/?x"},
		"retention of minutes":       {Clicks: analytics.Options{Retention: time.Minute}},
		"no key period":              {Clicks: analytics.Options{KeyDays: 31}},
	} {
		store := memory.New()
		if _, err := linkpack.New(store, &opts); !errors.Is(err, linkpack.ErrInvalid) {
			t.Errorf("%s: got %v, want a FieldError", name, err)
		}
	}
}

func TestWhatIsRequired(t *testing.T) {
	_, err := linkpack.New(nil, nil)
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "store" {
		t.Errorf("without a store: %v", err)
	}
	kit := linkpacktest.New(t)
	if url := kit.URL(nil); url != "" {
		t.Errorf("no link has the URL %q", url)
	}
	_, err = kit.LinkWarnings(t.Context(), nil)
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "link" {
		t.Errorf("without a link: %v", err)
	}
}

func TestTheSplitKeyStaysWithTheStore(t *testing.T) {
	store := memory.New()
	variants := func() (all string) {
		s, err := linkpack.New(store, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close(t.Context())
		link, err := s.LinkByCode(t.Context(), "", "", "ab")
		if errors.Is(err, linkpack.ErrNotFound) {
			link, err = s.CreateLink(t.Context(), splitLink())
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p"} {
			all += visitAs(t, s, link, key)
		}
		return all
	}
	if first, second := variants(), variants(); first != second {
		t.Errorf("visitors changed their variants: %s, then %s", first, second)
	}
}
