package recorder_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// traffic makes hits as a busy site has them: 100,000 links that are clicked by
// Zipf's law, 2,000 User-Agents, 500 referrers, 200 countries and addresses
// that hardly repeat.
type traffic struct {
	random    *rand.Rand
	links     *rand.Zipf
	agents    *rand.Zipf
	referrers *rand.Zipf
	countries *rand.Zipf
	plans     []*analytics.Plan
	visits    []routing.Visit
	headers   []string
	pages     []string
	codes     []string
}

func newTraffic(links, batch int) *traffic {
	random := rand.New(rand.NewPCG(1, 2))
	t := &traffic{
		random:    random,
		links:     rand.NewZipf(random, 1.05, 1, uint64(links-1)),
		agents:    rand.NewZipf(random, 1.1, 4, 1999),
		referrers: rand.NewZipf(random, 1.1, 2, 499),
		countries: rand.NewZipf(random, 1.2, 2, 199),
		visits:    make([]routing.Visit, batch),
	}
	for i := range links {
		t.plans = append(t.plans, trafficPlan(uint32(i+1)))
	}
	for i := range 2000 {
		t.headers = append(t.headers, fmt.Sprintf("Mozilla/5.0 (Linux; Android %d; Pixel %d) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Mobile Safari/537.36", i%14, i%97, i))
	}
	for i := range 500 {
		t.pages = append(t.pages, fmt.Sprintf("https://www.site-%d.example.com/news/%d", i, i*i))
	}
	for i := range 200 {
		t.codes = append(t.codes, string([]byte{'A' + byte(i/26), 'A' + byte(i%26)}))
	}
	return t
}

// trafficWorkspace is the workspace of all links.
const trafficWorkspace = 1 << 20

// trafficPlan is a link; every tenth has two rules that share its visitors.
func trafficPlan(link uint32) *analytics.Plan {
	p := &analytics.Plan{Link: link, Workspace: trafficWorkspace, Revision: 1, Targets: []analytics.Target{
		{Destination: fmt.Sprintf("https://www.example.com/products/%d", link)},
	}}
	if link%10 == 0 {
		p.Splits = []string{fmt.Sprintf("s%07d", link)}
		for _, half := range []string{"a", "b"} {
			p.Targets = append(p.Targets, analytics.Target{
				Rule: fmt.Sprintf("%s%07d", half, link), Split: 1, Destination: fmt.Sprintf("https://www.example.com/%s/%d", half, link),
			})
		}
	}
	return p
}

// hit returns the i-th hit of a batch. It is valid until the next batch.
func (t *traffic) hit(i int, at time.Time) analytics.Hit {
	plan := t.plans[t.links.Uint64()]
	var addr [4]byte
	bits := t.random.Uint32()
	addr[0], addr[1], addr[2], addr[3] = byte(bits), byte(bits>>8), byte(bits>>16), byte(bits>>24)
	visit := &t.visits[i]
	*visit = routing.Visit{
		Time:      at.Add(time.Duration(i) * time.Millisecond / 100),
		Addr:      netip.AddrFrom4(addr),
		UserAgent: t.headers[t.agents.Uint64()],
		Place:     routing.Place{Country: t.codes[t.countries.Uint64()]},
		Agents:    t,
	}
	if bits%4 != 0 {
		visit.Referer = t.pages[t.referrers.Uint64()]
	}
	h := analytics.Hit{Plan: plan, Rule: -1, Visit: visit}
	if len(plan.Splits) > 0 {
		u := t.random.Float64() * 100
		h.Rule = int(u / 50)
		h.Draws = []routing.Draw{{Split: 0, U: u}}
	}
	return h
}

// Classify implements [routing.Classifier].
func (t *traffic) Classify(header string, _ http.Header) routing.Agent {
	oses := []string{"Android", "iOS", "Windows", "macOS", "Linux"}
	browsers := []string{"Chrome", "Safari", "Firefox", "Edge"}
	n := int(header[len("Mozilla/5.0 (Linux; Android ")]) + len(header)
	return routing.Agent{Device: routing.Mobile + routing.DeviceClass(n%3), OS: oses[n%5], Browser: browsers[n%4]}
}
