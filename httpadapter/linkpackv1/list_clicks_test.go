package linkpackv1_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestListsAreSortedByTheClicksThatTheyShow(t *testing.T) {
	sv := newServer(t, nil)
	sv.withClicks(t)
	sv.visit("/second", "192.0.2.1", phone, "")
	for sort, want := range map[string][]float64{
		"totalClicks": {1, 4}, "-totalClicks": {4, 1}, "clicks": {1, 4}, "-clicks": {4, 1},
	} {
		status, body := sv.call(secret, http.MethodGet, "/api/v1/links?sort="+sort, "")
		var list struct {
			Links []struct {
				TotalClicks float64 `json:"totalClicks"`
			} `json:"links"`
		}
		if err := json.Unmarshal([]byte(body), &list); err != nil || status != http.StatusOK {
			t.Fatalf("%s: %d %s", sort, status, body)
		}
		var got []float64
		for _, link := range list.Links {
			got = append(got, link.TotalClicks)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", sort, got, want)
		}
	}
}

// TestALinkOfAListCanBeSentBack sends a link back after another click.
func TestALinkOfAListCanBeSentBack(t *testing.T) {
	sv := newServer(t, nil)
	link := sv.withClicks(t)
	_, body := sv.call(secret, http.MethodGet, "/api/v1/links?sort=-totalClicks&limit=1", "")
	var list struct{ Links []json.RawMessage }
	if err := json.Unmarshal([]byte(body), &list); err != nil || len(list.Links) != 1 {
		t.Fatal(body)
	}
	sv.visit("/abc123", "192.0.2.1", phone, "")
	status, body := sv.call(secret, http.MethodPatch, "/api/v1/link/"+link.ID, string(list.Links[0]))
	if status != http.StatusOK || strings.Contains(body, "totalClicks") {
		t.Errorf("%d %s", status, body)
	}
}

// damagedFigures is a store in which figures can be found to be damaged.
type damagedFigures struct {
	linkpack.Store
	damaged atomic.Bool
}

// ViewClicks implements [analytics.Store].
func (s *damagedFigures) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	if s.damaged.Load() {
		return analytics.ErrDamaged
	}
	return s.Store.ViewClicks(ctx, fn)
}

func TestAListComesWithoutFiguresThatAreDamaged(t *testing.T) {
	store := &damagedFigures{Store: memory.New()}
	s, err := linkpack.New(store, &linkpack.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(t.Context())
	if _, err := s.CreateLink(t.Context(), linkpack.Link{ShortCode: "abc123", Destination: "https://example.com/"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.CreateToken(t.Context(), linkpack.Token{Name: "test", Secret: secret}); err != nil {
		t.Fatal(err)
	}
	handler, err := httpadapter.New(s, &httpadapter.Options{APIs: []httpadapter.API{linkpackv1.New(nil)}})
	if err != nil {
		t.Fatal(err)
	}
	for _, damaged := range []bool{false, true} {
		store.damaged.Store(damaged)
		w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/api/v1/links", nil)
		r.Header.Set("Authorization", "Bearer "+secret)
		handler.ServeHTTP(w, r)
		body := w.Body.String()
		if w.Code != http.StatusOK || !strings.Contains(body, "abc123") || strings.Contains(body, "totalClicks") == damaged {
			t.Errorf("damaged %t: %d %s", damaged, w.Code, body)
		}
	}
}
