package recorder_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// fact is a click as the tests know it, next to the hit that is recorded.
type fact struct {
	link   uint32
	time   time.Time
	class  analytics.Class
	values map[analytics.Dimension]string
	// visitor is who came, as far as that can be known.
	visitor string
	// variants are the splits that were met, and the rules that took the
	// visitor, if any.
	variants [][2]string
	// id is that of a tracked click, and converted whether it has a conversion.
	id        analytics.ClickID
	converted bool
	// conversion is set for one, whose other facts are those of its click.
	conversion *conversion
}

// valueDay is what the number of values is limited for.
type valueDay struct {
	day  int64 // UTC
	link uint32
	d    analytics.Dimension
}

// theRest stands for the values that are not told apart.
const theRest = "\xff"

// keep returns the value under which a click is counted.
func keep(kept map[valueDay]map[string]bool, f fact, d analytics.Dimension) string {
	value := f.values[d]
	if value == "" {
		return unnamed(d)
	}
	key := valueDay{f.time.Unix() / 86400, f.link, d}
	if kept[key] == nil {
		kept[key] = map[string]bool{}
	}
	if !kept[key][value] && len(kept[key]) >= maxValues {
		return theRest
	}
	kept[key][value] = true
	return value
}

func unnamed(d analytics.Dimension) string {
	switch {
	case d == analytics.ByReferrer:
		return "Direct"
	case d == analytics.ByTrigger:
		return "click"
	case d == analytics.ByRule || d == analytics.ByPlacement || d >= analytics.ByUTMSource && d <= analytics.ByUTMContent:
		return ""
	}
	return "Unknown"
}

// firstOf finds the first minute of a day by trying them all.
func firstOf(day time.Time) time.Time {
	y, m, d := day.Date()
	for t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Add(-15 * time.Hour); ; t = t.Add(time.Minute) {
		if t.In(day.Location()).Day() == d {
			return t
		}
	}
}

func sorted(values map[string]uint64) (counts []analytics.Count) {
	for value, clicks := range values {
		counts = append(counts, analytics.Count{Value: value, Clicks: clicks})
	}
	slices.SortFunc(counts, func(a, b analytics.Count) int {
		return cmp.Or(cmp.Compare(b.Clicks, a.Clicks), cmp.Compare(a.Value, b.Value))
	})
	for i := range counts {
		if counts[i].Value == theRest {
			counts[i].Value, counts[i].Rest = "Other", true
		}
	}
	return counts
}

// source makes random clicks.
type source struct {
	*rand.Rand
	links []uint32
	now   time.Time
	// variety is the number of referrers.
	variety int
}

// next returns a hit and what the model has to know of it.
func (s *source) next() (analytics.Hit, fact) {
	s.now = s.now.Add(time.Duration(s.IntN(40)) * time.Second)
	at := s.now
	if s.IntN(20) == 0 { // late
		at = at.Add(-time.Duration(s.IntN(40*3600)) * time.Second)
	}
	link := s.links[s.IntN(len(s.links))]
	f := fact{link: link, time: at, class: analytics.Human, values: map[analytics.Dimension]string{}}
	h := analytics.Hit{Plan: modelPlan(link, uint32(1+s.IntN(2))), Rule: s.IntN(3) - 1, Visit: &routing.Visit{
		Time: at, Addr: netip.AddrFrom4([4]byte{192, 0, 2, byte(s.IntN(60))}), UserAgent: fmt.Sprint("agent ", s.IntN(4)),
	}}
	f.visitor = fmt.Sprint(h.Visit.Addr, h.Visit.UserAgent)
	target := h.Plan.Targets[h.Rule+1]
	for split, id := range h.Plan.Splits {
		switch {
		case split+1 == target.Split:
			f.variants = append(f.variants, [2]string{id, target.Rule})
		case s.IntN(3) == 0:
			f.variants = append(f.variants, [2]string{id, ""})
		default:
			continue
		}
		h.Draws = append(h.Draws, routing.Draw{Split: split, U: s.Float64() * 100})
	}
	f.values[analytics.ByRule], f.values[analytics.ByDestination] = target.Rule, target.Destination
	if target.UTM != nil {
		f.values[analytics.ByUTMSource] = target.UTM.Source
	}
	s.decorate(h.Visit, f.values)
	f.class = s.classify(&h)
	return h, f
}

// modelPlan is a link with two splits. The rule a moves from one to the other.
func modelPlan(link, revision uint32) *analytics.Plan {
	splits := []string{"s1", "s2"}
	return &analytics.Plan{Link: link, Workspace: workspaceOf(link), Revision: revision, Splits: splits, Targets: []analytics.Target{
		{Destination: fmt.Sprintf("https://example.com/%d", link)},
		{Rule: "a", Split: int(revision), Destination: fmt.Sprintf("https://example.com/%d", revision), UTM: &routing.UTM{Source: "plan"}},
		{Rule: fmt.Sprint("b", revision), Destination: "https://example.org/"},
	}}
}

// workspaceOf returns the workspace of a link.
func workspaceOf(link uint32) uint32 {
	if link == 2 {
		return 0
	}
	return 90_000 + link%2
}

// decorate gives a visit some of the facts.
func (s *source) decorate(v *routing.Visit, values map[analytics.Dimension]string) {
	if s.IntN(3) > 0 {
		n := s.IntN(s.variety)
		v.Referer = fmt.Sprintf("https://www.Site%d.example/x", n)
		values[analytics.ByReferrer] = fmt.Sprintf("site%d.example", n)
	}
	if s.IntN(4) > 0 {
		v.Place.Country = []string{"US", "DE", "IN", "NP"}[s.IntN(4)]
		values[analytics.ByCountry] = v.Place.Country
		if s.IntN(2) > 0 {
			v.Place.City, v.Place.Region = "Springfield", v.Place.Country+"-1"
			values[analytics.ByCity], values[analytics.ByRegion] = "Springfield, "+v.Place.Country, v.Place.Region
		}
	}
	if s.IntN(4) > 0 {
		v.Agent = routing.Agent{Device: routing.Tablet, OS: "iOS", Browser: "Safari"}
		values[analytics.ByDevice], values[analytics.ByOS], values[analytics.ByBrowser] = "Tablet", "iOS", "Safari"
	}
	if s.IntN(4) == 0 {
		v.Header = http.Header{"Accept-Language": {"en;q=0.5, PT-br, *"}}
		values[analytics.ByLanguage] = "pt-BR"
	}
	if s.IntN(5) == 0 {
		placement := []string{"1", "1", "poster-a", "poster-b", "not+one"}[s.IntN(5)]
		v.Query = "a=b&utm_source=visit%20&utm_term=t%2Bx&qr=" + placement
		if strings.HasPrefix(placement, "poster-") {
			values[analytics.ByPlacement] = placement
		}
		values[analytics.ByTrigger], values[analytics.ByUTMTerm] = "scan", "t+x"
		values[analytics.ByUTMSource] = cmp.Or(values[analytics.ByUTMSource], "visit ")
	}
}

// classify makes some hits something else than a person's click.
func (s *source) classify(h *analytics.Hit) analytics.Class {
	switch s.IntN(13) {
	case 0:
		h.Blocked = true
		return analytics.Blocked
	case 1:
		h.Visit.Method = "HEAD"
		return analytics.Head
	case 2:
		h.Visit.Prefetch = true
		return analytics.Prefetch
	case 3:
		h.Visit.Agent.Bot = routing.Preview
		return analytics.Preview
	case 4:
		h.Visit.Agent.Bot = routing.AIAgent
		return analytics.Bot
	case 5:
		h.Visit.Internal, h.Visit.Prefetch = true, s.IntN(2) == 0
		return analytics.Internal
	}
	return analytics.Human
}
