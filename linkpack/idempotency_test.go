package linkpack_test

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestAKeyMakesALinkOnce(t *testing.T) {
	kit := linkpacktest.New(t)
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "other"}); err != nil {
		t.Fatal(err)
	}
	link := linkpack.Link{Destination: home, ShortCode: "x"}
	first, replayed, err := kit.CreateLinkOnce(t.Context(), "key", nil, link)
	if err != nil || replayed {
		t.Fatalf("replayed %v, %v", replayed, err)
	}
	again, replayed, err := kit.CreateLinkOnce(t.Context(), "key", nil, link)
	if err != nil || !replayed || again.ID != first.ID {
		t.Errorf("again: %+v, replayed %v, %v", again, replayed, err)
	}
	_, _, err = kit.CreateLinkOnce(t.Context(), "key", nil, linkpack.Link{Destination: home, Name: "another"})
	var fault *linkpack.FieldError
	if !errors.As(err, &fault) || fault.Field != "idempotency_key" {
		t.Errorf("another link: %v", err)
	}
	elsewhere, replayed, err := kit.CreateLinkOnce(t.Context(), "key", nil, linkpack.Link{Destination: home, Workspace: "other"})
	if err != nil || replayed || elsewhere.Workspace != "other" {
		t.Errorf("another workspace: replayed %v, %v", replayed, err)
	}
	if _, _, err := kit.CreateLinkOnce(t.Context(), "", nil, link); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("no key: %v", err)
	}
	if err := kit.DeleteLink(t.Context(), "", first.ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := kit.CreateLinkOnce(t.Context(), "key", nil, link); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("after its deletion: %v", err)
	}
	kit.Clock.Advance(24 * time.Hour)
	link.ShortCode = ""
	if fresh, replayed, err := kit.CreateLinkOnce(t.Context(), "key", nil, link); err != nil || replayed || fresh.ID == first.ID {
		t.Errorf("a day later: replayed %v, %v", replayed, err)
	}
}

func TestALinkThatLeftTheScopeIsNotReplayed(t *testing.T) {
	kit := linkpacktest.New(t)
	ctx := linkpack.WithPrincipal(t.Context(), scoped(linkpack.Scope{Tag: "red"}))
	link := linkpack.Link{Destination: home, Tags: []string{"red"}}
	first, _, err := kit.CreateLinkOnce(ctx, "key", nil, link)
	if err != nil {
		t.Fatal(err)
	}
	change(t, kit, first, "", func(l *linkpack.Link) { l.Tags = nil })
	if again, _, err := kit.CreateLinkOnce(ctx, "key", nil, link); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("again: %+v, %v", again, err)
	}
}

func TestAFailedCallLeavesItsKeyUnused(t *testing.T) {
	kit := linkpacktest.New(t)
	kit.NewLink(linkpack.Link{Destination: home, ShortCode: "taken"})
	for _, link := range []linkpack.Link{{Destination: "nowhere"}, {Destination: home, ShortCode: "taken"}} {
		if _, _, err := kit.CreateLinkOnce(t.Context(), "key", nil, link); err == nil {
			t.Fatal("no error")
		}
	}
	if _, replayed, err := kit.CreateLinkOnce(t.Context(), "key", nil, linkpack.Link{Destination: home}); err != nil || replayed {
		t.Errorf("replayed %v, %v", replayed, err)
	}
}

func TestManyCallsWithOneKeyMakeOneLink(t *testing.T) {
	for _, code := range []string{"", "code"} {
		kit := linkpacktest.New(t)
		var mu sync.Mutex
		ids, fresh := make(map[string]bool), 0
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				link, replayed, err := kit.CreateLinkOnce(t.Context(), "key", nil, linkpack.Link{Destination: home, ShortCode: code})
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				defer mu.Unlock()
				if ids[link.ID] = true; !replayed {
					fresh++
				}
			})
		}
		wg.Wait()
		page, err := kit.ListLinks(t.Context(), linkpack.LinkQuery{})
		if err != nil || len(page.Links) != 1 || len(ids) != 1 || fresh != 1 {
			t.Errorf("code %q: %d links, %d ids, %d fresh, %v", code, len(page.Links), len(ids), fresh, err)
		}
	}
}

// dying is a store that cannot create links until it is revived, as if the
// process had crashed before.
type dying struct {
	linkpack.Store
	revived bool
}

func (s *dying) CreateLinks(ctx context.Context, links ...*linkpack.Link) error {
	if !s.revived {
		return errors.New("died")
	}
	return s.Store.CreateLinks(ctx, links...)
}

func (s *dying) DeleteDocument(ctx context.Context, kind, workspace, id string, edit *linkpack.Edit) error {
	if !s.revived {
		return errors.New("died")
	}
	return s.Store.DeleteDocument(ctx, kind, workspace, id, edit)
}

func TestACallBehindACrashMakesTheLink(t *testing.T) {
	store := &dying{Store: memory.New()}
	s, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(t.Context())
	link := linkpack.Link{Destination: home}
	if _, _, err := s.CreateLinkOnce(t.Context(), "key", nil, link); err == nil {
		t.Fatal("no error")
	}
	store.revived = true
	made, _, err := s.CreateLinkOnce(t.Context(), "key", nil, link)
	if err != nil {
		t.Fatal(err)
	}
	if again, replayed, err := s.CreateLinkOnce(t.Context(), "key", nil, link); err != nil || !replayed || again.ID != made.ID {
		t.Errorf("replayed %v, %v", replayed, err)
	}
}

// rival is a store that runs calls of another client between those of one.
type rival struct {
	linkpack.Store
	beforeLinks, beforeKey func() error // called once each; nil does nothing
}

func (s *rival) CreateLinks(ctx context.Context, links ...*linkpack.Link) error {
	if before := s.beforeLinks; before != nil {
		s.beforeLinks = nil
		if err := before(); err != nil {
			return err
		}
	}
	return s.Store.CreateLinks(ctx, links...)
}

func (s *rival) CreateDocument(ctx context.Context, d *linkpack.Document, edit *linkpack.Edit) error {
	if d.Kind != "idempotency" { // of the upkeep, which runs beside the test
		return s.Store.CreateDocument(ctx, d, edit)
	}
	if before := s.beforeKey; before != nil {
		s.beforeKey = nil
		if err := before(); err != nil {
			return err
		}
	}
	return s.Store.CreateDocument(ctx, d, edit)
}

func TestAKeyThatARivalGaveUpIsTaken(t *testing.T) {
	store := &rival{Store: memory.New()}
	s, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	store.beforeKey = func() error { return linkpack.ErrExists } // the rival fails before its result is read
	if _, replayed, err := s.CreateLinkOnce(t.Context(), "key", nil, linkpack.Link{Destination: home}); err != nil || replayed {
		t.Errorf("replayed %v, %v", replayed, err)
	}
}

// TestARivalThatFailsDoesNotFreeTheKey simulates a client that cancels a request
// and sends it again.
func TestARivalThatFailsDoesNotFreeTheKey(t *testing.T) {
	store := &rival{Store: memory.New()}
	s, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	link := linkpack.Link{Destination: home}
	broken := errors.New("broken")
	store.beforeLinks = func() error {
		store.beforeLinks = func() error { return broken }
		if _, _, err := s.CreateLinkOnce(t.Context(), "key", nil, link); !errors.Is(err, broken) {
			t.Errorf("the rival: %v", err)
		}
		return nil
	}
	made, _, err := s.CreateLinkOnce(t.Context(), "key", nil, link)
	if err != nil {
		t.Fatal(err)
	}
	if again, replayed, err := s.CreateLinkOnce(t.Context(), "key", nil, link); err != nil || !replayed || again.ID != made.ID {
		t.Errorf("later: replayed %v, %v", replayed, err)
	}
}

func TestAKeyIsForOneRequest(t *testing.T) {
	kit := linkpacktest.New(t)
	locked := func(password string) linkpack.Link {
		link := linkpack.Link{Destination: home}
		if err := link.SetPassword(password); err != nil {
			t.Fatal(err)
		}
		return link
	}
	first, _, err := kit.CreateLinkOnce(t.Context(), "key", []byte("sesame"), locked("sesame"))
	if err != nil {
		t.Fatal(err)
	}
	again, replayed, err := kit.CreateLinkOnce(t.Context(), "key", []byte("sesame"), locked("sesame"))
	if err != nil || !replayed || again.ID != first.ID {
		t.Errorf("the same request: replayed %v, %v", replayed, err)
	}
	var fault *linkpack.FieldError
	for name, request := range map[string][]byte{"another": []byte("simsim"), "an empty one": {}, "none": nil} {
		if _, _, err := kit.CreateLinkOnce(t.Context(), "key", request, locked("simsim")); !errors.As(err, &fault) || fault.Field != "idempotency_key" {
			t.Errorf("%s request: %v", name, err)
		}
	}
}

func TestWithoutARequestPasswordsAreComparedByHash(t *testing.T) {
	kit := linkpacktest.New(t)
	link := linkpack.Link{Destination: home}
	if err := link.SetPassword("sesame"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := kit.CreateLinkOnce(t.Context(), "key", nil, link); err != nil {
		t.Fatal(err)
	}
	if _, replayed, err := kit.CreateLinkOnce(t.Context(), "key", nil, link); err != nil || !replayed {
		t.Errorf("the same hash: replayed %v, %v", replayed, err)
	}
	if err := link.SetPassword("simsim"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := kit.CreateLinkOnce(t.Context(), "key", nil, link); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("another password: %v", err)
	}
}

func TestStoredRequestsAreHashedWithASecret(t *testing.T) {
	request := []byte(`{"password":"sesame"}`)
	var seen []string
	for range 2 {
		store := memory.New()
		s, err := linkpack.New(store, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close(context.Background())
		if _, _, err := s.CreateLinkOnce(t.Context(), "key", request, linkpack.Link{Destination: home}); err != nil {
			t.Fatal(err)
		}
		documents, err := store.ListDocuments(t.Context(), "idempotency", linkpack.DefaultWorkspace, "", 0)
		if err != nil || len(documents) != 1 {
			t.Fatal(documents, err)
		}
		var body struct{ Fingerprint string }
		if err := json.Unmarshal(documents[0].Body, &body); err != nil {
			t.Fatal(err)
		}
		seen = append(seen, body.Fingerprint)
	}
	if seen[0] == seen[1] || len(seen[0]) != 64 {
		t.Errorf("two stores have the hashes %q", seen)
	}
}
