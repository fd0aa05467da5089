package recorder_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/lanetest"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/routing"
)

// crew are recorders on one store, and what they have recorded.
type crew struct {
	*testing.T
	*rand.Rand
	store analytics.Store
	all   []*recorder.Recorder // by lane
	now   atomic.Pointer[time.Time]
	logs  [][]crewClick // of the lanes, in order
	block int           // of any lane
}

// crewClick is a click or conversion as the test knows it.
type crewClick struct {
	id, of string // of is the click of a conversion
	link   uint32
	at     time.Time
	class  analytics.Class
	person uint64
	lane   int
	block  int // other blocks have other numbers
}

// newCrew opens n recorders on one store.
func newCrew(t *testing.T, seed uint64, n int) *crew {
	begin := noon
	c := &crew{T: t, Rand: rand.New(rand.NewPCG(seed, 18)), store: lanetest.New(n), logs: make([][]crewClick, n), all: make([]*recorder.Recorder, n)}
	c.now.Store(&begin)
	for lane := range c.all {
		c.open(lane)
	}
	t.Cleanup(func() {
		for lane := range c.all {
			c.close(lane)
		}
	})
	return c
}

func (c *crew) open(lane int) {
	opts := quiet()
	opts.Clock = func() time.Time { return *c.now.Load() }
	r, err := recorder.Open(context.Background(), c.store, opts)
	if err != nil {
		c.Fatal(err)
	}
	recorder.LimitEvents(r, 1+c.IntN(60), 1+c.IntN(12), 1+c.IntN(6))
	c.all[lane] = r
}

func (c *crew) close(lane int) {
	if err := c.all[lane].Close(context.Background()); err != nil {
		c.Error(err)
	}
}

// any returns any recorder.
func (c *crew) any() *recorder.Recorder { return c.all[c.IntN(len(c.all))] }

// step has something happen.
func (c *crew) step() {
	c.Helper()
	lane := c.IntN(len(c.all))
	switch c.IntN(12) {
	case 0:
		c.close(lane)
		c.open(lane)
	case 1:
		c.pass(time.Duration(c.IntN(20)) * time.Hour)
	case 2:
		time.Sleep(time.Duration(c.IntN(30)) * time.Second) // clicks are folded
	case 3, 4:
		c.importSome(lane)
	case 5, 6:
		c.convert(lane)
	default:
		for range 1 + c.IntN(8) {
			c.record(lane, c.IntN(3) == 0)
		}
	}
}

func (c *crew) pass(d time.Duration) {
	now := c.now.Load().Add(d)
	c.now.Store(&now)
}

// hit returns a random hit, and what is known of it.
func (c *crew) hit(lane int, at time.Time) (analytics.Hit, crewClick) {
	link := uint32(1 + c.IntN(5)*c.IntN(80))
	h := hit(link)
	h.Plan.Workspace, h.Visit.Time = 7, at
	h.ID = analytics.NewClickID(at, analytics.Lane(lane), c.Uint64())
	h.Person = uint64(c.IntN(4))
	known := crewClick{id: h.ID.String(), link: link, at: at, class: analytics.Human, person: h.Person, lane: lane, block: c.block}
	if c.IntN(5) == 0 {
		h.Visit.Agent.Bot, known.class = routing.Crawler, analytics.Bot
	}
	return h, known
}

// record records a hit in a lane, in a block of its own.
func (c *crew) record(lane int, late bool) {
	c.Helper()
	c.pass(time.Duration(c.IntN(4)) * time.Second)
	at := *c.now.Load()
	if late {
		at = at.Add(-time.Duration(c.IntN(3600)) * time.Second)
	}
	c.block++
	h, known := c.hit(lane, at)
	record(c, c.all[lane], h)
	c.logs[lane] = append(c.logs[lane], known)
}

// importSome imports clicks of other times, some of which have the IDs of other lanes.
func (c *crew) importSome(lane int) {
	c.Helper()
	c.block++
	var hits []analytics.Hit
	var known []crewClick
	for range 1 + c.IntN(6) {
		h, k := c.hit(c.IntN(9), c.now.Load().Add(-time.Duration(c.IntN(50*3600))*time.Second))
		k.lane = lane
		hits, known = append(hits, h), append(known, k)
	}
	if _, err := c.all[lane].Import(c.Context(), all(hits)); err != nil {
		c.Fatal(err)
	}
	slices.SortStableFunc(known, func(a, b crewClick) int { return cmp.Compare(a.link, b.link) })
	c.logs[lane] = append(c.logs[lane], known...)
}

// all yields hits.
func all(hits []analytics.Hit) func(func(analytics.Hit, error) bool) {
	return func(yield func(analytics.Hit, error) bool) {
		for _, h := range hits {
			if !yield(h, nil) {
				return
			}
		}
	}
}

// convert converts any click in a lane, twice with one ID.
func (c *crew) convert(lane int) {
	c.Helper()
	clicks := slices.DeleteFunc(slices.Concat(c.logs...), func(k crewClick) bool { return k.class == analytics.Conversion })
	if len(clicks) == 0 {
		return
	}
	of := clicks[c.IntN(len(clicks))]
	c.pass(time.Second)
	c.block++
	id := analytics.NewClickID(*c.now.Load(), analytics.Lane(lane), c.Uint64())
	got, err := c.all[lane].Convert(c.Context(), id, analytics.ConversionFacts{Click: of.id, Kind: "sale"})
	if err == nil {
		err = c.all[lane].Flush(c.Context())
	}
	if err != nil {
		c.Fatal(err)
	}
	first := !slices.ContainsFunc(slices.Concat(c.logs...), func(k crewClick) bool { return k.of == of.id })
	if got.Converted.First != first || got.ID != id.String() {
		c.Fatalf("the conversion %+v of %+v should be the first: %v", got, of, first)
	}
	again, err := c.any().Convert(c.Context(), id, analytics.ConversionFacts{Click: of.id, Kind: "sale"})
	if err != nil || fmt.Sprint(again) != fmt.Sprint(got) && again.Converted.First != first {
		c.Fatalf("repeated: %+v, %v", again, err)
	}
	c.logs[lane] = append(c.logs[lane], crewClick{id: got.ID, of: of.id, link: of.link, at: got.Time, class: analytics.Conversion, person: of.person, lane: lane, block: c.block})
}
