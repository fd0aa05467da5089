package linkbreakersv1_test

import (
	"context"
	"iter"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// damagedClicks is a store in which the clicks of some blocks cannot be read.
type damagedClicks struct {
	linkpack.Store
	blocks string // the last bytes of their numbers
}

// ViewClicks implements [linkpack.Store].
func (d *damagedClicks) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	return d.Store.ViewClicks(ctx, func(v analytics.View) error { return fn(damagedView{v, d.blocks}) })
}

type damagedView struct {
	analytics.View
	blocks string
}

// Lane implements [analytics.View].
func (v damagedView) Lane(lane analytics.Lane) analytics.Tx {
	return damagedTx{v.View.Lane(lane), v.blocks}
}

type damagedTx struct {
	analytics.Tx
	blocks string
}

// Scan implements [analytics.Tx].
func (t damagedTx) Scan(table analytics.Table, from, to []byte) iter.Seq2[analytics.Row, error] {
	return func(yield func(analytics.Row, error) bool) {
		for row, err := range t.Tx.Scan(table, from, to) {
			if table == analytics.TableLog && strings.IndexByte(t.blocks, row.Key[7]) >= 0 {
				row.Value = []byte("damaged")
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// newDamaged returns a server of a link with clicks, each in a block of its own. The clicks
// of some blocks cannot be read.
func newDamaged(t *testing.T, clicks int, blocks string) (*server, *linkpack.Link) {
	t.Helper()
	store := &damagedClicks{Store: memory.New()}
	sv := newServerOn(t, store, &linkpack.Options{BaseURL: "https://go.example"}, nil)
	link, err := sv.shortener.CreateLink(t.Context(), linkpack.Link{Destination: "https://example.com/", ShortCode: "a"})
	if err != nil {
		t.Fatal(err)
	}
	for range clicks {
		res, err := sv.shortener.Resolve(t.Context(), "go.example", "a", &routing.Visit{UserAgent: phone})
		if err == nil {
			err = sv.shortener.Record(t.Context(), res)
		}
		if err == nil {
			err = sv.shortener.Flush(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	store.blocks = blocks
	return sv, link
}

// get returns the body of an answer and the number of damaged records.
func (sv *server) get(t *testing.T, path string) (body, damaged string) {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Authorization", "Bearer "+secret)
	w := httptest.NewRecorder()
	sv.ServeHTTP(w, r)
	if w.Code != 200 {
		t.Errorf("%s: answered %d %s", path, w.Code, w.Body)
	}
	return w.Body.String(), w.Header().Get("Damaged-Records")
}

func TestListsOfEventsGoOnBesideDamagedClicks(t *testing.T) {
	sv, link := newDamaged(t, 12, "\x04\x07\x08")
	for _, path := range []string{
		"/v1/events?linkId=" + link.ID, "/v1/events", "/v1/events/list", "/v1/events?responseFormat=RESPONSE_FORMAT_CSV",
		"/v1/events/list?responseFormat=RESPONSE_FORMAT_CSV", "/v1/events/list?responseFormat=RESPONSE_FORMAT_CSV&pageSize=50",
	} {
		body, damaged := sv.get(t, path)
		events := strings.Count(body, "ACTION_CLICK")
		if path == "/v1/events/list" {
			events /= 2 // both forms in one answer
		}
		if events != 9 || damaged != "3" {
			t.Errorf("%s: answered %d events, %q damaged", path, events, damaged)
		}
	}
}

// TestManyDamagedClicks has more damaged parts than an error names.
func TestManyDamagedClicks(t *testing.T) {
	var blocks strings.Builder
	for block := range byte(120) {
		blocks.WriteByte(block + 2)
	}
	sv, _ := newDamaged(t, 125, blocks.String())
	body, damaged := sv.get(t, "/v1/events")
	if events := strings.Count(body, "ACTION_CLICK"); events != 5 || damaged != "120" {
		t.Errorf("answered %d events, %q damaged", events, damaged)
	}
}
