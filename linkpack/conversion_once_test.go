package linkpack_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// order is a conversion with an ID.
func order(lbid string) linkpack.NewConversion {
	return linkpack.NewConversion{Click: lbid, Kind: "purchase", ID: "order 7", Value: 5, Currency: "EUR", Properties: json.RawMessage(`{"a":1}`)}
}

func TestAConversionWithAnIDCountsOnce(t *testing.T) {
	c := newConverter(t)
	first, err := c.RecordConversion(t.Context(), order(c.lbid))
	if err != nil {
		t.Fatal(err)
	}
	c.Clock.Advance(30 * time.Hour)
	spelt := order(c.lbid)
	spelt.Currency, spelt.Properties = "eur", json.RawMessage(` {"a" : 1}`)
	for name, same := range map[string]linkpack.NewConversion{"the same": order(c.lbid), "in another spelling": spelt, "of another click": order(lbidOf(c.Kit, c.link))} {
		again, err := c.RecordConversion(t.Context(), same)
		if err != nil || again.ID != first.ID || !again.Time.Equal(first.Time) || again.Converted.Click != first.Converted.Click {
			t.Errorf("%s: %+v, %v", name, again, err)
		}
	}
	if all := c.conversions(t); len(all) != 1 {
		t.Errorf("recorded %d", len(all))
	}
}

func TestAnIDIsForOneConversionOfALinkAndKind(t *testing.T) {
	c := newConverter(t)
	if _, err := c.RecordConversion(t.Context(), order(c.lbid)); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*linkpack.NewConversion){
		"another value":       func(o *linkpack.NewConversion) { o.Value = 6 },
		"another currency":    func(o *linkpack.NewConversion) { o.Currency = "USD" },
		"other properties":    func(o *linkpack.NewConversion) { o.Properties = nil },
		"with form responses": func(o *linkpack.NewConversion) { o.FormResponses = json.RawMessage(`{}`) },
	} {
		other := order(c.lbid)
		change(&other)
		if made, err := c.RecordConversion(t.Context(), other); !errors.Is(err, linkpack.ErrExists) {
			t.Errorf("%s: %+v, %v", name, made, err)
		}
	}
	kind, id, link := order(c.lbid), order(c.lbid), order(lbidOf(c.Kit, c.NewLink(linkpack.Link{Destination: home, TrackConversions: true})))
	kind.Kind, id.ID = "refund", "order 8"
	for name, free := range map[string]linkpack.NewConversion{"another kind": kind, "another ID": id, "another link": link} {
		if _, err := c.RecordConversion(t.Context(), free); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if all := c.conversions(t); len(all) != 4 {
		t.Errorf("recorded %d", len(all))
	}
}

func TestTheIDOfAConversionDoesNotNameAnErasedClick(t *testing.T) {
	store := memory.New()
	s, err := linkpack.New(store, nil)
	steps(t, err)
	defer s.Close(context.Background())
	_, lbid := trackedClick(t, s)
	ada, _, err := s.IdentifyVisitor(t.Context(), linkpack.Identification{Click: lbid})
	steps(t, err)
	made, err := s.RecordConversion(t.Context(), order(lbid))
	steps(t, err)
	steps(t, s.DeleteVisitor(t.Context(), "", ada.ID))
	left, err := store.ListDocuments(t.Context(), "conversion", linkpack.DefaultWorkspace, "", 0)
	if err != nil || len(left) != 1 {
		t.Fatalf("%d documents, %v", len(left), err)
	}
	if strings.Contains(string(left[0].Body), made.Converted.Click) {
		t.Errorf("the click is in %s", left[0].Body)
	}
}

func TestManyCallsWithOneIDMakeOneConversion(t *testing.T) {
	c := newConverter(t)
	var wg sync.WaitGroup
	ids := make([]string, 20)
	for i := range ids {
		wg.Go(func() {
			made, err := c.RecordConversion(t.Context(), order(c.lbid))
			if err != nil {
				t.Error(err)
				return
			}
			ids[i] = made.ID
		})
	}
	wg.Wait()
	all := c.conversions(t)
	if len(all) != 1 {
		t.Fatalf("recorded %d", len(all))
	}
	for _, id := range ids {
		if id != all[0].ID {
			t.Errorf("answered %s, recorded %s", id, all[0].ID)
		}
	}
}

// crashing is a store whose process ends as soon as an ID of a conversion is stored.
type crashing struct {
	linkpack.Store
	crashes bool
}

func (s *crashing) CreateDocument(ctx context.Context, d *linkpack.Document, edit *linkpack.Edit) error {
	err := s.Store.CreateDocument(ctx, d, edit)
	if err == nil && d.Kind == "conversion" && s.crashes {
		err = errors.New("crashed")
	}
	return err
}

func TestARepeatedCallRepairsWhatACrashLeft(t *testing.T) {
	store := &crashing{Store: memory.New(), crashes: true}
	link, lbid := (*linkpack.Link)(nil), ""
	var first string
	for round := range 3 {
		s, err := linkpack.New(store, nil)
		if err != nil {
			t.Fatal(err)
		}
		if round == 0 {
			link, lbid = trackedClick(t, s)
		}
		made, err := s.RecordConversion(t.Context(), order(lbid))
		switch {
		case round == 0 && err == nil, round > 0 && err != nil:
			t.Errorf("round %d: %+v, %v", round, made, err)
		case round == 1:
			first = made.ID
		case round == 2 && made.ID != first:
			t.Errorf("recorded %s, then %s", first, made.ID)
		}
		store.crashes = false
		if err := s.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	s, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	count := 0
	for click, err := range s.Clicks(t.Context(), "", link.ID) {
		if err != nil {
			t.Fatal(err)
		}
		if click.Class == analytics.Conversion {
			count++
		}
	}
	if count != 1 {
		t.Errorf("%d conversions", count)
	}
}

// trackedClick makes a tracked link and a click on it, and returns the click's lbid.
func trackedClick(t *testing.T, s *linkpack.Shortener) (*linkpack.Link, string) {
	t.Helper()
	link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, TrackConversions: true})
	if err != nil {
		t.Fatal(err)
	}
	return link, trackedVisit(t, s, link)
}

func trackedVisit(t *testing.T, s *linkpack.Shortener, link *linkpack.Link) string {
	t.Helper()
	res, err := s.Resolve(t.Context(), "", link.ShortCode, &routing.Visit{UserAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Record(t.Context(), res); err != nil {
		t.Fatal(err)
	}
	return res.LBID()
}

func TestRetentionEndsClicksAndIDs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memory.New()
		s, err := linkpack.New(store, &linkpack.Options{Clicks: analytics.Options{Retention: 48 * time.Hour}})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close(context.Background())
		link, lbid := trackedClick(t, s)
		for _, id := range []string{"order 1", "order 2"} {
			o := order(lbid)
			o.ID = id
			if _, err := s.RecordConversion(t.Context(), o); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(100 * time.Hour)
		if _, err := s.RecordConversion(t.Context(), order(lbid)); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("a click beyond retention: %v", err)
		}
		o := order(trackedVisit(t, s, link))
		o.ID, o.Value = "order 1", 6
		if _, err := s.RecordConversion(t.Context(), o); err != nil {
			t.Errorf("an ID beyond retention: %v", err)
		}
		if n, err := store.CountDocuments(t.Context(), "conversion", linkpack.DefaultWorkspace); err != nil || n != 1 {
			t.Errorf("%d IDs are kept, %v", n, err)
		}
	})
}
