package linkpack_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/clickfile"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// noon is the time of the first visit in these tests.
var noon = time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC)

// shortener returns a Shortener in memory that is closed with the test.
func shortener(t *testing.T) *linkpack.Shortener {
	t.Helper()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close(context.Background()) })
	return s
}

// shorten creates a link with a rule and a split.
func shorten(t *testing.T, s *linkpack.Shortener, workspace, code string) *linkpack.Link {
	t.Helper()
	link, err := s.CreateLink(t.Context(), linkpack.Link{
		Workspace: workspace, ShortCode: code, Destination: "https://example.com/" + code,
		UTM: routing.UTM{Source: "letter"},
		Rules: []routing.Rule{
			{ID: "de", Clauses: []routing.Clause{{Condition: "geo", Value: "DE"}}, Destination: "https://example.de/"},
			{ID: "half", Percentage: new(50.0), Destination: "https://example.org/"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return link
}

// come has n visitors open a link, one each minute.
func come(t *testing.T, s *linkpack.Shortener, code string, n int) {
	t.Helper()
	for i := range n {
		res, err := s.Resolve(t.Context(), "", code, &routing.Visit{
			Time: noon.Add(time.Duration(i) * time.Minute), Addr: netip.AddrFrom4([4]byte{192, 0, 2, byte(i)}),
			Place:     routing.Place{Country: []string{"DE", "FR", ""}[i%3]},
			UserAgent: []string{"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "curl/8.5"}[i%4/3],
		})
		if err == nil {
			err = s.Record(t.Context(), res)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// stats returns a link's statistics for the days of these tests.
func stats(t *testing.T, s *linkpack.Shortener, link *linkpack.Link) *analytics.Stats {
	t.Helper()
	got, err := s.Stats(t.Context(), link.Workspace, link.ID, analytics.Query{From: noon, To: noon.Add(1)})
	if err != nil {
		t.Fatal(err)
	}
	for i := range got.Splits { // each store generates its own IDs
		got.Splits[i].ID = ""
	}
	return got
}

func TestExportedVisitsOfAWorkspaceAreImportedInAnother(t *testing.T) {
	from, to := shortener(t), shortener(t)
	links, copies := map[string]*linkpack.Link{}, map[string]*linkpack.Link{}
	for _, code := range []string{"a", "b"} {
		links[code], copies[code] = shorten(t, from, "", code), shorten(t, to, "", code)
		come(t, from, code, 40)
	}
	for s, link := range map[*linkpack.Shortener]*linkpack.Link{from: links["a"], to: copies["a"]} { // remove a rule
		if _, err := s.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error {
			l.Destination, l.Rules = "https://example.com/new", l.Rules[1:]
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	come(t, from, "a", 20)

	var file bytes.Buffer
	if n, err := clickfile.WriteJSON(&file, from.Export(t.Context(), linkpack.ClickQuery{})); n != 100 || err != nil {
		t.Fatal(n, err)
	}
	// The splits have different IDs there.
	text := file.String()
	for code, link := range links {
		for i, rule := range link.Rules {
			if rule.Split != "" {
				text = strings.ReplaceAll(text, rule.Split, copies[code].Rules[i].Split)
			}
		}
	}
	if n, err := to.ImportClicks(t.Context(), "", clickfile.ReadJSON(strings.NewReader(text))); n != 100 || err != nil {
		t.Fatal(n, err)
	}
	for code, link := range links {
		if got, want := stats(t, to, copies[code]), stats(t, from, link); !reflect.DeepEqual(got, want) || want.Clicks() == 0 {
			t.Errorf("%s: got\n%+v\nwant\n%+v", code, got, want)
		}
	}
}

func TestExportHasTheVisitsOfItsLinksAlone(t *testing.T) {
	s := shortener(t)
	for _, id := range []string{"other", "empty"} {
		if _, err := s.CreateWorkspace(t.Context(), linkpack.Workspace{ID: id}); err != nil {
			t.Fatal(err)
		}
	}
	a, b, other := shorten(t, s, "", "a"), shorten(t, s, "", "b"), shorten(t, s, "other", "c")
	for i, code := range []string{"a", "b", "c"} {
		come(t, s, code, 10+i)
	}
	for name, tt := range map[string]struct {
		query linkpack.ClickQuery
		want  int
	}{
		"the default workspace": {linkpack.ClickQuery{}, 21},
		"another":               {linkpack.ClickQuery{Workspace: "other"}, 12},
		"one without links":     {linkpack.ClickQuery{Workspace: "empty"}, 0},
		"a link":                {linkpack.ClickQuery{Links: []string{b.ID}}, 11},
		"no link":               {linkpack.ClickQuery{Links: []string{}}, 0},
		"five minutes":          {linkpack.ClickQuery{Links: []string{a.ID, b.ID}, From: noon, To: noon.Add(5 * time.Minute)}, 10},
	} {
		var out bytes.Buffer
		n, err := clickfile.WriteCSV(&out, s.Export(t.Context(), tt.query))
		if n != tt.want || err != nil || strings.Count(out.String(), "\n") != 1+n {
			t.Errorf("%s: %d visits, %v", name, n, err)
		}
		if n == 11 && strings.Count(out.String(), ","+b.ID+",,b,") != n {
			t.Errorf("%s has no names:\n%.300s", name, out.String())
		}
	}
	_, err := clickfile.WriteCSV(io.Discard, s.Export(t.Context(), linkpack.ClickQuery{Links: []string{a.ID, other.ID}}))
	var unknown *linkpack.IndexError
	if !errors.As(err, &unknown) || unknown.Index != 1 || !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("another workspace's link: %v", err)
	}
}

func TestUnknownWorkspacesAreNeitherExportedNorFollowed(t *testing.T) {
	s := shortener(t)
	if _, err := clickfile.WriteJSON(io.Discard, s.Export(t.Context(), linkpack.ClickQuery{Workspace: "nobody"})); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("exported: %v", err)
	}
	for _, err := range s.Follow(t.Context(), linkpack.FollowQuery{Workspace: "nobody"}) {
		if !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("followed: %v", err)
		}
	}
}

func TestClicksOfUnknownLinksAndRulesAreNamed(t *testing.T) {
	s := shortener(t)
	shorten(t, s, "", "a")
	const good = `{"time":"2026-03-28T12:00:00Z","short_code":"a"}` + "\n"
	for line, want := range map[string]string{
		`{"time":"2026-03-28T12:00:00Z","short_code":"x"}`:                             "not found",
		`{"time":"2026-03-28T12:00:00Z","link":"x"}`:                                   "not found",
		`{"time":"2026-03-28T12:00:00Z","short_code":"a","rule":"x"}`:                  "Rule: ",
		`{"time":"2026-03-28T12:00:00Z","short_code":"a","destination":"https://x.y"}`: "Destination: ",
		`{"time":"2026-03-28T12:00:00Z","short_code":"a","class":"x"}`:                 "line 2: class: ",
	} {
		n, err := s.ImportClicks(t.Context(), "", clickfile.ReadJSON(strings.NewReader(good+line)))
		var bad *analytics.ImportError
		if n != 0 || !errors.As(err, &bad) || bad.Index != 1 || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %d, %v", line, n, err)
		}
	}
	if n, err := s.ImportClicks(t.Context(), "", clickfile.ReadJSON(strings.NewReader(good))); n != 1 || err != nil {
		t.Error(n, err)
	}
}

// codes returns the codes of the next n visits that are followed.
func codes(t *testing.T, follow iter.Seq2[analytics.Event, error], n int) (got string, last analytics.Cursor) {
	t.Helper()
	for c, err := range follow {
		if err != nil {
			t.Fatal(err)
		}
		got, last = got+c.Click.Link.ShortCode, c.Cursor
		if len(got) == n {
			break
		}
	}
	return got, last
}

func TestFollowHasTheVisitsOfAWorkspace(t *testing.T) {
	s := shortener(t)
	if _, err := s.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "other"}); err != nil {
		t.Fatal(err)
	}
	a := shorten(t, s, "", "a")
	come(t, s, "a", 1)
	var cursors []analytics.Cursor
	var got []string
	for c, err := range s.Follow(t.Context(), linkpack.FollowQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		got, cursors = append(got, c.Click.Link.ShortCode), append(cursors, c.Cursor)
		switch len(got) {
		case 1: // links created while following are included
			shorten(t, s, "other", "x")
			come(t, s, "x", 1)
			shorten(t, s, "", "b")
			come(t, s, "b", 2)
		case 3:
			if err := s.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
			come(t, s, "a", 1)
		}
		if len(got) == 4 {
			break
		}
	}
	if !slices.Equal(got, []string{"a", "b", "b", "a"}) {
		t.Errorf("followed %q", got)
	}
	if got, _ := codes(t, s.Follow(t.Context(), linkpack.FollowQuery{From: cursors[0]}), 3); got != "bba" {
		t.Errorf("from the first on: %q", got)
	}
	if got, _ := codes(t, s.Follow(t.Context(), linkpack.FollowQuery{Links: []string{a.ID}}), 2); got != "aa" {
		t.Errorf("of one link: %q", got)
	}
	if got, _ := codes(t, s.Follow(t.Context(), linkpack.FollowQuery{Workspace: "other"}), 1); got != "x" {
		t.Errorf("of the other workspace: %q", got)
	}
}

func TestFollowEndsWithTheShortener(t *testing.T) {
	s := shortener(t)
	shorten(t, s, "", "a")
	come(t, s, "a", 1)
	var last error
	for _, last = range s.Follow(t.Context(), linkpack.FollowQuery{}) {
		if last == nil {
			go func() { _ = s.Close(context.Background()) }()
		}
	}
	if !errors.Is(last, linkpack.ErrClosed) {
		t.Errorf("it ends with %v", last)
	}
	for _, err := range s.Follow(t.Context(), linkpack.FollowQuery{Links: []string{"x"}}) {
		if !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("an unknown link: %v", err)
		}
	}
	if end, err := s.LogEnd(t.Context()); err != nil || end.String() == "" {
		t.Errorf("the end: %q, %v", end, err)
	}
}
