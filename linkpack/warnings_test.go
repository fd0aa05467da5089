package linkpack_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// journal collects what is logged.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

// lines returns the lines with a text.
func (j *journal) lines(with string) (found []string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for line := range strings.Lines(j.text.String()) {
		if strings.Contains(line, with) {
			found = append(found, line)
		}
	}
	return found
}

// logging returns a Shortener with its journal.
func logging(t *testing.T, store linkpack.Store, geo routing.Locator) (*linkpack.Shortener, *journal) {
	j := new(journal)
	s, err := linkpack.New(store, &linkpack.Options{Geo: geo, Logger: slog.New(slog.NewTextHandler(j, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close(context.Background()) })
	return s, j
}

// nowhere knows no place.
type nowhere struct{}

func (nowhere) Locate(netip.Addr) routing.Place { return routing.Place{} }

func TestRulesThatAskForAnUnknownPlaceAreWarnedOfOnce(t *testing.T) {
	for name, c := range map[string]struct {
		rules []routing.Rule
		geo   routing.Locator
		want  int
	}{
		"country":             {geoRules("US", home), nil, 1},
		"continent":           {asking("continent", "EU"), nil, 1},
		"region":              {asking("region", "US-CA"), nil, 1},
		"city":                {asking("city", "Paris"), nil, 1},
		"negated":             {[]routing.Rule{{Clauses: []routing.Clause{{Condition: "geo", Value: "US", Not: true}}, Destination: home}}, nil, 1},
		"in a second clause":  {[]routing.Rule{{Clauses: []routing.Clause{{Condition: "device", Value: "Mobile"}, {Condition: "geo", Value: "US"}}, Destination: home}}, nil, 1},
		"with a Geo":          {geoRules("US", home), nowhere{}, 0},
		"of another question": {asking("device", "Mobile"), nil, 0},
		"without rules":       {nil, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s, j := logging(t, memory.New(), c.geo)
			for range 2 {
				if _, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, Rules: c.rules}); err != nil {
					t.Fatal(err)
				}
			}
			if got := j.lines("Options.Geo is not set"); len(got) != c.want {
				t.Errorf("logged %q, want %d lines", got, c.want)
			}
		})
	}
}

func asking(condition, value string) []routing.Rule {
	return []routing.Rule{{Clauses: []routing.Clause{{Condition: condition, Value: value}}, Destination: home}}
}

func TestStoredRulesAreWarnedOfWhenTheyAreUsed(t *testing.T) {
	store := memory.New()
	before, _ := logging(t, store, nowhere{})
	link, err := before.CreateLink(t.Context(), linkpack.Link{Destination: home, Rules: geoRules("US", home)})
	if err != nil {
		t.Fatal(err)
	}
	if err := before.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, j := logging(t, store, nil)
	if _, err := s.Resolve(t.Context(), "", link.ShortCode, new(routing.Visit)); err != nil {
		t.Fatal(err)
	}
	if got := j.lines("Options.Geo is not set"); len(got) != 1 || !strings.Contains(got[0], "condition=geo") {
		t.Errorf("logged %q", got)
	}
}

func TestWarningsGoToTheDefaultLogger(t *testing.T) {
	j := new(journal)
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(j, nil)))
	defer slog.SetDefault(before)
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	if _, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, Rules: geoRules("US", home)}); err != nil {
		t.Fatal(err)
	}
	if got := j.lines("level=WARN"); len(got) != 1 {
		t.Errorf("logged %q", got)
	}
}
