package packed

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// The days of the model's rows. Those before limitDay are packed.
const (
	firstDayOfModel = 100
	days            = 4
	limitDay        = firstDayOfModel + days - 1
	limitBlock      = 2*wire.PartBlocks + 1 // as limitDay, within a part of the log
)

// model has the rows that a table with packs must show.
type model struct {
	*testing.T
	*rand.Rand
	table  analytics.Table
	stored tabletest.Tables
	rows   map[string][]byte
}

// key returns the key of some row, sometimes that of lost clicks.
func (m *model) key() []byte {
	if m.table == analytics.TableLog {
		return m.logKey()
	}
	if m.IntN(40) == 0 {
		return wire.PairKey(wire.NoDay, firstDayOfModel+m.Uint32N(days))
	}
	return wire.PairKey(firstDayOfModel+m.Uint32N(days), 1+m.Uint32N(60))
}

// logKey is key for the log. It has blocks at the beginning of parts and before.
func (m *model) logKey() []byte {
	block := (1+m.Uint64N(3))*wire.PartBlocks + m.Uint64N(4) - 2
	if m.IntN(40) == 0 {
		return wire.LogKey(block, wire.NoLink, m.Uint32N(2))
	}
	return wire.LogKey(block, 1+m.Uint32N(9), m.Uint32N(2))
}

// value returns a sealed value, some large.
func (m *model) value() []byte {
	size := m.IntN(60)
	if m.IntN(30) == 0 {
		size = maxRowOf(wire.PackedTableOf(m.table)) + m.IntN(100)
	}
	text := bytes.Repeat([]byte("text "), size/5+1)
	return wire.Seal(append(append(wire.NewValue(nil), text...), fmt.Sprint(m.Uint64())...))
}

// lease returns the lease of a lane with the stored rows.
func (m *model) lease() Lease { return Lease{tablesLease{tables: m.stored}} }

// tablesLease is a lease of tables in memory. It has no other methods.
type tablesLease struct {
	analytics.Lease
	tables tabletest.Tables
}

// UpdateClicks implements [analytics.Lease].
func (l tablesLease) UpdateClicks(_ context.Context, fn func(analytics.Tx) error) error {
	return fn(l.tables)
}

// change puts and deletes rows in a transaction, and looks at them within it.
func (m *model) change() {
	err := m.lease().UpdateClicks(m.Context(), func(tx analytics.Tx) error {
		for range m.IntN(20) {
			key := m.key()
			if m.IntN(3) > 0 {
				value := m.value()
				m.rows[string(key)] = value
				if err := tx.Put(m.table, key, value); err != nil {
					return err
				}
				continue
			}
			delete(m.rows, string(key))
			if err := tx.Delete(m.table, key); err != nil {
				return err
			}
		}
		m.check(tx)
		return nil
	})
	if err != nil {
		m.Fatal(err)
	}
}

// damage fails the test because of damage.
func (m *model) damage(err error) { m.Error(err) }

// pack packs everything that can be packed, in packs of any size.
func (m *model) pack() { m.packIn(Limits{Work: 1 + m.IntN(2000), Size: 50 + m.IntN(500)}) }

// packIn packs everything that can be packed.
func (m *model) packIn(limits Limits) {
	if err := Raise(m.stored, Limit{limitDay, limitBlock}); err != nil {
		m.Fatal(err)
	}
	marked, err := Parts(m.stored, nil, m.damage)
	if err == nil {
		err = Begin(m.stored, marked)
	}
	if err != nil {
		m.Fatal(err)
	}
	for _, part := range marked {
		for from, more := []byte(nil), true; more; {
			job, err := limits.Read(m.stored, part, from)
			if err != nil {
				m.Fatal(err)
			}
			if done, err := job.Write(m.stored); err != nil || !done {
				m.Fatal(done, err)
			}
			from, more = job.Next, job.Next != nil
		}
	}
	if left, err := Parts(m.stored, nil, m.damage); err != nil || len(left) > 0 {
		m.Fatalf("parts %v are still marked: %v", left, err)
	}
	table := wire.PackedTableOf(m.table)
	for key, value := range m.stored[m.table] {
		at, ok := table.Split([]byte(key))
		if ok && at.High < (Limit{limitDay, limitBlock}).of(table) && len(value) <= maxRowOf(table) {
			m.Fatalf("%s is not packed", wire.RowName(m.table, []byte(key)))
		}
	}
}

// check compares what a transaction shows with the model.
func (m *model) check(tx analytics.Tx) {
	m.Helper()
	for range 10 {
		key := m.key()
		if got, err := tx.Get(m.table, key); err != nil || !bytes.Equal(got, m.rows[string(key)]) {
			m.Fatalf("Get of %x returned %q, want %q: %v", key, got, m.rows[string(key)], err)
		}
	}
	m.checkScan(tx, nil, nil)
	for range 5 {
		from, to := m.key(), m.key()
		m.checkScan(tx, from[:1+m.IntN(len(from))], to)
		m.checkScan(tx, append(from, 0), append(to, 0))
	}
	m.checkGetAll(tx)
}

// checkScan compares a scan with the model.
func (m *model) checkScan(tx analytics.Tx, from, to []byte) {
	m.Helper()
	var want []string
	for _, key := range slices.Sorted(maps.Keys(m.rows)) {
		if key >= string(from) && (to == nil || key < string(to)) {
			want = append(want, key)
		}
	}
	m.same(tx.Scan(m.table, from, to), want)
}

// checkGetAll compares the rows of random keys with the model.
func (m *model) checkGetAll(tx analytics.Tx) {
	m.Helper()
	var keys [][]byte
	var want []string
	for range m.IntN(30) {
		key := m.key()
		if keys = append(keys, key); m.rows[string(key)] != nil {
			want = append(want, string(key))
		}
	}
	m.same(tx.GetAll(m.table, keys), want)
}

// same wants rows to be those of some keys.
func (m *model) same(rows iter.Seq2[analytics.Row, error], want []string) {
	m.Helper()
	for row, err := range rows {
		if err != nil {
			m.Fatal(err)
		}
		if len(want) == 0 || string(row.Key) != want[0] || !bytes.Equal(row.Value, m.rows[want[0]]) {
			m.Fatalf("found row %x = %q, want one of %x", row.Key, row.Value, want)
		}
		want = want[1:]
	}
	if len(want) > 0 {
		m.Fatalf("rows %x are missing", want)
	}
}

func TestPackedRowsAreShownAsIfTheyWereNot(t *testing.T) {
	for _, table := range []analytics.Table{analytics.TableRollups, analytics.TableWords, analytics.TableLog} {
		for seed := range uint64(10) {
			m := &model{T: t, Rand: rand.New(rand.NewPCG(seed, 1)), table: table, stored: tabletest.Tables{}, rows: map[string][]byte{}}
			for range 30 {
				m.change()
				if m.IntN(3) == 0 {
					m.pack()
				}
				m.check(&Tx{Tx: m.stored})
			}
		}
	}
}

func TestRowsThatChangeWhileTheyArePackedStay(t *testing.T) {
	m := &model{T: t, Rand: rand.New(rand.NewPCG(1, 2)), table: analytics.TableRollups, stored: tabletest.Tables{}, rows: map[string][]byte{}}
	for range 20 {
		m.change()
		if err := Raise(m.stored, Limit{limitDay, limitBlock}); err != nil {
			t.Fatal(err)
		}
		marked, err := Parts(m.stored, nil, m.damage)
		if err != nil {
			t.Fatal(err)
		}
		if err := Begin(m.stored, marked); err != nil {
			t.Fatal(err)
		}
		var jobs []*Job
		for _, part := range marked {
			job, err := DefaultLimits().Read(m.stored, part, nil)
			if err != nil {
				t.Fatal(err)
			}
			jobs = append(jobs, job)
		}
		m.change()
		for _, job := range jobs {
			if _, err := job.Write(m.stored); err != nil {
				t.Fatal(err)
			}
		}
		m.check(&Tx{Tx: m.stored})
	}
	m.pack()
	m.check(&Tx{Tx: m.stored})
}
