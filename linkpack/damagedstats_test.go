package linkpack_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/netip"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestDamagedStatisticsDoNotStopRedirects flips a bit of each row of the statistics, one
// after the other.
func TestDamagedStatisticsDoNotStopRedirects(t *testing.T) {
	for _, table := range append(analytics.Tables(), analytics.TableShared) {
		for i := 0; ; i++ {
			store := memory.New()
			opts := &linkpack.Options{Clicks: analytics.Options{Logger: slog.New(slog.NewTextHandler(io.Discard, nil))}}
			link := visitedLink(t, store, opts)
			if flipped := flipRow(t, store, table, i); !flipped {
				break
			}
			s, err := linkpack.New(store, opts)
			if err != nil {
				t.Fatalf("row %d of %s: %v", i, table, err)
			}
			redirected(t, s, link)
			_, err = s.Stats(t.Context(), link.Workspace, link.ID, analytics.Query{})
			if err != nil && !errors.Is(err, analytics.ErrDamaged) && !errors.Is(err, analytics.ErrFormat) {
				t.Errorf("row %d of %s: statistics: %v", i, table, err)
			}
			if _, err := s.Audit(t.Context(), nil); err != nil {
				t.Errorf("row %d of %s: audit: %v", i, table, err)
			}
			if err := s.Close(t.Context()); err != nil {
				t.Errorf("row %d of %s: closing: %v", i, table, err)
			}
		}
	}
}

// visitedLink makes a link that was visited.
func visitedLink(t *testing.T, store linkpack.Store, opts *linkpack.Options) *linkpack.Link {
	t.Helper()
	s, err := linkpack.New(store, opts)
	if err != nil {
		t.Fatal(err)
	}
	link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home})
	if err != nil {
		t.Fatal(err)
	}
	redirected(t, s, link)
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	return link
}

// redirected visits a link and waits until that is recorded.
func redirected(t *testing.T, s *linkpack.Shortener, link *linkpack.Link) {
	t.Helper()
	res, err := s.Resolve(t.Context(), "", link.ShortCode, &routing.Visit{
		Addr: netip.MustParseAddr("192.0.2.1"), UserAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
	})
	if err != nil || res.Location != home {
		t.Errorf("redirected to %q, %v", res.Location, err)
	}
	if err := errors.Join(s.Record(t.Context(), res), s.Flush(t.Context())); err != nil {
		t.Error(err)
	}
}

// flipRow flips a bit of a row of the statistics, if there is such a row.
func flipRow(t *testing.T, store linkpack.Store, table analytics.Table, index int) (flipped bool) {
	t.Helper()
	flip := func(tx analytics.Tx) error {
		n := 0
		for row, err := range tx.Scan(table, nil, nil) {
			if err != nil {
				return err
			}
			if n++; n <= index {
				continue
			}
			key, value := bytes.Clone(row.Key), bytes.Clone(row.Value)
			value[len(value)-1] ^= 1
			flipped = true
			return tx.Put(table, key, value)
		}
		return nil
	}
	if table == analytics.TableShared {
		if err := store.UpdateShared(t.Context(), flip); err != nil {
			t.Fatal(err)
		}
		return flipped
	}
	lease, err := store.LeaseLane(t.Context(), 0, "a test")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(lease.UpdateClicks(t.Context(), flip), lease.Release(context.Background())); err != nil {
		t.Fatal(err)
	}
	return flipped
}
