package routing_test

import (
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

// writeVectors writes the file anew, the same whenever the model is.
func writeVectors(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	lines := make([]string, vectorCount)
	for i := range lines {
		line, err := json.Marshal(newVector(r))
		if err != nil {
			t.Fatal(err)
		}
		lines[i] = strings.ReplaceAll(string(line), `\u0026`, "&")
	}
	text := "[\n" + strings.Join(lines, ",\n") + "\n]\n"
	if err := os.WriteFile(vectorsFile, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// newVector makes up a visit of a link and has the model decide it.
func newVector(r *rand.Rand) *vector {
	c := &vector{
		Rules: randomRules(r),
		Link: vectorLink{
			Destination: pick(r, destinations...), Timezone: pick(r, zones...),
			UTM:         routing.UTM{Source: pick(r, "", "link"), Medium: pick(r, "", "", "e mail"), Content: pick(r, "", "", "ü")},
			ForwardPath: pick(r, "", "", "/rest", "/a/b.html"), ForwardQuery: r.IntN(2) == 0,
		},
	}
	m := model{rules: c.Rules, zone: c.Link.Timezone}
	for i := range m.key {
		m.key[i] = byte(r.IntN(256))
	}
	c.SplitKey = hex.EncodeToString(m.key[:])
	visit := randomVisit(r)
	c.Visit = describe(visit)
	rule, met := m.route(visit)
	c.Rule, c.Draws = rule, []vectorDraw{}
	for _, split := range firstSeen(c.Rules) {
		if u, ok := met[split]; ok {
			c.Draws = append(c.Draws, vectorDraw{split, json.Number(u.FloatString(9))})
		}
	}
	c.Destination = c.finished()
	return c
}

// firstSeen returns the splits in the order of their first rules.
func firstSeen(rules []routing.Rule) (splits []string) {
	seen := map[string]bool{"": true}
	for _, rule := range rules {
		if !seen[rule.Split] {
			seen[rule.Split] = true
			splits = append(splits, rule.Split)
		}
	}
	return splits
}

// finished is where the model says that the visit goes.
func (c *vector) finished() string {
	url, utm := c.chosen()
	query := ""
	if c.Link.ForwardQuery {
		query = c.Visit.Query
	}
	return finish(url, c.Link.ForwardPath, utm, query)
}
