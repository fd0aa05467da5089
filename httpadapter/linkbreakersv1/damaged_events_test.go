package linkbreakersv1_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// damagedStore is a store of which a link is damaged from some time on.
type damagedStore struct {
	linkpack.Store
	link *atomic.Uint32 // its number
}

func (d damagedStore) LinksByNumber(ctx context.Context, numbers []uint32) (good []*linkpack.Link, err error) {
	links, err := d.Store.LinksByNumber(ctx, numbers)
	for _, link := range links {
		if link.Number == d.link.Load() {
			err = &linkpack.DamagedError{Kind: linkpack.KindLink, ID: link.ID, Err: errors.New("a flipped bit")}
			continue
		}
		good = append(good, link)
	}
	return good, err
}

// newDamageable returns a server whose store can be damaged, with a visit to each of two
// links.
func newDamageable(t *testing.T) (*figured, damagedStore) {
	t.Helper()
	store := damagedStore{memory.New(), new(atomic.Uint32)}
	sv := &figured{server: newServerOn(t, store, &linkpack.Options{BaseURL: "https://go.example", Clock: func() time.Time { return noon }}, nil)}
	links := []*linkpack.Link{nil, nil}
	for i := range links {
		var err error
		if links[i], err = sv.shortener.CreateLink(t.Context(), linkpack.Link{Destination: "https://example.com/", TrackConversions: true}); err != nil {
			t.Fatal(err)
		}
		sv.visit(t, links[i], visitOf{browser: "Safari", visitor: byte(i)})
	}
	if err := sv.shortener.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	sv.first, sv.second = links[0], links[1]
	return sv, store
}

func TestFiguresAreWithoutTheEventsOfDamagedLinks(t *testing.T) {
	sv, store := newDamageable(t)
	store.link.Store(sv.first.Number)
	for _, c := range []struct{ method, path, body, place, want string }{
		{"POST", "/v1/analytics/breakdown", `{"dimension":"visit_type"}`, "total", "1"},
		{"POST", "/v1/analytics/visitors", `{}`, "totalNew", "0"},
		{"POST", "/v1/analytics/timeseries", `{"groupBy":"GROUP_BY_DIMENSION_BROWSER","intervalInMinutes":720}`, "series.0.label", "Safari"},
		{"POST", "/v1/timeseries/events", `{"intervalInMinutes":7,"startDate":"2026-03-14T11:00:00Z"}`, "timeSeries.data.8.eventCount", "1"},
	} {
		if got := sv.want(t, 200, c.method, c.path, c.body); read(got, c.place) != c.want {
			t.Errorf("%s: %v, want %s in %s", c.path, got, c.want, c.place)
		}
	}
}
