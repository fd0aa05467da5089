package packed

import (
	"bytes"
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// undeletable are tables that refuse to delete rows, as those with a damaged page.
type undeletable struct{ tabletest.Tables }

// Delete implements [analytics.Tx].
func (undeletable) Delete(analytics.Table, []byte) error { return errors.New("a page is damaged") }

// TestPackedRowsAreReplacedWithoutDeletes replaces a row within a pack and one of a damaged
// pack.
func TestPackedRowsAreReplacedWithoutDeletes(t *testing.T) {
	for _, damaged := range []bool{false, true} {
		m, row := packedModel(t, 9)
		keys, _ := m.rangeOf(row)
		if damaged {
			m.stored[analytics.TablePacks][string(row.Key)] = []byte("damaged")
		}
		value := m.value()
		tx := &Tx{Tx: undeletable{m.stored}}
		if err := errors.Join(wire.Replace(tx, m.table, keys[1], value), tx.finish()); err != nil {
			t.Fatal(err)
		}
		if got := m.stored[m.table][string(keys[1])]; !bytes.Equal(got, value) {
			t.Errorf("the row is %q, want %q", got, value)
		}
		p, err := parse(analytics.Row{Key: row.Key, Value: m.stored[analytics.TablePacks][string(row.Key)]})
		if err != nil || (p.bad != nil) != damaged {
			t.Fatalf("the pack is damaged: %v, %v", p.bad != nil, err)
		}
		if old := p.get(wire.PackedKey{High: wire.Order.Uint64(keys[1])}); len(old) > 0 {
			t.Errorf("the pack still has %q", old)
		}
	}
}
