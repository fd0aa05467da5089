package postgres_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/postgres"
)

// put returns an update of a lane that stores a row.
func put(key, value string) func(analytics.Tx) error {
	return func(tx analytics.Tx) error { return tx.Put(analytics.TableLog, []byte(key), []byte(value)) }
}

// TestAProcessThatIsStoppedInAnUpdateLosesItsLane takes the lane over while its owner is in
// the middle of an update, as if it had been stopped there.
func TestAProcessThatIsStoppedInAnUpdateLosesItsLane(t *testing.T) {
	p := migrated(t)
	s, err := postgres.Open(t.Context(), p, &postgres.Options{LeaseTTL: time.Second})
	check(t, err)
	defer s.Close()
	lost, err := s.LeaseLane(t.Context(), 0, "stopped")
	check(t, err)
	check(t, lost.UpdateClicks(t.Context(), put("a", "1")))
	var next analytics.Lease
	err = lost.UpdateClicks(t.Context(), func(tx analytics.Tx) error {
		check(t, put("a", "spoiled")(tx))
		check(t, postgres.Expire(t.Context(), lost)) // waits until the database ends the transaction
		next, err = s.LeaseLane(t.Context(), lost.Lane(), "the next one")
		check(t, err)
		return put("b", "spoiled")(tx)
	})
	if err == nil {
		t.Error("the update of the stopped process succeeded")
	}
	if err := lost.UpdateClicks(t.Context(), put("b", "spoiled")); !errors.Is(err, analytics.ErrLeaseLost) {
		t.Errorf("the next update of the stopped process: %v", err)
	}
	check(t, next.UpdateClicks(t.Context(), unspoiled))
}

// unspoiled checks that a lane has no row but that of the first update.
func unspoiled(tx analytics.Tx) error {
	for row, err := range tx.Scan(analytics.TableLog, nil, nil) {
		if err != nil {
			return err
		}
		if string(row.Key) != "a" || string(row.Value) != "1" {
			return fmt.Errorf("the lane has the row %q: %q", row.Key, row.Value)
		}
	}
	return nil
}

// TestALeaseIsRenewedWithoutUpdates waits until the store renews the lease of a recorder
// that has nothing to write.
func TestALeaseIsRenewedWithoutUpdates(t *testing.T) {
	s, err := postgres.Open(t.Context(), migrated(t), &postgres.Options{LeaseTTL: time.Second})
	check(t, err)
	defer s.Close()
	_, err = s.LeaseLane(t.Context(), 0, "idle")
	check(t, err)
	until := func() (until time.Time) {
		check(t, s.ViewClicks(t.Context(), func(v analytics.View) error {
			lanes, err := v.Lanes()
			if len(lanes) == 1 {
				until = lanes[0].Until
			}
			return err
		}))
		return until
	}
	first := until()
	for deadline := time.Now().Add(time.Minute); !until().After(first); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("nobody renews the lease")
		}
	}
}

// TestTheFirstFreeLaneIsLeased leases lanes by number first.
func TestTheFirstFreeLaneIsLeased(t *testing.T) {
	s, err := postgres.Open(t.Context(), migrated(t), &postgres.Options{Lanes: 4})
	check(t, err)
	defer s.Close()
	for _, c := range []struct{ wanted, got analytics.Lane }{{4, 4}, {2, 2}, {0, 1}, {0, 3}} {
		l, err := s.LeaseLane(t.Context(), c.wanted, "a test")
		check(t, err)
		if l.Lane() != c.got {
			t.Errorf("lane %d was leased for %d, want %d", l.Lane(), c.wanted, c.got)
		}
	}
	if _, err := s.LeaseLane(t.Context(), 0, "a test"); !errors.Is(err, analytics.ErrLeased) {
		t.Errorf("a fifth lane: %v", err)
	}
	if _, err := s.LeaseLane(t.Context(), 5, "a test"); err == nil || errors.Is(err, analytics.ErrLeased) {
		t.Errorf("lane 5: %v", err)
	}
}
