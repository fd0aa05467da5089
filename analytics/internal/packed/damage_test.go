package packed

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// packedModel returns a model of rollups that are packed, and a pack that has several of
// these.
func packedModel(t *testing.T, seed uint64) (*model, analytics.Row) {
	t.Helper()
	return packedModelOf(t, seed, analytics.TableRollups)
}

// packedModelOf is packedModel for a table.
func packedModelOf(t *testing.T, seed uint64, table analytics.Table) (*model, analytics.Row) {
	t.Helper()
	m := changedModel(t, seed, table)
	m.packIn(DefaultLimits())
	for row, err := range m.stored.Scan(analytics.TablePacks, nil, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if p, err := parse(row); err == nil && len(p.keys) > 3 {
			return m, analytics.Row{Key: row.Key, Value: bytes.Clone(row.Value)}
		}
	}
	t.Fatal("no pack has several rows")
	return nil, analytics.Row{}
}

// changedModel returns a model of a table with many rows, none of them packed.
func changedModel(t *testing.T, seed uint64, table analytics.Table) *model {
	t.Helper()
	m := &model{T: t, Rand: rand.New(rand.NewPCG(seed, 3)), table: table, stored: tabletest.Tables{}, rows: map[string][]byte{}}
	for range 30 {
		m.change()
	}
	return m
}

// isDamaged reports whether a value is of a damaged row.
func isDamaged(value []byte) bool {
	_, err := wire.Unseal(value)
	return value != nil && wire.IsDamage(err)
}

// rangeOf returns the keys of a pack's rows in the model, and its last key.
func (m *model) rangeOf(pack analytics.Row) (keys [][]byte, last []byte) {
	p, err := parse(pack)
	if err != nil || p.bad != nil {
		m.Fatal("the pack is damaged")
	}
	for _, at := range p.keys {
		keys = append(keys, p.table.Join(at))
	}
	return keys, p.table.Join(p.last)
}

func TestRowsOfADamagedPackLookDamagedAndNotAbsent(t *testing.T) {
	for _, table := range []analytics.Table{analytics.TableRollups, analytics.TableLog} {
		m, row := packedModelOf(t, 1, table)
		m.flipBytes(row)
	}
}

// flipBytes damages each byte of a pack.
func (m *model) flipBytes(row analytics.Row) {
	keys, _ := m.rangeOf(row)
	for place := range row.Value {
		value := bytes.Clone(row.Value)
		value[place] ^= byte(1 + m.IntN(255))
		m.stored[analytics.TablePacks][string(row.Key)] = value
		tx := &Tx{Tx: m.stored}
		for _, key := range keys {
			if got, err := tx.Get(m.table, key); err != nil || !isDamaged(got) {
				m.Fatalf("byte %d: Get returned %q, %v", place, got, err)
			}
		}
		seen := 0
		for row, err := range tx.PastDamage().Scan(m.table, nil, nil) {
			if err != nil || !bytes.Equal(row.Value, m.rows[string(row.Key)]) {
				m.Fatalf("byte %d: a scan past the damage found %x = %q: %v", place, row.Key, row.Value, err)
			}
			seen++
		}
		if want := len(m.rows) - len(keys); seen != want {
			m.Fatalf("byte %d: a scan past the damage found %d rows, want %d", place, seen, want)
		}
	}
}

func TestRowsBesideADamagedPackCount(t *testing.T) {
	m, row := packedModel(t, 2)
	keys, _ := m.rangeOf(row)
	m.stored[analytics.TablePacks][string(row.Key)] = []byte("damaged")
	value := m.value()
	err := m.lease().UpdateClicks(t.Context(), func(tx analytics.Tx) error { return tx.Put(m.table, keys[1], value) })
	if err != nil {
		t.Fatal(err)
	}
	if got, err := (&Tx{Tx: m.stored}).Get(m.table, keys[1]); err != nil || !bytes.Equal(got, value) {
		t.Errorf("Get returned %q, %v", got, err)
	}
}

// TestADamagedPackStaysEmptyWhenItsRowsAreDeleted deletes all rows of a damaged pack, puts
// them again and drops the pack, as a rebuild does.
func TestADamagedPackStaysEmptyWhenItsRowsAreDeleted(t *testing.T) {
	m, row := packedModel(t, 3)
	keys, _ := m.rangeOf(row)
	m.stored[analytics.TablePacks][string(row.Key)] = append([]byte("damaged"), row.Value...)
	for i, key := range keys {
		err := m.lease().UpdateClicks(t.Context(), func(tx analytics.Tx) error {
			return errors.Join(tx.Delete(m.table, key), tx.Put(m.table, key, m.rows[string(key)]))
		})
		if err != nil {
			t.Fatal(err)
		}
		if left, found := m.stored[analytics.TablePacks][string(row.Key)]; !found || len(left) > 0 {
			t.Fatalf("after row %d the pack is %q, %v", i, left, found)
		}
	}
	if damaged := m.damaged(); len(damaged) != 1 || !bytes.Equal(damaged[0], row.Key) {
		t.Fatalf("the packs %x are damaged, want %x", damaged, row.Key)
	}
	delete(m.stored[analytics.TablePacks], string(row.Key))
	m.check(&Tx{Tx: m.stored})
	m.pack()
	m.check(&Tx{Tx: m.stored})
}

// damaged returns the keys of damaged packs.
func (m *model) damaged() [][]byte {
	packs := Range{Table: wire.PackedTableOf(m.table), To: wire.PackedKey{High: Limit{limitDay, limitBlock}.of(wire.PackedTableOf(m.table))}}
	keys, more, err := packs.Damaged(m.stored, func(wire.PackedKey, wire.PackedKey) bool { return true })
	if err != nil || more {
		m.Fatal(more, err)
	}
	return keys
}

func TestRowsBesideADamagedPackAreNotPackedWithIt(t *testing.T) {
	m, row := packedModel(t, 4)
	keys, _ := m.rangeOf(row)
	m.stored[analytics.TablePacks][string(row.Key)] = []byte("damaged")
	err := m.lease().UpdateClicks(t.Context(), func(tx analytics.Tx) error { return tx.Put(m.table, keys[0], m.value()) })
	if err != nil {
		t.Fatal(err)
	}
	before := m.stored[m.table][string(keys[0])]
	job, err := DefaultLimits().Read(m.stored, Part{wire.PackedRollups, wire.Order.Uint32(keys[0])}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if done, err := job.Write(m.stored); err != nil || !done {
		t.Fatal(done, err)
	}
	if got := m.stored[m.table][string(keys[0])]; !bytes.Equal(got, before) {
		t.Errorf("the row is %q", got)
	}
	if got, err := (&Tx{Tx: m.stored}).Get(m.table, keys[1]); err != nil || !isDamaged(got) {
		t.Errorf("Get returned %q, %v", got, err)
	}
}

// TestADamagedLimitHidesNoRow damages the row with the limit, or removes it.
func TestADamagedLimitHidesNoRow(t *testing.T) {
	m, _ := packedModel(t, 5)
	delete(m.stored[analytics.TableMeta], wire.MetaPacked)
	m.check(&Tx{Tx: m.stored})
	m.stored[analytics.TableMeta][wire.MetaPacked] = []byte("damaged")
	m.check(&Tx{Tx: m.stored})
	m.change()
	limit, err := FindLimit(m.stored)
	if err != nil || limit.Day > limitDay {
		t.Fatalf("FindLimit returned %v, %v", limit, err)
	}
	if err := PutLimit(m.stored, limit); err != nil {
		t.Fatal(err)
	}
	m.check(&Tx{Tx: m.stored})
}

// TestDeletedRowsLeaveNothing deletes rows and looks for their values in what is stored.
func TestDeletedRowsLeaveNothing(t *testing.T) {
	m, _ := packedModel(t, 6)
	err := m.lease().UpdateClicks(t.Context(), func(tx analytics.Tx) error {
		for key := range m.rows {
			if err := tx.Delete(m.table, []byte(key)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || len(m.stored[m.table])+len(m.stored[analytics.TablePacks]) > 0 {
		t.Errorf("%d rows and %d packs are left: %v", len(m.stored[m.table]), len(m.stored[analytics.TablePacks]), err)
	}
}

// TestAPackWithADamagedKeyIsDamaged has a pack whose first row is after its last.
func TestAPackWithADamagedKeyIsDamaged(t *testing.T) {
	m, row := packedModel(t, 10)
	keys, last := m.rangeOf(row)
	delete(m.stored[analytics.TablePacks], string(row.Key))
	m.stored[analytics.TablePacks][string(wire.PackKey(wire.PackedRollups, wire.PackedKey{High: wire.Order.Uint64(last)}, wire.PackedKey{High: wire.Order.Uint64(last) + 1}))] = row.Value
	for _, key := range keys {
		if got, err := (&Tx{Tx: m.stored}).Get(m.table, key); err != nil || !isDamaged(got) {
			t.Errorf("Get of row %x returned %q, %v", key, got, err)
		}
	}
	if len(m.damaged()) != 1 {
		t.Error("the pack is not damaged")
	}
}

// TestOddKeysHoldUpNoDays has a mark that says no day, and a row whose key is too short.
func TestOddKeysHoldUpNoDays(t *testing.T) {
	m := &model{T: t, Rand: rand.New(rand.NewPCG(11, 3)), table: analytics.TableRollups, stored: tabletest.Tables{}, rows: map[string][]byte{}}
	for range 10 {
		m.change()
	}
	for table, key := range map[analytics.Table]string{analytics.TableRollups: "\x00\x00\x01", analytics.TableMeta: wire.MetaUnpacked + "odd"} {
		if err := m.stored.Put(table, []byte(key), m.value()); err != nil {
			t.Fatal(err)
		}
	}
	if err := Raise(m.stored, Limit{Day: limitDay}); err != nil {
		t.Fatal(err)
	}
	damage := 0
	marked, err := Parts(m.stored, nil, func(error) { damage++ })
	if err != nil || len(marked) != days-1 || damage != 1 {
		t.Errorf("Parts returned %v, %v, with %d errors", marked, err, damage)
	}
}
