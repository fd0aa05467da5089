package duckdbtest

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// traffic makes hits of a busy link: 2,000 User-Agents, 500 referrers and 200 countries
// by Zipf's law, and addresses that hardly repeat. One agent in twenty is a crawler's.
type traffic struct {
	random    *rand.Rand
	agents    *rand.Zipf
	referrers *rand.Zipf
	countries *rand.Zipf
	plan      *analytics.Plan
	headers   []string
	pages     []string
	codes     []string
}

func newTraffic() *traffic {
	random := rand.New(rand.NewPCG(1, 2))
	t := &traffic{
		random:    random,
		agents:    rand.NewZipf(random, 1.1, 4, 1999),
		referrers: rand.NewZipf(random, 1.1, 2, 499),
		countries: rand.NewZipf(random, 1.35, 2, 199),
		plan:      plan(),
	}
	for i := range 2000 {
		t.headers = append(t.headers, fmt.Sprintf("Mozilla/5.0 (Linux; Android %d; Pixel %d) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Mobile Safari/537.36", i%14, i%97, i))
	}
	for i := range 500 {
		t.pages = append(t.pages, fmt.Sprintf("https://www.%s/news/%d", site(i), i*i))
	}
	for i := range 200 {
		t.codes = append(t.codes, country(i))
	}
	return t
}

// site returns the host of a referrer, the most frequent first.
func site(i int) string { return fmt.Sprintf("site-%d.example.com", i) }

// country returns the code of a country, the most frequent first.
func country(i int) string { return string([]byte{'A' + byte(i/26), 'A' + byte(i%26)}) }

// plan is a link with a rule, and two more that share the other visitors.
func plan() *analytics.Plan {
	p := &analytics.Plan{Link: 1, Workspace: 1 << 20, Revision: 1, Splits: []string{"halves"}, Targets: []analytics.Target{
		{Destination: "https://www.example.com/products"},
		{Rule: "app", Destination: "https://www.example.com/app"},
	}}
	for _, half := range []string{"a", "b"} {
		p.Targets = append(p.Targets, analytics.Target{Rule: half, Split: 1, Destination: "https://www.example.com/" + half})
	}
	return p
}

// hit returns a hit. A quarter has no referrer, and half of them took part in the split.
func (t *traffic) hit(at time.Time) analytics.Hit {
	bits := t.random.Uint32()
	agent := int(t.agents.Uint64())
	visit := &routing.Visit{
		Time:      at,
		Addr:      netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, bits))),
		UserAgent: t.headers[agent],
		Place:     routing.Place{Country: t.codes[t.countries.Uint64()]},
		Agent:     agentOf(agent),
	}
	if bits%4 != 0 {
		visit.Referer = t.pages[t.referrers.Uint64()]
	}
	hit := analytics.Hit{Plan: t.plan, Rule: 0, Visit: visit}
	if bits%8 < 4 {
		u := t.random.Float64() * 100
		hit.Rule = 1 + int(u/50)
		hit.Draws = []routing.Draw{{U: u}}
	}
	return hit
}

// agentOf returns what an agent is.
func agentOf(i int) routing.Agent {
	oses := []string{"Android", "iOS", "Windows", "macOS", "Linux"}
	browsers := []string{"Chrome", "Safari", "Firefox", "Edge"}
	agent := routing.Agent{Device: routing.Mobile + routing.DeviceClass(i%3), OS: oses[i%5], Browser: browsers[i%4]}
	if i%20 == 10 {
		agent.Bot = routing.Crawler
	}
	return agent
}
