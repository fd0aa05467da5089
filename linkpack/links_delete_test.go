package linkpack_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestTheBinIsEmptied deletes a link and looks for it some time later.
func TestTheBinIsEmptied(t *testing.T) {
	const day = 24 * time.Hour
	for name, test := range map[string]struct {
		bin, kept, removed time.Duration
	}{
		"by default after 30 days": {0, 30*day - time.Minute, 30*day + time.Hour},
		"after a day":              {day, day - time.Minute, day + time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store, opts := memory.New(), &linkpack.Options{Bin: test.bin}
				s, err := linkpack.New(store, opts)
				if err != nil {
					t.Fatal(err)
				}
				link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home})
				steps(t, err, s.DeleteLink(t.Context(), "", link.ID))
				deleted := time.Now()
				for _, step := range []struct {
					after time.Duration
					want  error
				}{{test.kept, nil}, {test.removed, linkpack.ErrNotFound}} {
					steps(t, s.Close(t.Context())) // so that no timers run
					time.Sleep(time.Until(deleted.Add(step.after - time.Hour)))
					s, err = linkpack.New(store, opts)
					steps(t, err)
					time.Sleep(time.Until(deleted.Add(step.after)))
					synctest.Wait()
					if _, err := s.DeletedLink(t.Context(), "", link.ID); !errors.Is(err, step.want) {
						t.Errorf("after %v: %v", step.after, err)
					}
					if _, err := s.Resolve(t.Context(), "", link.ShortCode, new(routing.Visit)); !errors.Is(err, linkpack.ErrGone) {
						t.Errorf("its visit after %v: %v", step.after, err)
					}
				}
				steps(t, s.Close(t.Context()))
			})
		})
	}
}

func TestABinOfManyLinksIsEmptied(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := linkpack.New(memory.New(), &linkpack.Options{Bin: time.Minute})
		steps(t, err)
		defer s.Close(t.Context())
		made, err := s.CreateLinks(t.Context(), make([]linkpack.Link, 0))
		steps(t, err)
		for range 3 {
			links := make([]linkpack.Link, 250)
			for i := range links {
				links[i].Destination = home
			}
			more, err := s.CreateLinks(t.Context(), links)
			steps(t, err)
			made = append(made, more...)
		}
		ids := make([]string, len(made))
		for i, link := range made {
			ids[i] = link.ID
		}
		steps(t, s.DeleteLinks(t.Context(), "", ids))
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		page, err := s.ListLinks(t.Context(), linkpack.LinkQuery{Bin: linkpack.WithBin})
		if err != nil || len(page.Links) > 0 {
			t.Errorf("%d links are left, %v", len(page.Links), err)
		}
	})
}

func TestThereNeedNotBeABin(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{Bin: -1})
	link := kit.NewLink(linkpack.Link{Destination: home})
	if err := kit.DeleteLink(t.Context(), "", link.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := kit.DeletedLink(t.Context(), "", link.ID); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("in the bin: %v", err)
	}
	if _, err := kit.Visit(link).Resolve(); !errors.Is(err, linkpack.ErrGone) {
		t.Errorf("its visit: %v", err)
	}
}

func TestLinksAreDeletedNow(t *testing.T) {
	kit := linkpacktest.New(t)
	deleted := binned(t, kit, linkpack.Link{Destination: home, ShortCode: "deleted"})
	live := kit.NewLink(linkpack.Link{Destination: home, ShortCode: "live"})
	err := kit.DeleteLinksNow(t.Context(), "", []string{deleted.ID, "unknown"})
	if at, ok := errors.AsType[*linkpack.IndexError](err); !ok || at.Index != 1 || !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("an unknown link: %v", err)
	}
	if err := kit.DeleteLinksNow(t.Context(), "", []string{deleted.ID, live.ID}); err != nil {
		t.Fatal(err)
	}
	for _, link := range []*linkpack.Link{deleted, live} {
		_, inBin := kit.DeletedLink(t.Context(), "", link.ID)
		_, past := kit.LinkRevisions(t.Context(), "", link.ID)
		if !errors.Is(inBin, linkpack.ErrNotFound) || !errors.Is(past, linkpack.ErrNotFound) {
			t.Errorf("%s: %v, %v", link.ShortCode, inBin, past)
		}
		if _, err := kit.Visit(link).Resolve(); !errors.Is(err, linkpack.ErrGone) {
			t.Errorf("%s is visited: %v", link.ShortCode, err)
		}
		again := kit.NewLink(linkpack.Link{Destination: "https://example.com/again", ShortCode: link.ShortCode})
		if got := kit.Visit(again).Location(); got != "https://example.com/again" {
			t.Errorf("the new link at %s leads to %q", link.ShortCode, got)
		}
	}
}

func TestAnotherShortenerSeesTheBin(t *testing.T) {
	withPair(t, linkpack.Options{}, func(t *testing.T, p *pair) {
		link, err := p.here.CreateLink(t.Context(), linkpack.Link{Destination: home, ShortCode: "a"})
		steps(t, err)
		want := func(destination string, refusal error) {
			t.Helper()
			time.Sleep(time.Second)
			res, err := p.there.Resolve(t.Context(), "", "a", new(routing.Visit))
			if !errors.Is(err, refusal) || res.Location != destination {
				t.Errorf("to %q, %v; want %q, %v", res.Location, err, destination, refusal)
			}
		}
		want(home, nil)
		steps(t, p.here.DeleteLink(t.Context(), "", link.ID))
		want("", linkpack.ErrGone)
		_, err = p.here.RestoreLink(t.Context(), "", link.ID, nil)
		steps(t, err)
		want(home, nil)
		steps(t, p.here.DeleteLink(t.Context(), "", link.ID))
		_, err = p.here.CreateLink(t.Context(), linkpack.Link{Destination: "https://example.com/next", ShortCode: "a"})
		steps(t, err)
		want("https://example.com/next", nil)
	})
}

func TestOneOfManyGetsACodeFromTheBin(t *testing.T) {
	kit := linkpacktest.New(t)
	for range 20 {
		link := binned(t, kit, linkpack.Link{Destination: home})
		var wg sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wg.Go(func() {
				if i%2 == 0 {
					_, errs[i] = kit.RestoreLink(context.Background(), "", link.ID, nil)
					return
				}
				_, errs[i] = kit.CreateLink(context.Background(), linkpack.Link{Destination: home, ShortCode: link.ShortCode})
			})
		}
		wg.Wait()
		won := 0
		for i, err := range errs {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, linkpack.ErrExists) && (i%2 == 1 || !errors.Is(err, linkpack.ErrNotFound)):
				t.Errorf("call %d: %v", i, err)
			}
		}
		if won != 1 {
			t.Errorf("%d calls got the code", won)
		}
	}
}
