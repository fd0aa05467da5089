package linkbreakersv1_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// damagedStore is a store of which a link or the click log is damaged from some time on.
type damagedStore struct {
	linkpack.Store
	link *atomic.Uint32 // its number
	log  *atomic.Bool
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

func (d damagedStore) ViewClicks(ctx context.Context, read func(analytics.View) error) error {
	if d.log.Load() {
		return fmt.Errorf("a flipped bit: %w", analytics.ErrDamaged)
	}
	return d.Store.ViewClicks(ctx, read)
}

// newDamageable returns a server whose store can be damaged, with a visit to each of two
// links.
func newDamageable(t *testing.T) (*figured, damagedStore) {
	t.Helper()
	store := damagedStore{memory.New(), new(atomic.Uint32), new(atomic.Bool)}
	sv := &figured{server: newServerOn(t, store, &linkpack.Options{BaseURL: "https://go.example", Clock: func() time.Time { return noon }}, nil)}
	t.Cleanup(func() { store.log.Store(false) }) // before the server ends
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
		{"POST", "/v1/analytics/funnel", `{}`, "entryVisits", "2"}, // which statistics count
		{"GET", "/v1/metrics/events", "", "totalEvents", "2"},
	} {
		if got := sv.want(t, 200, c.method, c.path, c.body); read(got, c.place) != c.want {
			t.Errorf("%s: %v, want %s in %s", c.path, got, c.want, c.place)
		}
	}
}

func TestADamagedLogIsNoShortList(t *testing.T) {
	sv, store := newDamageable(t)
	store.log.Store(true)
	for _, path := range []string{
		"/v1/events", "/v1/events?responseFormat=RESPONSE_FORMAT_CSV", "/v1/events/list?responseFormat=RESPONSE_FORMAT_CSV",
	} {
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("Authorization", "Bearer "+secret)
		w := httptest.NewRecorder()
		sv.ServeHTTP(w, r)
		if w.Code != 500 {
			t.Errorf("%s: answered %d %s", path, w.Code, w.Body)
		}
	}
}
