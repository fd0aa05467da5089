package qrcode_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/linkpack/linkpack-go/httpadapter/qrcode"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// designStore counts how often designs are read, and how many at once.
type designStore struct {
	linkpack.Store
	hold    chan struct{} // if not nil, reading a design blocks until it is closed
	reads   atomic.Int64
	reading atomic.Int64
	most    atomic.Int64
}

func (d *designStore) Document(ctx context.Context, kind, workspace, id string) (*linkpack.Document, error) {
	d.reads.Add(1)
	return d.Store.Document(ctx, kind, workspace, id)
}

func (d *designStore) DocumentByKey(ctx context.Context, kind, key string) (*linkpack.Document, error) {
	d.reads.Add(1)
	now := d.reading.Add(1)
	defer d.reading.Add(-1)
	for most := d.most.Load(); now > most && !d.most.CompareAndSwap(most, now); most = d.most.Load() {
		continue
	}
	runtime.Gosched() // gives other readers a chance to enter
	if d.hold != nil {
		<-d.hold
	}
	return d.Store.DocumentByKey(ctx, kind, key)
}

// designedLinks returns the images of links that each have their own design.
func designedLinks(t *testing.T, count int) (*qrcode.Images, *designStore) {
	t.Helper()
	store := &designStore{Store: memory.New()}
	s, err := linkpack.New(store, &linkpack.Options{BaseURL: "https://go.example"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	for i := range count {
		design, err := s.CreateDesign(t.Context(), linkpack.StoredDesign{Body: json.RawMessage(`{}`)})
		if err != nil {
			t.Fatal(err)
		}
		link := linkpack.Link{ShortCode: fmt.Sprint("code", i), Destination: home, Design: design.ID}
		if _, err := s.CreateLink(t.Context(), link); err != nil {
			t.Fatal(err)
		}
	}
	return newImages(t, s), store
}

func serveCode(images *qrcode.Images, code string) int {
	w := httptest.NewRecorder()
	images.ServeImage(w, httptest.NewRequest("GET", "https://go.example/"+code+"/qr", nil), code, "")
	return w.Code
}

func TestADesignIsNotReadForEachRequest(t *testing.T) {
	images, store := designedLinks(t, 1)
	for i := range 5 {
		before := store.reads.Load()
		if status := serveCode(images, "code0"); status != http.StatusOK {
			t.Fatalf("request %d: %d", i, status)
		}
		if reads := store.reads.Load() - before; i > 0 && reads > 0 {
			t.Errorf("request %d reads the design %d times", i, reads)
		}
	}
}

func TestFewDesignsAreInMemoryAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // requests wait for at most ten seconds, which a slow machine draws for
		images, store := designedLinks(t, 50)
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				if status := serveCode(images, fmt.Sprint("code", i)); status != http.StatusOK {
					t.Errorf("request %d: %d", i, status)
				}
			})
		}
		wg.Wait()
		if most, limit := store.most.Load(), int64(max(runtime.GOMAXPROCS(0)/2, 1)); most > limit {
			t.Errorf("%d designs were read at once, want at most %d", most, limit)
		}
	})
}

func TestARequestIsRefusedWhenOthersDrawForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := max(runtime.GOMAXPROCS(0)/2, 1)
		images, store := designedLinks(t, turns+1)
		store.hold = make(chan struct{})
		var wg sync.WaitGroup
		for i := range turns {
			wg.Go(func() {
				if status := serveCode(images, fmt.Sprint("code", i)); status != http.StatusOK {
					t.Errorf("a request that had its turn: %d", status)
				}
			})
		}
		synctest.Wait()
		last := fmt.Sprint("code", turns)
		w := httptest.NewRecorder()
		images.ServeImage(w, httptest.NewRequest("GET", "https://go.example/"+last+"/qr", nil), last, "")
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
			t.Errorf("%d, retry after %q", w.Code, w.Header().Get("Retry-After"))
		}
		close(store.hold)
		wg.Wait()
		if status := serveCode(images, last); status != http.StatusOK {
			t.Errorf("afterwards: %d", status)
		}
	})
}

func TestARequestThatIsGivenUpDoesNotWait(t *testing.T) {
	images, _ := designedLinks(t, 1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(ctx, "GET", "https://go.example/code0/qr", nil)
	images.ServeImage(w, r, "code0", "svg")
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("%d", w.Code)
	}
}
