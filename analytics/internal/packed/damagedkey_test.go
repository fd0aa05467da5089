package packed

import (
	"bytes"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// damagedKey returns a model with small packs, of which one that is not the first of its
// part has a damaged key, and the keys of the rows in that pack.
func damagedKey(t *testing.T, seed uint64, table analytics.Table) (m *model, lost [][]byte) {
	t.Helper()
	m = changedModel(t, seed, table)
	m.packIn(Limits{Work: 2000, Size: 150})
	var before *pack
	for row, err := range m.stored.Scan(analytics.TablePacks, nil, nil) {
		if err != nil {
			t.Fatal(err)
		}
		p, err := parse(row)
		if err != nil {
			t.Fatal(err)
		}
		if before != nil && p.table.Part(before.last) == p.table.Part(p.last) && len(p.keys) > 1 {
			lost, _ = m.rangeOf(row)
			delete(m.stored[analytics.TablePacks], string(row.Key))
			key := wire.PackKey(p.table, p.last, wire.PackedKey{High: p.last.High + 1})
			m.stored[analytics.TablePacks][string(key)] = row.Value
			return m, lost
		}
		before = p
	}
	t.Fatal("no part has several packs")
	return nil, nil
}

// TestADamagedKeySpoilsNoOtherPack reads a row of a pack with a damaged key, and then those
// of other packs.
func TestADamagedKeySpoilsNoOtherPack(t *testing.T) {
	for _, table := range []analytics.Table{analytics.TableRollups, analytics.TableLog} {
		m, lost := damagedKey(t, 12, table)
		tx := &Tx{Tx: m.stored}
		for key, want := range m.rows {
			if got, err := tx.Get(table, lost[0]); err != nil || !isDamaged(got) {
				t.Fatalf("Get of row %x returned %q, %v", lost[0], got, err)
			}
			got, err := tx.Get(table, []byte(key))
			if isLost := slices.ContainsFunc(lost, func(k []byte) bool { return string(k) == key }); isLost {
				want = got
			}
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("Get of row %x returned %q, want %q: %v", key, got, want, err)
			}
		}
		m.dropRows(lost)
		m.checkScan(tx.PastDamage(), nil, nil)
	}
}

// dropRows makes the model one of the other rows.
func (m *model) dropRows(keys [][]byte) {
	for _, key := range keys {
		delete(m.rows, string(key))
	}
}

// TestRowsBesideADamagedKeyAreDeleted reads a row of a pack with a damaged key, and then
// deletes those of other packs.
func TestRowsBesideADamagedKeyAreDeleted(t *testing.T) {
	m, lost := damagedKey(t, 12, analytics.TableLog)
	m.dropRows(lost)
	err := m.lease().UpdateClicks(t.Context(), func(tx analytics.Tx) error {
		for key := range m.rows {
			if _, err := tx.Get(m.table, lost[0]); err != nil {
				return err
			}
			if err := tx.Delete(m.table, []byte(key)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	clear(m.rows)
	m.checkScan((&Tx{Tx: m.stored}).PastDamage(), nil, nil)
}

// TestAScanBesideADamagedKeyRises scans the log, of which a damaged row is shown in each
// block that the pack can have.
func TestAScanBesideADamagedKeyRises(t *testing.T) {
	m, lost := damagedKey(t, 12, analytics.TableLog)
	m.dropRows(lost)
	var last []byte
	seen := 0
	for row, err := range (&Tx{Tx: m.stored}).Scan(m.table, nil, nil) {
		if err != nil || bytes.Compare(row.Key, last) <= 0 {
			t.Fatalf("row %x comes after %x: %v", row.Key, last, err)
		}
		if last = bytes.Clone(row.Key); !isDamaged(row.Value) {
			seen++
		}
	}
	if seen != len(m.rows) {
		t.Errorf("the scan found %d sound rows, want %d", seen, len(m.rows))
	}
}
