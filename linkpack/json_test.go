package linkpack_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

// TestJSONNames holds the names under which values are encoded.
func TestJSONNames(t *testing.T) {
	at := time.Date(2026, time.January, 5, 12, 0, 0, 0, time.UTC)
	link := &linkpack.Link{
		ID: "1", Number: 7, Workspace: "w", ShortCode: "x", Destination: home,
		PasswordHash: "$2a$10$x", Revision: 1, CreatedAt: at, UpdatedAt: at,
	}
	const encoded = `{"id":"1","number":7,"workspace":"w","short_code":"x","destination":"` + home + `",` +
		`"revision":1,"created_at":"2026-01-05T12:00:00Z","updated_at":"2026-01-05T12:00:00Z"}`
	for want, value := range map[string]any{
		encoded:                                  link,
		`{"links":[` + encoded + `],"next":"n"}`: linkpack.LinkPage{Links: []*linkpack.Link{link}, Next: "n"},
		`{"id":"1","workspace":"w","name":"n","created_at":"2026-01-05T12:00:00Z"}`: linkpack.Token{ID: "1", Workspace: "w", Name: "n", CreatedAt: at},
		`{"workspace":"w","token":"1","preferences":"x"}`:                           linkpack.Principal{Workspace: "w", Token: "1", Preferences: "x"},
		`{"workspace":"w","token":"1"}`:                                             linkpack.Principal{Workspace: "w", Token: "1"},
		`{"name":"spring","links":3}`:                                               linkpack.Tag{Name: "spring", Links: 3},
		`{"field":"name","from":"a","to":"b"}`:                                      linkpack.FieldChange{Field: "name", From: "a", To: "b"},
		`{"number":2,"time":"2026-01-05T12:00:00Z","actor":"ann","changes":[]}`:     linkpack.Revision{Number: 2, Time: at, Actor: "ann", Changes: []linkpack.FieldChange{}},
		`{"seq":1,"time":"2026-01-05T12:00:00Z","workspace":"w","kind":"link","id":"1","action":"create","revision":1}`: linkpack.Change{
			Seq: 1, Time: at, Workspace: "w", Kind: linkpack.KindLink, ID: "1", Action: linkpack.ActionCreate, Revision: 1,
		},
		`{"id":"1","workspace":"w","revision":2,"body":{"size":9},"created_at":"2026-01-05T12:00:00Z","updated_at":"2026-01-05T12:00:00Z"}`: linkpack.StoredDesign{
			ID: "1", Workspace: "w", Revision: 2, Body: json.RawMessage(`{"size":9}`), CreatedAt: at, UpdatedAt: at,
		},
		`{"hits":1,"misses":2,"loads":3,"load_failures":4,"load_time_ns":5,"evictions":6,"entries":7,"bytes":8,"max_bytes":9}`: linkpack.CacheMetrics{
			Hits: 1, Misses: 2, Loads: 3, LoadFailures: 4, LoadTime: 5, Evictions: 6, Entries: 7, Bytes: 8, MaxBytes: 9,
		},
	} {
		got, err := json.Marshal(value)
		if err != nil || string(got) != want {
			t.Errorf("%T is\n%s, %v, want\n%s", value, got, err, want)
		}
	}
}

func TestJSONHasNoPassword(t *testing.T) {
	got, err := json.Marshal(&linkpack.Link{PasswordHash: "$2a$10$x"})
	if err != nil || strings.Contains(string(got), "$2a") || strings.Contains(string(got), "password") {
		t.Errorf("the link is %s, %v", got, err)
	}
}

// TestEmptyListsAreArrays checks that a program in another language can count on an
// array where nothing was found.
func TestEmptyListsAreArrays(t *testing.T) {
	kit := linkpacktest.New(t)
	page, err := kit.ListLinks(t.Context(), linkpack.LinkQuery{Search: "none"})
	stats, err2 := kit.StatsOf(t.Context(), linkpack.LinkQuery{}, analytics.Query{})
	audit, err3 := kit.Audit(t.Context(), nil)
	rebuild, err4 := kit.Rebuild(t.Context(), nil)
	domains, err5 := kit.Domains(t.Context(), "")
	steps(t, err, err2, err3, err4, err5)
	for _, value := range []any{page, stats.Breakdowns, audit, rebuild, domains} {
		got, err := json.Marshal(value)
		if err != nil || strings.Contains(string(got), "null") {
			t.Errorf("%T is %s, %v", value, got, err)
		}
	}
}
