package packed

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// TestAScanEndsAtADamagedPack scans ranges that have rows of a damaged pack and others.
func TestAScanEndsAtADamagedPack(t *testing.T) {
	m, row := packedModel(t, 7)
	keys, last := m.rangeOf(row)
	m.stored[analytics.TablePacks][string(row.Key)] = []byte("damaged")
	tx := &Tx{Tx: m.stored}
	for range 300 {
		from, to := m.key(), m.key()
		overlaps := bytes.Compare(from, to) < 0 && bytes.Compare(from, last) <= 0 && bytes.Compare(to, keys[0]) > 0
		var got error
		for _, got = range tx.Scan(m.table, from, to) {
			if got != nil {
				break
			}
		}
		named := got != nil && wire.IsDamage(got) && strings.HasPrefix(got.Error(), wire.RowName(analytics.TablePacks, row.Key))
		if overlaps != named || got != nil && !named {
			t.Fatalf("a scan from %x to %x, with a damaged pack from %x to %x, ended with %v", from, to, keys[0], last, got)
		}
	}
}

// TestRowsBeforeADamagedPackAreScanned has the scan end within the rows before the pack.
func TestRowsBeforeADamagedPackAreScanned(t *testing.T) {
	m, row := packedModel(t, 7)
	keys, _ := m.rangeOf(row)
	m.stored[analytics.TablePacks][string(row.Key)] = []byte("damaged")
	m.checkScan(&Tx{Tx: m.stored}, nil, keys[0])
}

func TestFirstKeys(t *testing.T) {
	m, row := packedModel(t, 8)
	m.change()
	keys, last := m.rangeOf(row)
	for _, damaged := range []bool{false, true} {
		if damaged {
			m.stored[analytics.TablePacks][string(row.Key)] = []byte("damaged")
		}
		tx := &Tx{Tx: m.stored}
		for range 300 {
			from, to := m.key(), m.key()
			var want []byte
			for _, key := range slices.Sorted(maps.Keys(m.rows)) {
				if key >= string(from) && key < string(to) {
					want = []byte(key)
					break
				}
			}
			low, high := slices.MaxFunc([][]byte{from, keys[0]}, bytes.Compare), slices.MinFunc([][]byte{to, wire.KeyOf(wire.Order.Uint64(last) + 1)}, bytes.Compare)
			if damaged && bytes.Compare(low, high) < 0 && (want == nil || bytes.Compare(low, want) < 0) {
				want = low
			}
			if got, err := tx.FirstKey(m.table, from, to); err != nil || !bytes.Equal(got, want) {
				t.Fatalf("the first key from %x to %x is %x, want %x: %v", from, to, got, want, err)
			}
		}
	}
}
