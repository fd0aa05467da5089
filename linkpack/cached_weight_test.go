package linkpack_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// made is a store that returns a link for every code. Each link has its own
// memory, as if it were read from a file.
type made struct {
	linkpack.Store
	link *linkpack.Link // nil for none
}

// LinkByCode implements [linkpack.Store].
func (m made) LinkByCode(_ context.Context, _, code string) (*linkpack.Link, error) {
	if m.link == nil {
		return nil, linkpack.ErrNotFound
	}
	link := *m.link
	link.ID, link.Workspace, link.ShortCode = "1", linkpack.DefaultWorkspace, code
	text, err := json.Marshal(&link)
	if err != nil {
		return nil, err
	}
	read := new(linkpack.Link)
	return read, json.Unmarshal(text, read)
}

// TestTheCacheReckonsWithAllThatALinkHolds fills caches with links that have much
// data in one field, and checks that they take about as much memory as the
// cache's limit.
func TestTheCacheReckonsWithAllThatALinkHolds(t *testing.T) {
	long := home + strings.Repeat("x", 4000)
	campaign := routing.UTM{Source: strings.Repeat("s", 500), Content: strings.Repeat("c", 500)}
	never := time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, link := range map[string]*linkpack.Link{
		"a destination":             {Destination: long},
		"parameters":                {Destination: home, UTM: campaign},
		"destinations of rules":     {Destination: home, Rules: manyRules(long, routing.UTM{})},
		"parameters of rules":       {Destination: home, Rules: manyRules(home, campaign)},
		"rules of a link that ends": {Destination: home, ExpiresAt: never, Rules: manyRules(home, routing.UTM{})},
		"a fallback":                {Destination: home, ExpiresAt: never, FallbackURL: long},
		"a card":                    {Destination: home, Card: linkpack.Card{Title: "Title", Image: long}},
		"codes without a link":      nil,
	} {
		t.Run(name, func(t *testing.T) { wantReckoned(t, link) })
	}
}

// manyRules returns rules with similar destinations.
func manyRules(destination string, utm routing.UTM) []routing.Rule {
	rules := make([]routing.Rule, 40)
	for i := range rules {
		rules[i] = routing.Rule{
			ID: fmt.Sprint("rule", i), Destination: destination, UTM: utm,
			Clauses: []routing.Clause{{Condition: "time", Value: "09:00-17:00"}},
		}
	}
	return rules
}

func wantReckoned(t *testing.T, link *linkpack.Link) {
	s, err := linkpack.New(made{memory.New(), link}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	code, n := strings.Repeat("c", 240), 4000
	if link != nil {
		n = 1000 / (1 + len(link.Rules)/4)
	}
	before := heap()
	for i := range n {
		if _, err := visit(s, fmt.Sprint(code, i)); err != nil && link != nil {
			t.Fatal(err)
		}
	}
	grown, reckoned := heap()-before, int64(s.Metrics().Cache.Bytes)
	if grown > reckoned*3/2 || reckoned > grown*3/2 {
		t.Errorf("each takes %d bytes and is estimated at %d", grown/int64(n), reckoned/int64(n))
	}
}
