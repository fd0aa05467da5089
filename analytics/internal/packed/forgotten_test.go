package packed

import (
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// putPack stores a pack of one row and returns the key of the row.
func putPack(t *testing.T, stored tabletest.Tables, table wire.PackedTable, key wire.PackedKey) []byte {
	t.Helper()
	value := wire.Seal(append(wire.NewValue(nil), "value"...))
	pack := newPacker(table, packSize).encode([]packedRow{{key, value}})
	if err := stored.Put(analytics.TablePacks, pack.Key, pack.Value); err != nil {
		t.Fatal(err)
	}
	return table.Join(key)
}

// TestARowIsDeletedAfterManyPacksWereRead reads a row, then so many packs of another table
// that the row's pack is not in memory any more, and deletes the row.
func TestARowIsDeletedAfterManyPacksWereRead(t *testing.T) {
	stored := tabletest.Tables{}
	if err := PutLimit(stored, Limit{limitDay, limitBlock}); err != nil {
		t.Fatal(err)
	}
	row := putPack(t, stored, wire.PackedLog, wire.PackedKey{High: 1})
	tx := &Tx{Tx: stored}
	wantValue(t, tx, analytics.TableLog, row)
	for link := range uint32(maxKept) {
		wantValue(t, tx, analytics.TableRollups, putPack(t, stored, wire.PackedRollups, wire.PackedKey{High: wire.PairOf(1, link)}))
	}
	if err := tx.Delete(analytics.TableLog, row); err != nil {
		t.Fatal(err)
	}
	if err := tx.finish(); err != nil {
		t.Fatal(err)
	}
	if got, err := (&Tx{Tx: stored}).Get(analytics.TableLog, row); err != nil || got != nil {
		t.Errorf("the deleted row is %q, %v", got, err)
	}
}

// wantValue wants a row to have a value.
func wantValue(t *testing.T, tx analytics.Tx, table analytics.Table, key []byte) {
	t.Helper()
	if value, err := tx.Get(table, key); err != nil || value == nil {
		t.Fatalf("Get of row %x of the %s returned %q, %v", key, table, value, err)
	}
}
