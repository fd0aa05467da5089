package linkpack_test

import (
	"context"
	"errors"
	"net/netip"
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestADeletedVisitorIsUnknown(t *testing.T) {
	p := newPeople(t)
	laptop := p.click("laptop")
	first := p.identify(p.click("phone"), mail("ada@example.com"))
	young := p.identify(laptop, mail("a@example.com"))
	p.identify(laptop, mail("ada@example.com"))
	p.must(p.DeleteVisitor(t.Context(), "", young.ID))
	for _, id := range []string{first.ID, young.ID} {
		if _, err := p.Visitor(t.Context(), "", id); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("visitor %s: %v", id, err)
		}
	}
	if v := p.identify(p.click("phone"), mail("ada@example.com")); v.ID == first.ID || v.Revision != 1 {
		t.Errorf("identified again: %+v", v)
	}
}

func TestADeletedVisitorIsErasedFromClicksWhoseNumbersStay(t *testing.T) {
	p := newPeople(t)
	mine, tagged, foreign := p.click("browser 7"), p.click(""), p.click("browser 8")
	ada := p.identify(mine, mail("ada@example.com"))
	if v := p.identify(tagged, mail("ada@example.com")); v.ID != ada.ID {
		t.Fatal("two visitors")
	}
	bob := p.identify(foreign, mail("bob@example.com"))
	_, err := p.RecordConversion(t.Context(), linkpack.NewConversion{
		Click: mine, Kind: "form.submitted", FormResponses: []byte(`{"name":"Ada"}`), Properties: []byte(`{"card":"1234"}`),
	})
	p.must(err)
	p.must(p.DeleteVisitor(t.Context(), "", ada.ID))
	if _, err := p.Visitor(t.Context(), "", ada.ID); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("the visitor: %v", err)
	}
	for _, lbid := range []string{mine, tagged} {
		if _, _, err := p.IdentifyVisitor(t.Context(), linkpack.Identification{Click: lbid}); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("its click is known by its lbid: %v", err)
		}
	}
	var erased, kept int
	for click, err := range p.Export(t.Context(), linkpack.ClickQuery{}) {
		p.must(err)
		switch {
		case click.Tracked:
			kept++
		case click.Person != 0 || click.Addr != (netip.Addr{}) || click.UserAgent != "":
			t.Errorf("left: %+v", click)
		case click.Converted != nil && (click.Converted.FormResponses != nil || click.Converted.Properties != nil || click.Converted.Click != ""):
			t.Errorf("left: %+v", click.Converted)
		default:
			erased++
		}
	}
	if erased != 3 || kept != 1 || p.Count(p.link) != 3 {
		t.Errorf("%d erased, %d kept, %d clicks", erased, kept, p.Count(p.link))
	}
	if got := p.visitorOf(foreign); got != bob.ID {
		t.Errorf("the click of another visitor is of %q", got)
	}
	if report, err := p.Audit(t.Context(), nil); err != nil || len(report.Findings) > 0 {
		t.Errorf("audit: %+v, %v", report, err)
	}
	again := p.identify(p.click("browser 7"), mail("ada@example.com"))
	if again.ID == ada.ID || again.Revision != 1 {
		t.Errorf("identified again: %+v", again)
	}
}

// interrupted is a store in which an erasure does not get to its end.
type interrupted struct{ linkpack.Store }

func (s interrupted) DeleteDocument(ctx context.Context, kind, workspace, id string, edit *linkpack.Edit) error {
	if kind != linkpack.KindErasure {
		return s.Store.DeleteDocument(ctx, kind, workspace, id, edit)
	}
	return errors.New("the process ends")
}

// TestAnErasureThatWasInterruptedIsDone lets the process end after the visitor is gone,
// and before or after the clicks are erased.
func TestAnErasureThatWasInterruptedIsDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memory.New()
		s, err := linkpack.New(interrupted{store}, nil)
		steps(t, err)
		link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, TrackConversions: true})
		steps(t, err)
		res, err := s.Resolve(t.Context(), "", link.ShortCode, &routing.Visit{UserAgent: firefox, VisitorKey: "browser"})
		steps(t, err, s.Record(t.Context(), res))
		v, _, err := s.IdentifyVisitor(t.Context(), linkpack.Identification{Click: res.LBID()})
		steps(t, err)
		if err := s.DeleteVisitor(t.Context(), "", v.ID); err == nil {
			t.Error("no error")
		}
		steps(t, s.Close(context.Background()))
		wantErasures(t, store, 1)
		s, err = linkpack.New(store, nil)
		steps(t, err)
		time.Sleep(time.Second)
		synctest.Wait()
		wantErasures(t, store, 0)
		for click, err := range s.Clicks(t.Context(), "", link.ID) {
			if err != nil || click.Tracked || click.Person != 0 || click.Class != analytics.Human {
				t.Errorf("%+v, %v", click, err)
			}
		}
		steps(t, s.Close(context.Background()))
	})
}

// TestAnErasureThatIsResumedKeepsLaterClicks lets an erasure be resumed after the same
// browser clicked again, and its owner was identified anew.
func TestAnErasureThatIsResumedKeepsLaterClicks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newArchive(t, nil)
		steps(t, a.Close(context.Background()))
		a.open(interrupted{a.store}, nil)
		before := a.click("browser")
		ada := a.identify(before, mail("ada@example.com"))
		if err := a.DeleteVisitor(t.Context(), "", ada.ID); err == nil {
			t.Error("no error")
		}
		time.Sleep(time.Second)
		since := a.click("browser")
		anew := a.identify(since, mail("ada@example.com"))
		_, err := a.RecordConversion(t.Context(), linkpack.NewConversion{Click: since, Kind: "form.submitted", FormResponses: []byte(`{"name":"Ada"}`)})
		steps(t, err, a.Close(context.Background()))
		a.open(a.store, nil)
		time.Sleep(time.Second)
		synctest.Wait()
		wantErasures(t, a.store, 0)
		if _, _, err := a.IdentifyVisitor(t.Context(), linkpack.Identification{Click: before}); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("the click before: %v", err)
		}
		if v := a.identify(since, nil); v.ID != anew.ID || v.ID == ada.ID {
			t.Errorf("the click since is of %+v", v)
		}
		page, err := a.Events(t.Context(), linkpack.EventQuery{Visitor: anew.ID, Conversions: true})
		if err != nil || len(page.Events) != 2 || page.Events[0].Converted.FormResponses == nil {
			t.Errorf("events since: %+v, %v", page, err)
		}
	})
}

// TestTheChangesSayThatAVisitorIsErased reads them after a deletion.
func TestTheChangesSayThatAVisitorIsErased(t *testing.T) {
	p := newPeople(t)
	ada := p.identify(p.click("browser"), nil)
	last, err := p.LastChange(t.Context())
	p.must(err)
	p.must(p.DeleteVisitor(linkpack.WithActor(t.Context(), "bob"), "", ada.ID))
	rows, err := p.Changes(t.Context(), last, 0)
	want := []linkpack.Change{
		{Kind: linkpack.KindVisitor, ID: ada.ID, Revision: 1},
		{Kind: linkpack.KindErasure, ID: linkpack.DefaultWorkspace + "/" + ada.ID, Revision: 1},
	}
	for i := range want {
		want[i].Seq, want[i].Time, want[i].Workspace = last+uint64(i)+1, linkpacktest.Start(), linkpack.DefaultWorkspace
		want[i].Actor, want[i].Action = "bob", linkpack.ActionDelete
	}
	if err != nil || !reflect.DeepEqual(rows, want) {
		t.Errorf("%+v, want %+v, %v", rows, want, err)
	}
}

// wantErasures checks how many erasures are not done yet.
func wantErasures(t *testing.T, store linkpack.Store, want int) {
	t.Helper()
	n, err := store.CountDocuments(t.Context(), "visitor-erasure", "")
	if err != nil || n != want {
		t.Errorf("%d erasures to do, want %d, %v", n, want, err)
	}
}

// lateList is a store that tells of an erasure to do while the visitor is deleted, but
// only answers when it is released.
type lateList struct {
	linkpack.Store
	deleted, listed, released chan struct{}
}

func (s lateList) DeleteVisitor(ctx context.Context, workspace, id string, edit linkpack.Edit, leave func(string, []string) *linkpack.Document) error {
	err := s.Store.DeleteVisitor(ctx, workspace, id, edit, leave)
	close(s.deleted)
	<-s.listed
	return err
}

func (s lateList) ListDocuments(ctx context.Context, kind, workspace, after string, limit int) ([]*linkpack.Document, error) {
	if kind != "visitor-erasure" {
		return s.Store.ListDocuments(ctx, kind, workspace, after, limit)
	}
	<-s.deleted
	found, err := s.Store.ListDocuments(ctx, kind, workspace, after, limit)
	close(s.listed)
	<-s.released
	return found, err
}

// TestAnErasureIsDoneOnce lets the upkeep find an erasure that is done before the upkeep
// begins with it.
func TestAnErasureIsDoneOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := lateList{memory.New(), make(chan struct{}), make(chan struct{}), make(chan struct{})}
		s, err := linkpack.New(store, nil)
		steps(t, err)
		link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, TrackConversions: true})
		steps(t, err)
		click := func() linkpack.Identification {
			res, err := s.Resolve(t.Context(), "", link.ShortCode, &routing.Visit{UserAgent: firefox, VisitorKey: "browser"})
			steps(t, err, s.Record(t.Context(), res))
			return linkpack.Identification{Click: res.LBID()}
		}
		before := click()
		v, _, err := s.IdentifyVisitor(t.Context(), before)
		steps(t, err, s.DeleteVisitor(t.Context(), "", v.ID))
		since := click()
		close(store.released)
		time.Sleep(time.Second)
		synctest.Wait()
		if _, _, err := s.IdentifyVisitor(t.Context(), before); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("the click before: %v", err)
		}
		if _, _, err := s.IdentifyVisitor(t.Context(), since); err != nil {
			t.Errorf("the click since: %v", err)
		}
		steps(t, s.Close(context.Background()))
	})
}

// waitingStore is a store that deletes visitors after others have written.
type waitingStore struct {
	linkpack.Store
	others func()
}

func (s *waitingStore) DeleteVisitor(ctx context.Context, workspace, id string, edit linkpack.Edit, leave func(string, []string) *linkpack.Document) error {
	s.others()
	return s.Store.DeleteVisitor(ctx, workspace, id, edit, leave)
}

// TestClicksBeforeTheVisitorIsGoneAreErased has a click while the deletion waits for the
// store.
func TestClicksBeforeTheVisitorIsGoneAreErased(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newArchive(t, nil)
		a.must(a.Close(context.Background()))
		store := &waitingStore{Store: a.store}
		a.open(store, nil)
		ada := a.identify(a.click("browser"), mail("ada@example.com"))
		var meanwhile string
		store.others = func() {
			time.Sleep(time.Second)
			meanwhile = a.click("browser")
			a.must(a.Flush(t.Context()))
		}
		a.must(a.DeleteVisitor(t.Context(), "", ada.ID))
		if _, _, err := a.IdentifyVisitor(t.Context(), linkpack.Identification{Click: meanwhile}); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("the click meanwhile: %v", err)
		}
		for event, err := range a.Export(t.Context(), linkpack.ClickQuery{}) {
			if err != nil || event.Tracked || event.Person != 0 {
				t.Errorf("left: %+v, %v", event, err)
			}
		}
	})
}
