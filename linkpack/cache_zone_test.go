package linkpack_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// zoneStore can block after reading a workspace.
type zoneStore struct {
	linkpack.Store
	after func()
}

func (z *zoneStore) Document(ctx context.Context, kind, workspace, id string) (*linkpack.Document, error) {
	d, err := z.Store.Document(ctx, kind, workspace, id)
	if kind == "workspace" && z.after != nil {
		z.after()
	}
	return d, err
}

// TestALoadThatBeganBeforeAChangeOfZoneIsNotKept loads a link while the time zone
// of its workspace changes to Tokyo, where it is 11 o'clock.
func TestALoadThatBeganBeforeAChangeOfZoneIsNotKept(t *testing.T) {
	store := &zoneStore{Store: memory.New()}
	s, err := linkpack.New(store, &linkpack.Options{Clock: func() time.Time { return time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, Rules: []routing.Rule{{
		Clauses: []routing.Clause{{Condition: "time", Value: "09:00-17:00"}}, Destination: home + "open",
	}}})
	if err != nil {
		t.Fatal(err)
	}
	read, changed := make(chan struct{}), make(chan struct{})
	var once sync.Once
	store.after = func() { once.Do(func() { close(read); <-changed }) }
	first := make(chan string)
	go func() {
		got, _ := visit(s, link.ShortCode)
		first <- got
	}()
	<-read // the old zone has been read but is not cached yet
	_, err = s.UpdateWorkspace(t.Context(), "", func(w *linkpack.Workspace) error {
		w.Timezone = "Asia/Tokyo"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	late := make(chan string)
	go func() { // joins the load in progress
		got, _ := visit(s, link.ShortCode)
		late <- got
	}()
	close(changed)
	<-first
	if got := <-late; got != home+"open" {
		t.Errorf("a visit after the change leads to %q", got)
	}
	if got, err := visit(s, link.ShortCode); got != home+"open" {
		t.Errorf("leads to %q, %v", got, err)
	}
}
