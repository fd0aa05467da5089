package recorder_test

import (
	"context"
	"encoding/base64"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// take follows until it has n events.
func take(t testing.TB, r *recorder.Recorder, query analytics.FollowQuery, n int) (events []analytics.Event) {
	t.Helper()
	for e, err := range r.Follow(t.Context(), query) {
		if err != nil {
			t.Fatal(err)
		}
		if events = append(events, e); len(events) == n {
			break
		}
	}
	return events
}

func logEnd(t testing.TB, r *recorder.Recorder) analytics.Cursor {
	t.Helper()
	end, err := r.LogEnd(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return end
}

func sameClick(e analytics.Event, c analytics.Click) bool {
	return e.Click.ID == c.ID && equalClicks(e.Click, c)
}

func TestFollowHasTheLogAndThenWhatComes(t *testing.T) {
	r, m := recordSome(t, memory.New(), 6, 1500)
	go func() {
		for range 30 {
			time.Sleep(time.Millisecond)
			_ = r.Record(context.Background(), hit(2)) // found missing below
		}
	}()
	events := take(t, r, analytics.FollowQuery{}, len(m)+30)
	if got := collect(t, r.Export(t.Context(), analytics.Selection{})); !slices.EqualFunc(events, got, sameClick) {
		t.Error("it is not what the log has")
	}
	of2 := take(t, r, analytics.FollowQuery{Links: []uint32{2}, From: events[len(m)-1].Cursor}, 30)
	if !slices.EqualFunc(of2, events[len(m):], func(a, b analytics.Event) bool { return a.Click.ID == b.Click.ID }) {
		t.Error("who follows one link gets others")
	}
}

func TestFollowGoesOnFromEveryCursor(t *testing.T) {
	store := memory.New()
	r, m := recordSome(t, store, 7, 700)
	all := take(t, r, analytics.FollowQuery{}, len(m))
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	r = open(t, store, nil)
	record(t, r, hit(9))
	for i := range all {
		text, err := all[i].Cursor.MarshalText()
		var from analytics.Cursor
		if err != nil || from.UnmarshalText(text) != nil || from != all[i].Cursor {
			t.Fatalf("cursor %s became %s", all[i].Cursor, from)
		}
		rest := take(t, r, analytics.FollowQuery{From: from}, len(m)-i)
		if i+1 < len(all) && rest[0].Click.ID != all[i+1].Click.ID || rest[len(rest)-1].Click.Link.Number != 9 || rest[0].Removed+rest[0].Skipped != 0 {
			t.Fatalf("behind event %d comes %+v", i, rest[0])
		}
	}
}

func TestFollowFromNowHasNothingOld(t *testing.T) {
	r, _ := recordSome(t, memory.New(), 8, 100)
	from := logEnd(t, r)
	record(t, r, hit(8))
	if got := take(t, r, analytics.FollowQuery{From: from}, 1)[0]; got.Click.Link.Number != 8 {
		t.Errorf("got %+v", got)
	}
}

func TestClickIsFollowedWhenItIsOnDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &shaky{Store: memory.New()}
		r := open(t, store, nil)
		store.broken.Store(true)
		begin := time.Now()
		_ = r.Record(t.Context(), hit(1)) // queued
		var got time.Duration
		done := make(chan struct{})
		go func() {
			defer close(done)
			for _, err := range r.Follow(t.Context(), analytics.FollowQuery{}) {
				if err != nil {
					t.Error(err)
				}
				got = time.Since(begin)
				break
			}
		}()
		time.Sleep(3 * time.Second)
		synctest.Wait()
		if got != 0 {
			t.Errorf("it came after %v, before it was on disk", got)
		}
		store.broken.Store(false)
		<-done
		if got < 3*time.Second || got > 5*time.Second {
			t.Errorf("it came after %v", got)
		}
	})
}

func TestSlowFollowersKeepNobodyWaitingAndMissNothing(t *testing.T) {
	r, err := recorder.OpenFoldingInParts(t.Context(), memory.New(), nil)
	if err != nil {
		t.Fatal(err)
	}
	const clicks, followers = 3000, 3
	counts := make([][]string, followers)
	var wg sync.WaitGroup
	for i := range followers {
		wg.Go(func() {
			for e, err := range r.Follow(t.Context(), analytics.FollowQuery{}) {
				if err != nil {
					if !errors.Is(err, analytics.ErrClosed) {
						t.Error(err)
					}
					return
				}
				counts[i] = append(counts[i], e.Click.ID)
				if i > 0 && len(counts[i])%(300*i) == 0 {
					time.Sleep(time.Duration(i) * 30 * time.Millisecond)
				}
			}
		})
	}
	for n := range clicks {
		h := hit(uint32(1 + n%700)) // plans and links that are folded meanwhile
		h.Plan.Revision = uint32(1 + n/1000)
		if err := r.Record(t.Context(), h); err != nil {
			t.Error(err)
		}
		if n%100 == 0 {
			_ = r.Flush(t.Context())
		}
	}
	if err := r.Close(t.Context()); err != nil { // lets them read to the end
		t.Fatal(err)
	}
	wg.Wait()
	for i := range counts {
		if len(counts[i]) != clicks || !slices.Equal(counts[i], counts[0]) {
			t.Errorf("follower %d got %d clicks", i, len(counts[i]))
		}
	}
}

func TestWhatWasTooOldIsCounted(t *testing.T) {
	now := noon
	r := open(t, memory.New(), &analytics.Options{Clock: func() time.Time { return now }})
	for i := range 300 {
		h := hit(1)
		h.Visit.Time = now.Add(time.Duration(i-300) * time.Second)
		record(t, r, h, hit(2))
	}
	got := take(t, r, analytics.FollowQuery{Links: []uint32{1}, MaxAge: 10 * time.Second}, 10)
	if got[0].Skipped != 290 || got[1].Skipped != 0 || got[0].Click.Time != now.Add(-10*time.Second) {
		t.Errorf("%d are skipped before %v", got[0].Skipped, got[0].Click.Time)
	}
}

func TestWhatWasRemovedIsCounted(t *testing.T) {
	store := memory.New()
	r := open(t, store, nil)
	for link := range uint32(10) {
		record(t, r, hit(link))
	}
	events := take(t, r, analytics.FollowQuery{}, 10)
	if err := recorder.UpdateLane(t.Context(), r, func(tx analytics.Tx) error {
		var old [][]byte
		for row, err := range tx.Scan(analytics.TableLog, nil, []byte{0, 0, 0, 0, 0, 0, 0, 8}) {
			if err != nil {
				return err
			}
			old = append(old, slices.Clone(row.Key))
		}
		for _, key := range old {
			if err := tx.Delete(analytics.TableLog, key); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for from, want := range map[analytics.Cursor]uint64{{}: 0, events[0].Cursor: 6, events[5].Cursor: 1, events[6].Cursor: 0, events[7].Cursor: 0} {
		if got := take(t, r, analytics.FollowQuery{From: from}, 2); got[0].Removed != want || got[1].Removed != 0 {
			t.Errorf("from %s: %d blocks are removed, want %d", from, got[0].Removed, want)
		}
	}
}

func TestFollowEnds(t *testing.T) {
	r := open(t, memory.New(), nil)
	record(t, r, hit(1))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	for _, last = range r.Follow(ctx, analytics.FollowQuery{}) {
		cancel()
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("with its context: %v", last)
	}
	other, _ := recordSome(t, memory.New(), 9, 500)
	for _, err := range r.Follow(t.Context(), analytics.FollowQuery{From: logEnd(t, other)}) {
		var wrong *routing.FieldError
		if !errors.As(err, &wrong) || wrong.Field != "From" {
			t.Errorf("with the cursor of another store: %v", err)
		}
	}
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := 0
	for _, last = range r.Follow(t.Context(), analytics.FollowQuery{}) {
		got++
	}
	if got != 2 || !errors.Is(last, analytics.ErrClosed) {
		t.Errorf("with the recorder: %d, %v", got, last)
	}
}

func FuzzParseCursor(f *testing.F) {
	r := open(f, memory.New(), nil)
	f.Add(logEnd(f, r).String())
	for _, data := range []string{
		"\x02", "\x01\x00\x00", "\x02\x00\x01\x00", "\x02\x00\x05\x07\x03\x00\x02\xff\x07\xff\xff\xff\xff\x0f\xff\x01",
		"\x02\x00\x00\x00", "\x02\x03\x01\x00\x01\x01\x00", "\x02\x80\x08\x01\x00", "\x02\x80\x00\x01\x00",
		"\x02\x00\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01\x01", "\x02\x00\x01",
	} {
		f.Add(base64.RawURLEncoding.EncodeToString([]byte(data)))
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := analytics.ParseCursor(text)
		if err == nil && text != "" && c.String() != text {
			t.Errorf("%q became %q", text, c)
		}
		if err != nil && c != (analytics.Cursor{}) {
			t.Errorf("%q: %v and %v", text, c, err)
		}
	})
}
