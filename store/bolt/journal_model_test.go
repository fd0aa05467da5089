package bolt_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// journaled is a store beside a model of its log and of its links.
type journaled struct {
	t      *testing.T
	random *rand.Rand
	path   string
	store  *bolt.Store
	lease  analytics.Lease
	rows   map[string]string
	links  int
}

// TestUpdatesAreThereWhateverComesBetween makes random updates of clicks and compares
// the store with a map, also after a crash.
func TestUpdatesAreThereWhateverComesBetween(t *testing.T) {
	for seed := range uint64(12) {
		j := &journaled{t: t, random: rand.New(rand.NewPCG(seed, 1)), path: filepath.Join(t.TempDir(), "linkpack.db"), rows: map[string]string{}}
		j.open()
		for range 120 {
			j.step()
		}
		j.view()
		j.close()
		if _, err := os.Lstat(j.path + "-journal"); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the journal of a closed store: %v", err)
		}
	}
}

func (j *journaled) open() {
	j.t.Helper()
	j.store = openJournaled(j.t, j.path)
	j.lease = lease(j.t, j.store)
}

func (j *journaled) close() {
	j.t.Helper()
	j.ok(j.store.Close())
}

func (j *journaled) ok(err error) {
	j.t.Helper()
	if err != nil {
		j.t.Fatal(err)
	}
}

// step does something at random, mostly an update.
func (j *journaled) step() {
	j.t.Helper()
	switch n := j.random.IntN(20); n {
	case 0:
		j.view()
	case 1:
		j.fail()
	case 2:
		j.panic()
	case 3:
		j.ok(j.store.CreateLinks(j.t.Context(), batch(j.links)[0]))
		j.links++
	case 4:
		j.close()
		j.open()
	case 5:
		j.crash()
	case 6:
		j.update(40_000) // more than a record may have
	case 7:
		j.wantBackup()
	default:
		j.update(1)
	}
}

// change returns a function that changes rows at random, and those rows.
func (j *journaled) change(weight int) (fn func(analytics.Tx) error, rows map[string]string) {
	rows = maps.Clone(j.rows)
	type write struct{ key, value string }
	var writes []write
	for range 1 + j.random.IntN(4) {
		w := write{key: fmt.Sprint(j.random.IntN(30))}
		if j.random.IntN(4) > 0 {
			w.value = fmt.Sprintf("%0*d", 1+weight, j.random.IntN(1000))
			rows[w.key] = w.value
		} else {
			delete(rows, w.key)
		}
		writes = append(writes, w)
	}
	return func(tx analytics.Tx) error {
		for _, w := range writes {
			if w.value == "" {
				j.ok(tx.Delete(analytics.TableLog, []byte(w.key)))
			} else {
				j.ok(tx.Put(analytics.TableLog, []byte(w.key), []byte(w.value)))
			}
		}
		got, err := rowsOf(tx)
		if err == nil && !maps.Equal(got, rows) {
			err = fmt.Errorf("the update sees %d rows, want %d", len(got), len(rows))
		}
		return err
	}, rows
}

func (j *journaled) update(weight int) {
	j.t.Helper()
	fn, rows := j.change(weight)
	j.ok(j.lease.UpdateClicks(j.t.Context(), fn))
	j.rows = rows
}

func (j *journaled) fail() {
	j.t.Helper()
	fn, _ := j.change(1)
	refused := errors.New("refused")
	err := j.lease.UpdateClicks(j.t.Context(), func(tx analytics.Tx) error { return errors.Join(fn(tx), refused) })
	if !errors.Is(err, refused) {
		j.t.Fatal(err)
	}
}

func (j *journaled) panic() {
	j.t.Helper()
	defer func() {
		if p := recover(); p != "on purpose" {
			j.t.Fatal(p)
		}
	}()
	fn, _ := j.change(1)
	_ = j.lease.UpdateClicks(j.t.Context(), func(tx analytics.Tx) error {
		j.ok(fn(tx))
		panic("on purpose")
	})
}

// crash goes on with copies of the files of the open store.
func (j *journaled) crash() {
	j.t.Helper()
	path := filepath.Join(j.t.TempDir(), "linkpack.db")
	for _, suffix := range []string{"", "-journal"} {
		data, err := os.ReadFile(j.path + suffix)
		if err == nil {
			err = os.WriteFile(path+suffix, data, 0o600)
		}
		if suffix == "" || !errors.Is(err, os.ErrNotExist) {
			j.ok(err)
		}
	}
	j.close()
	if j.random.IntN(3) == 0 {
		j.ok(bolt.Compact(j.t.Context(), path, path+".compact"))
		j.ok(os.Rename(path+".compact", path))
	}
	j.path = path
	j.open()
	j.view()
}

func (j *journaled) view() {
	j.t.Helper()
	j.wantRows(j.store)
}

func (j *journaled) wantBackup() {
	j.t.Helper()
	path := filepath.Join(j.t.TempDir(), "backup.db")
	j.ok(j.store.Backup(j.t.Context(), path))
	s := openFile(j.t, path)
	j.wantRows(s)
	j.ok(s.Close())
}

// wantRows checks that a store is as the model says.
func (j *journaled) wantRows(s *bolt.Store) {
	j.t.Helper()
	var got map[string]string
	j.ok(s.ViewClicks(context.Background(), func(v analytics.View) (err error) {
		got, err = rowsOf(v.Lane(0))
		return err
	}))
	if !maps.Equal(got, j.rows) {
		j.t.Fatalf("the log has %v, want %v", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(j.rows)))
	}
	for n := range j.links {
		wantCode(j.t, s, batch(n)[0].ShortCode, nil)
	}
	for err := range s.Check(j.t.Context()) {
		j.t.Fatal(err)
	}
}

func rowsOf(tx analytics.Tx) (map[string]string, error) {
	rows := make(map[string]string)
	for row, err := range tx.Scan(analytics.TableLog, nil, nil) {
		if err != nil {
			return nil, err
		}
		rows[string(row.Key)] = string(row.Value)
	}
	return rows, nil
}
