package recorder

import (
	"bytes"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// FuzzRewrite keeps some groups of whatever can be read as a chunk, and wants
// those, at their places, and nothing else.
func FuzzRewrite(f *testing.F) {
	for _, row := range someBlock(f).rows {
		f.Add(row.Value[wire.SealSize:], byte(1))
	}
	f.Fuzz(func(t *testing.T, payload []byte, odd byte) {
		c, err := clicklog.DecodeChunk(1, payload)
		if err != nil {
			return
		}
		keep := func(g *clicklog.Group) bool { return g.Link%2 == uint32(odd%2) }
		var want []clicklog.Group
		for g, err := range c.All() {
			if err != nil {
				return
			}
			if keep(&g) {
				want = append(want, g)
			}
		}
		value, err := c.Rewrite(keep)
		if err != nil {
			return
		}
		rewritten, err := clicklog.ChunkOf(analytics.Row{Key: wire.LogKey(1, 2, 0), Value: value})
		if err != nil {
			t.Fatal(err)
		}
		for g, err := range rewritten.All() {
			if err != nil {
				t.Fatal(err)
			}
			same := len(want) > 0 && g.Link == want[0].Link && g.Revision == want[0].Revision && g.Back == want[0].Back &&
				g.Position == want[0].Position && g.Count == want[0].Count &&
				bytes.Equal(rewritten.Groups[g.Start:g.End], c.Groups[want[0].Start:want[0].End])
			if !same {
				t.Fatalf("%+v, want %+v", g, want)
			}
			want = want[1:]
		}
		if len(want) > 0 {
			t.Errorf("%+v are missing", want)
		}
	})
}

// FuzzUpkeepValues reads what upkeep stores.
func FuzzUpkeepValues(f *testing.F) {
	tx := tabletest.Tables{}
	if err := (clicklog.Removed{Block: 9, Latest: 1 << 40}).Put(tx); err != nil {
		f.Fatal(err)
	}
	f.Add(tx[analytics.TableMeta][wire.MetaRemoved][wire.SealSize:])
	f.Add(clicklog.GapRow(1, []clicklog.Gap{{Count: 3, From: 1, To: 2}}).Value[wire.SealSize:])
	f.Fuzz(func(t *testing.T, payload []byte) {
		value := wire.Seal(append(wire.NewValue(nil), payload...))
		if gaps, err := clicklog.DecodeGaps(value); err == nil && len(gaps)*3 > len(payload) {
			t.Errorf("%d gaps in %d bytes", len(gaps), len(payload))
		}
		tx := tabletest.Tables{analytics.TableMeta: {wire.MetaRemoved: value, string(clicklog.ErasureKey(1)): value}}
		if gone, err := clicklog.LoadRemoved(tx); err == nil && (gone.Latest < 0 || gone.Latest > wire.MaxTime) {
			t.Errorf("got %+v", gone)
		}
		all, err := clicklog.LoadErasures(tx)
		one, oneErr := clicklog.LoadErasure(tx, 1)
		if (err == nil) != (oneErr == nil) || all[1] != one && err == nil {
			t.Errorf("got %v, %v and %v, %v", all, err, one, oneErr)
		}
	})
}
