package bolt_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// withLanes makes a file that has further lanes, like a copy of a store that many
// processes share.
func withLanes(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "linkpack.db")
	if err := openFile(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		return errors.Join(
			lane("clicks.log/12", "of 12")(tx),
			lane("clicks.meta/3", "of 3")(tx),
			lane("clicks.rollups/1023", "of 1023")(tx),
			// None of these belongs to a lane.
			lane("clicks.log/0", "x")(tx), lane("clicks.log/1024", "x")(tx), lane("clicks.log/012", "x")(tx),
			lane("clicks.shared/4", "x")(tx), lane("clicks.log/5/6", "x")(tx), lane("clicks.cats/7", "x")(tx),
		)
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// lane makes a bucket of clicks with one row, whose value begins with the checksum of
// the bucket and key.
func lane(name, value string) func(*bbolt.Tx) error {
	sum := crc32.Checksum([]byte(name+"k"), crc32.MakeTable(crc32.Castagnoli))
	return bucket(name, "k", string(binary.BigEndian.AppendUint32(nil, sum))+value)
}

// wantLanes checks that a file has what withLanes made.
func wantLanes(t *testing.T, path string) {
	t.Helper()
	s := openFile(t, path)
	defer s.Close()
	err := s.ViewClicks(t.Context(), func(v analytics.View) error {
		lanes, err := v.Lanes()
		if got := fmt.Sprint(numbers(lanes)); got != "[0 3 12 1023]" {
			t.Errorf("the lanes are %s", got)
		}
		for _, want := range []struct {
			lane  analytics.Lane
			table analytics.Table
			value string
		}{
			{12, analytics.TableLog, "of 12"}, {12, analytics.TableMeta, ""}, {3, analytics.TableMeta, "of 3"}, {3, analytics.TableLog, ""},
			{1023, analytics.TableRollups, "of 1023"}, {4, analytics.TableMeta, ""}, {0, analytics.TableLog, ""},
		} {
			value, getErr := v.Lane(want.lane).Get(want.table, []byte("k"))
			if string(value) != want.value {
				t.Errorf("table %q of lane %d has %q, want %q", want.table, want.lane, value, want.value)
			}
			if v.Lane(want.lane).Put(want.table, []byte("k"), nil) == nil {
				t.Errorf("table %q of lane %d was written to", want.table, want.lane)
			}
			err = errors.Join(err, getErr)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func numbers(lanes []analytics.LaneInfo) (n []analytics.Lane) {
	for _, l := range lanes {
		n = append(n, l.Lane)
	}
	return n
}

func TestFurtherLanesCanBeReadAndAreCopied(t *testing.T) {
	path := withLanes(t)
	wantLanes(t, path)
	compact, backup := path+".compact", path+".backup"
	if err := bolt.Compact(t.Context(), path, compact); err != nil {
		t.Fatal(err)
	}
	wantLanes(t, compact)
	s := openFile(t, path)
	if err := errors.Join(s.Backup(t.Context(), backup), s.Close()); err != nil {
		t.Fatal(err)
	}
	wantLanes(t, backup)
}

func TestFurtherLanesCannotBeLeased(t *testing.T) {
	s := openFile(t, withLanes(t))
	defer s.Close()
	for _, lane := range []analytics.Lane{1, 12} {
		_, err := s.LeaseLane(t.Context(), lane, "a test")
		if err == nil || errors.Is(err, analytics.ErrLeased) || !strings.Contains(err.Error(), fmt.Sprintf("lane %d is read-only", lane)) {
			t.Errorf("lane %d: %v", lane, err)
		}
	}
	lease(t, s)
	if _, err := s.LeaseLane(t.Context(), 0, "another"); !errors.Is(err, analytics.ErrLeased) || !strings.Contains(err.Error(), "a test") {
		t.Errorf("lane 0: %v", err)
	}
}

// TestALeaseThatWritesNothingLeavesNothing checks that taking a lease writes nothing,
// so that a program can start on a full disk.
func TestALeaseThatWritesNothingLeavesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "linkpack.db")
	failed := errors.New("failed")
	for _, tt := range []struct {
		epoch uint64
		err   error // of the update
	}{{1, failed}, {1, nil}, {2, nil}, {3, failed}, {3, failed}} {
		s := openFile(t, path)
		l := lease(t, s)
		if l.Epoch() != tt.epoch {
			t.Errorf("the epoch is %d, want %d", l.Epoch(), tt.epoch)
		}
		if err := l.UpdateClicks(t.Context(), func(analytics.Tx) error { return tt.err }); !errors.Is(err, tt.err) {
			t.Error(err)
		}
		if err := l.Release(t.Context()); err != nil {
			t.Error(err)
		}
		if next := lease(t, s).Epoch(); next != tt.epoch+1 {
			t.Errorf("epoch %d follows epoch %d", next, tt.epoch)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
