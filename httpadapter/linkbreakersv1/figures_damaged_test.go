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

// damagedLink is a store in which the link with a number cannot be read by it.
type damagedLink struct {
	linkpack.Store
	number *atomic.Uint32
}

func (d damagedLink) LinksByNumber(ctx context.Context, numbers []uint32) ([]*linkpack.Link, error) {
	var sound []uint32
	var damage error
	for _, n := range numbers {
		if n != 0 && n == d.number.Load() {
			damage = &linkpack.DamagedError{Kind: linkpack.KindLink, ID: "x", Err: errors.New("a flipped bit")}
			continue
		}
		sound = append(sound, n)
	}
	found, err := d.Store.LinksByNumber(ctx, sound)
	return found, errors.Join(damage, err)
}

// TestADamagedLinkLeavesTheFiguresOfOthers has the last of two events on a damaged link.
func TestADamagedLinkLeavesTheFiguresOfOthers(t *testing.T) {
	damaged := new(atomic.Uint32)
	sv := &figured{server: newServerOn(t, damagedLink{memory.New(), damaged}, &linkpack.Options{Clock: func() time.Time { return noon }}, nil)}
	sound, broken := sv.link(t, linkpack.Link{ShortCode: "one"}), sv.link(t, linkpack.Link{ShortCode: "two"})
	sv.visit(t, sound, visitOf{before: 2 * time.Hour, browser: "Firefox", visitor: 1})
	sv.visit(t, broken, visitOf{before: time.Hour, browser: "Firefox", visitor: 2})
	if err := sv.shortener.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	damaged.Store(broken.Number)
	for _, c := range []struct{ method, path, body, place, want string }{
		{"GET", "/v1/metrics/events", "", "lastAt", "2026-03-14T10:00:30Z"},
		{"GET", "/v1/metrics/events", "", "totalEvents", "2"},
		{"POST", "/v1/analytics/funnel", "{}", "entryVisits", "2"},
	} {
		answer, got := sv.call(t, secret, c.method, c.path, c.body)
		if answer.StatusCode != 200 || answer.Header.Get("Damaged-Records") == "" || read(got, c.place) != c.want {
			t.Errorf("%s: %d, Damaged-Records %q, %v", c.path, answer.StatusCode, answer.Header.Get("Damaged-Records"), got)
		}
	}
}
