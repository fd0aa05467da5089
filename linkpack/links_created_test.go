package linkpack_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestLinkOfAnotherSystemKeepsItsAge(t *testing.T) {
	kit := linkpacktest.New(t)
	made := time.Date(2019, 5, 4, 12, 30, 0, 1234567, time.FixedZone("", 3600))
	old := kit.NewLink(linkpack.Link{ShortCode: "old", Destination: home, CreatedAt: made})
	if want := time.Date(2019, 5, 4, 11, 30, 0, 1e6, time.UTC); !old.CreatedAt.Equal(want) {
		t.Errorf("made at %v, want %v", old.CreatedAt, want)
	}
	if !old.UpdatedAt.Equal(kit.Now()) {
		t.Errorf("changed at %v, want %v", old.UpdatedAt, kit.Now())
	}
	id := uuid.MustParse(old.ID)
	if sec, nsec := id.Time().UnixTime(); id.Version() != 7 || time.Unix(sec, nsec).UnixMilli() != made.UnixMilli() {
		t.Errorf("the id %s is not one of version 7 of that time", old.ID)
	}
	stored, err := kit.Link(t.Context(), "", old.ID)
	if err != nil || !stored.CreatedAt.Equal(old.CreatedAt) {
		t.Errorf("stored: %+v, %v", stored, err)
	}
}

func TestLinksAreListedByTheirAgeWhereverTheyComeFrom(t *testing.T) {
	kit := linkpacktest.New(t)
	kit.NewLink(linkpack.Link{ShortCode: "today", Destination: home})
	for _, year := range []int{2021, 1970, 2019} {
		at := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		kit.NewLink(linkpack.Link{ShortCode: at.Format("y2006"), Destination: home, CreatedAt: at})
	}
	kit.NewLink(linkpack.Link{ShortCode: "later", Destination: home})
	var codes []string
	for link, err := range kit.Links(t.Context(), linkpack.LinkQuery{Ascending: true, Limit: 2}) {
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, link.ShortCode)
	}
	if want := []string{"y1970", "y2019", "y2021", "today", "later"}; !slices.Equal(codes, want) {
		t.Errorf("listed %v, want %v", codes, want)
	}
}

func TestManyLinksOfOneMoment(t *testing.T) {
	kit := linkpacktest.New(t)
	links := many(5000)
	for i := range links {
		links[i].CreatedAt = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if _, err := kit.CreateLinks(t.Context(), links); err != nil {
		t.Error(err)
	}
}

func TestLinksThatWereNotMadeYetAreRefused(t *testing.T) {
	kit := linkpacktest.New(t)
	for _, at := range []time.Time{kit.Now().Add(time.Millisecond), time.Unix(0, 0).Add(-time.Millisecond)} {
		_, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, CreatedAt: at})
		var fault *linkpack.FieldError
		if !errors.As(err, &fault) || fault.Field != "created_at" {
			t.Errorf("%v: %v", at, err)
		}
	}
	if _, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, CreatedAt: kit.Now()}); err != nil {
		t.Errorf("now: %v", err)
	}
}

func TestStatisticsBeginWhenTheLinkWasMade(t *testing.T) {
	kit := linkpacktest.New(t)
	march := time.Date(2019, 3, 1, 9, 0, 0, 0, time.UTC)
	link := kit.NewLink(linkpack.Link{ShortCode: "old", Destination: home, CreatedAt: march})
	taken, err := kit.ImportVisits(t.Context(), func(yield func(linkpack.Resolution, error) bool) {
		yield(kit.Visit(link).At(march.AddDate(0, 0, 3)).Resolve())
	})
	if err != nil || taken != 1 {
		t.Fatalf("%d taken, %v", taken, err)
	}
	stats, err := kit.Stats(t.Context(), link.Workspace, link.ID, analytics.Query{})
	if err != nil || stats.Clicks() != 1 || !stats.From.Equal(march.Truncate(24*time.Hour)) {
		t.Errorf("%+v, %v", stats, err)
	}
}

func TestKeysAreForgottenBehindThoseOfOlderLinks(t *testing.T) {
	clock := linkpacktest.NewClock(linkpacktest.Start())
	store := memory.New()
	links, err := linkpack.New(store, &linkpack.Options{Clock: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer links.Close(context.WithoutCancel(t.Context()))
	shorten := func(key string, at time.Time) {
		t.Helper()
		if _, _, err := links.CreateLinkOnce(t.Context(), key, nil, linkpack.Link{Destination: home, CreatedAt: at}); err != nil {
			t.Fatal(err)
		}
	}
	shorten("first", time.Time{})
	clock.Advance(23 * time.Hour)
	shorten("of an old link", time.Unix(0, 0))
	clock.Advance(2 * time.Hour)
	shorten("last", time.Time{})
	kept, err := store.ListDocuments(t.Context(), "idempotency", linkpack.DefaultWorkspace, "", 0)
	if err != nil || len(kept) != 2 {
		t.Errorf("%d keys are kept, want 2; %v", len(kept), err)
	}
}
