package linkpack_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

// eventDays is a run of links in two workspaces that are clicked on several days.
type eventDays struct {
	*testing.T
	*rand.Rand
	kit   *linkpacktest.Kit
	links []*linkpack.Link
}

func newEventDays(t *testing.T, seed uint64) *eventDays {
	t.Helper()
	e := &eventDays{T: t, Rand: rand.New(rand.NewPCG(seed, 1)), kit: linkpacktest.New(t)}
	if _, err := e.kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "other"}); err != nil {
		t.Fatal(err)
	}
	for i := range 24 {
		link := linkpack.Link{Destination: home, ShortCode: fmt.Sprint("link", i)}
		if link.Workspace = linkpack.DefaultWorkspace; i%4 == 3 {
			link.Workspace = "other"
		}
		if i%3 == 0 {
			link.Tags = []string{"spring"}
		}
		e.links = append(e.links, e.kit.NewLink(link))
	}
	return e
}

// click visits a random link some times, as a person or as a bot.
func (e *eventDays) click(n int) {
	for range n {
		visit := e.kit.Visit(e.links[e.IntN(len(e.links))])
		if e.IntN(4) == 0 {
			visit.UserAgent("curl/8.5.0")
		}
		visit.Click()
		e.kit.Clock.Advance(time.Duration(e.IntN(3000)) * time.Second)
	}
}

// query returns a random query.
func (e *eventDays) query() linkpack.EventQuery {
	q := linkpack.EventQuery{Workspace: []string{"", "other"}[e.IntN(2)], Ascending: e.IntN(2) == 0, Limit: 1 + e.IntN(9)}
	if e.IntN(3) == 0 {
		q.Tag = "spring"
	}
	if e.IntN(4) == 0 {
		q.Link = e.links[4*e.IntN(6)].ID
		q.Workspace = ""
	}
	if e.IntN(3) == 0 {
		q.Classes = []analytics.Class{analytics.Bot}
	}
	if e.IntN(3) == 0 {
		q.From = linkpacktest.Start().Add(time.Duration(e.IntN(100)) * time.Hour)
		q.To = q.From.Add(time.Duration(1+e.IntN(100)) * time.Hour)
	}
	return q
}

// naive selects the events of a query from all clicks.
func (e *eventDays) naive(q linkpack.EventQuery) (want []analytics.Click) {
	e.Helper()
	for click, err := range e.kit.Export(e.Context(), linkpack.ClickQuery{Workspace: q.Workspace, From: q.From, To: q.To}) {
		if err != nil {
			e.Fatal(err)
		}
		at := slices.IndexFunc(e.links, func(l *linkpack.Link) bool { return l.ID == click.Link.ID })
		if q.Link != "" && click.Link.ID != q.Link || q.Tag != "" && !slices.Contains(e.links[at].Tags, q.Tag) || q.Classes != nil && !slices.Contains(q.Classes, click.Class) {
			continue
		}
		want = append(want, click)
	}
	slices.SortStableFunc(want, func(a, b analytics.Click) int { return cmp.Compare(a.Time.Unix()/86400, b.Time.Unix()/86400) })
	if !q.Ascending {
		slices.Reverse(want)
	}
	return want
}

func TestEventsAreThoseOfTheQueryInOrder(t *testing.T) {
	for seed := range uint64(12) {
		e := newEventDays(t, seed)
		e.click(150)
		for range 12 {
			q := e.query()
			want := e.naive(q)
			var got []analytics.Click
			for {
				page, err := e.kit.Events(t.Context(), q)
				if err != nil || len(page.Events) > q.Limit {
					t.Fatalf("%+v: a page of %d, %v", q, len(page.Events), err)
				}
				got = append(got, page.Events...)
				if q.Cursor = page.Next; q.Cursor == "" {
					break
				}
			}
			compareEvents(t, q, got, want)
			var each []analytics.Click
			for event, err := range e.kit.EachEvent(t.Context(), q) {
				if err != nil {
					t.Fatal(err)
				}
				each = append(each, event)
			}
			compareEvents(t, q, each, want)
		}
	}
}

func compareEvents(t *testing.T, q linkpack.EventQuery, got, want []analytics.Click) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%+v: %d events, want %d", q, len(got), len(want))
	}
	for i := range got {
		if got[i].ID != want[i].ID || got[i].Link != want[i].Link {
			t.Fatalf("%+v: event %d is %+v, want %+v", q, i, got[i], want[i])
		}
	}
}

func TestPagesStayValidWhileEventsCome(t *testing.T) {
	e := newEventDays(t, 7)
	e.click(60)
	q := linkpack.EventQuery{Limit: 4}
	want := e.naive(q)
	var got []analytics.Click
	for {
		page, err := e.kit.Events(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, page.Events...)
		if q.Cursor = page.Next; q.Cursor == "" {
			break
		}
		e.click(5)
	}
	compareEvents(t, q, got, want)
}

func TestEventsThatCannotBeListed(t *testing.T) {
	e := newEventDays(t, 1)
	e.click(20)
	page, err := e.kit.Events(t.Context(), linkpack.EventQuery{Limit: 2})
	if err != nil || page.Next == "" {
		t.Fatalf("the first page is %+v, %v", page, err)
	}
	now := time.Now()
	for field, q := range map[string]linkpack.EventQuery{
		"limit":      {Limit: 1001},
		"to":         {From: now, To: now},
		"classes[1]": {Classes: []analytics.Class{analytics.Bot, 99}},
	} {
		_, err := e.kit.Events(t.Context(), q)
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for name, q := range map[string]linkpack.EventQuery{
		"no cursor":            {Cursor: "none"},
		"another order":        {Ascending: true, Cursor: page.Next},
		"another tag":          {Tag: "spring", Cursor: page.Next},
		"another workspace":    {Workspace: "other", Cursor: page.Next},
		"other classes":        {Conversions: true, Cursor: page.Next},
		"another range":        {To: now, Cursor: page.Next},
		"a changed cursor":     {Cursor: page.Next[:len(page.Next)-1] + "_"},
		"more behind a cursor": {Cursor: page.Next + "AA"},
	} {
		_, err := e.kit.Events(t.Context(), q)
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "cursor" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, q := range map[string]linkpack.EventQuery{
		"a link":                        {Link: "none"},
		"a visitor":                     {Visitor: "none"},
		"workspace":                     {Workspace: "none"},
		"the link of another workspace": {Link: e.links[3].ID},
	} {
		if _, err := e.kit.Events(t.Context(), q); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("%s that is unknown: %v", name, err)
		}
	}
}

// TestALimitedTokenLearnsNothingOfVisitors asks with a token that may not read visitors.
func TestALimitedTokenLearnsNothingOfVisitors(t *testing.T) {
	e := newEventDays(t, 1)
	limited := linkpack.WithPrincipal(t.Context(), scoped(linkpack.Scope{Tag: "spring"}))
	if _, err := e.kit.Events(limited, linkpack.EventQuery{Visitor: "none"}); !errors.Is(err, linkpack.ErrForbidden) {
		t.Errorf("events of a visitor: %v", err)
	}
	if _, err := e.kit.Events(limited, linkpack.EventQuery{}); err != nil {
		t.Errorf("events: %v", err)
	}
}

func TestARemovedLinkHasEventsOfItsOwnAlone(t *testing.T) {
	kit := linkpacktest.New(t)
	kept, removed := kit.NewLink(linkpack.Link{Destination: home}), kit.NewLink(linkpack.Link{Destination: home})
	for range 3 {
		kit.Visit(kept).Click()
		kit.Visit(removed).Click()
	}
	if err := kit.DeleteLinksNow(t.Context(), "", []string{removed.ID}); err != nil {
		t.Fatal(err)
	}
	for want, q := range map[string]linkpack.EventQuery{kept.ID: {Limit: 2}, removed.ID: {Link: removed.ID, Limit: 2}} {
		page, err := kit.Events(t.Context(), q)
		if err != nil || len(page.Events) != 2 || page.Events[0].Link.ID != want || page.Next == "" {
			t.Fatalf("the events of %s are %+v, %v", want, page, err)
		}
		q.Cursor = page.Next
		if page, err = kit.Events(t.Context(), q); err != nil || len(page.Events) != 1 || page.Next != "" {
			t.Errorf("the second page is %+v, %v", page, err)
		}
	}
}

func TestEventsAreLimitedToTheScope(t *testing.T) {
	e := newEventDays(t, 3)
	e.click(80)
	spring := e.naive(linkpack.EventQuery{Tag: "spring"})
	ctx := linkpack.WithPrincipal(t.Context(), linkpack.Principal{Workspace: linkpack.DefaultWorkspace, Scope: linkpack.Scope{Tag: "spring"}})
	page, err := e.kit.Events(ctx, linkpack.EventQuery{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	compareEvents(t, linkpack.EventQuery{}, page.Events, spring)
	for _, event := range e.naive(linkpack.EventQuery{}) {
		_, err := e.kit.Event(ctx, "", event.ID)
		if inside := slices.ContainsFunc(spring, func(c analytics.Click) bool { return c.ID == event.ID }); inside != (err == nil) {
			t.Errorf("event %s, in the scope %v: %v", event.ID, inside, err)
		}
	}
}

func TestAnEventIsFoundByItsID(t *testing.T) {
	e := newEventDays(t, 2)
	e.click(30)
	for _, want := range e.naive(linkpack.EventQuery{}) {
		for _, id := range []string{want.ID, linkpack.LBID(want.ID)} {
			got, err := e.kit.Event(t.Context(), "", id)
			if err != nil || got.ID != want.ID || got.Link != want.Link || !got.Time.Equal(want.Time) {
				t.Fatalf("%s is %+v, %v", id, got, err)
			}
		}
		if _, err := e.kit.Event(t.Context(), "other", want.ID); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("in another workspace: %v", err)
		}
	}
	for _, id := range []string{"", "none", "019d2eea-6330-7000-8000-000800140007"} {
		if _, err := e.kit.Event(context.Background(), "", id); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("%q: %v", id, err)
		}
	}
}
