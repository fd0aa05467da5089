package linkpack_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// inventive is a store that generates links on demand, so that it takes no
// memory itself. Every tenth link has three rules.
type inventive struct {
	linkpack.Store
	plain, ruled linkpack.Link
}

// LinkByCode implements [linkpack.Store].
func (s *inventive) LinkByCode(_ context.Context, _, code string) (*linkpack.Link, error) {
	n, err := strconv.Atoi(code[1:])
	if err != nil {
		return nil, linkpack.ErrNotFound
	}
	link := s.plain
	if n%10 == 0 {
		link = s.ruled
		link.Rules = make([]routing.Rule, len(s.ruled.Rules))
		for i, rule := range s.ruled.Rules {
			rule.Clauses = append([]routing.Clause(nil), rule.Clauses...)
			for j := range rule.Clauses {
				rule.Clauses[j].Condition = strings.Clone(rule.Clauses[j].Condition)
				rule.Clauses[j].Value = strings.Clone(rule.Clauses[j].Value)
			}
			rule.ID, rule.Destination = fmt.Sprintf("%07d%d", n, i), fmt.Sprint(link.Destination, n, "/", i)
			link.Rules[i] = rule
		}
	}
	link.ID, link.Workspace = fmt.Sprintf("%.24s%012d", link.ID, n), strings.Clone(link.Workspace)
	link.ShortCode, link.Number = strings.Clone(code), uint32(n)
	link.Destination = fmt.Sprint(link.Destination, n)
	return &link, nil
}

// TestMillionLinks checks that a link in the cache takes at most 400 bytes, so
// that a million take at most 400 MB. It takes a while, so it runs only if
// LINKPACK_MEMORY is set to the number of links.
func TestMillionLinks(t *testing.T) {
	wanted := os.Getenv("LINKPACK_MEMORY")
	if wanted == "" {
		t.Skip("set LINKPACK_MEMORY to the number of links to cache")
	}
	links, err := strconv.Atoi(wanted)
	if err != nil {
		t.Fatal(err)
	}
	store := &inventive{Store: memory.New()}
	s, err := linkpack.New(store, &linkpack.Options{CacheBytes: 1 << 30})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(t.Context())
	store.plain, store.ruled = examples(t, s)

	before := heap()
	var code [8]byte
	for i := range links {
		if got, err := visit(s, string(fmt.Appendf(code[:0], "c%06d", i))); err != nil || got == "" {
			t.Fatalf("link %d leads to %q, %v", i, got, err)
		}
	}
	cache := s.Metrics().Cache
	grown := heap() - before
	t.Logf("%d links take %d MB, %d bytes each; estimated at %d bytes each",
		cache.Entries, grown>>20, grown/int64(links), cache.Bytes/uint64(links))
	if cache.Entries < links*99/100 {
		t.Errorf("only %d of %d links are in the cache", cache.Entries, links)
	}
	if perLink := grown / int64(links); perLink > 400_000_000/1_000_000 {
		t.Errorf("a link takes %d bytes, at most 400 are allowed", perLink)
	}
	if _, err := visit(s, "c000000"); err != nil { // keeps the cache alive until here
		t.Error(err)
	}
}

// examples returns a plain link and one with rules, as stored.
func examples(t *testing.T, s *linkpack.Shortener) (plain, ruled linkpack.Link) {
	t.Helper()
	for _, link := range []linkpack.Link{
		{ShortCode: "plain", Destination: "https://www.example.com/products/"},
		{ShortCode: "ruled", Destination: "https://www.example.com/products/", Rules: []routing.Rule{
			{Clauses: []routing.Clause{{Condition: "geo", Value: "US,CA"}}, Destination: home},
			{Clauses: []routing.Clause{{Condition: "device", Value: "Mobile"}}, Destination: home},
			{Percentage: routing.Percent(50), Destination: home},
		}},
	} {
		made, err := s.CreateLink(t.Context(), link)
		if err != nil {
			t.Fatal(err)
		}
		plain, ruled = ruled, *made
	}
	return plain, ruled
}
