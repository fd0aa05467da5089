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

func TestListsOfEventsGoOnBesideDamagedClicks(t *testing.T) {
	store := &damagedClicks{Store: memory.New()}
	sv := newServerOn(t, store, &linkpack.Options{BaseURL: "https://go.example"}, nil)
	link, err := sv.shortener.CreateLink(t.Context(), linkpack.Link{Destination: "https://example.com/", ShortCode: "a"})
	if err != nil {
		t.Fatal(err)
	}
	const clicks = 12
	for range clicks { // each in a block of its own
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
	store.blocks = "\x04\x07\x08"
	for _, path := range []string{
		"/v1/events?linkId=" + link.ID, "/v1/events", "/v1/events/list", "/v1/events?responseFormat=RESPONSE_FORMAT_CSV",
		"/v1/events/list?responseFormat=RESPONSE_FORMAT_CSV", "/v1/events/list?responseFormat=RESPONSE_FORMAT_CSV&pageSize=50",
	} {
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("Authorization", "Bearer "+secret)
		w := httptest.NewRecorder()
		sv.ServeHTTP(w, r)
		events := strings.Count(w.Body.String(), "ACTION_CLICK")
		if strings.HasPrefix(path, "/v1/events/list") && !strings.Contains(path, "CSV") {
			events /= 2 // both forms in one answer
		}
		if w.Code != 200 || events != clicks-len(store.blocks) || w.Header().Get("Damaged-Records") != "3" {
			t.Errorf("%s: answered %d with %d events, %q damaged", path, w.Code, events, w.Header().Get("Damaged-Records"))
		}
	}
}
