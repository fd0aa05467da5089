package analytics

import (
	"bytes"
	"testing"
)

// FuzzRewrite keeps some groups of whatever can be read as a chunk, and wants
// those, at their places, and nothing else.
func FuzzRewrite(f *testing.F) {
	for _, row := range someBlock(f).rows {
		f.Add(row.Value[sealSize:], byte(1))
	}
	f.Fuzz(func(t *testing.T, payload []byte, odd byte) {
		c, err := decodeChunk(1, payload)
		if err != nil {
			return
		}
		keep := func(g *group) bool { return g.link%2 == uint32(odd%2) }
		var want []group
		for g, err := range c.all() {
			if err != nil {
				return
			}
			if keep(&g) {
				want = append(want, g)
			}
		}
		value, err := c.rewrite(keep)
		if err != nil {
			return
		}
		rewritten, err := chunkOf(Row{Key: logKey(1, 2, 0), Value: value})
		if err != nil {
			t.Fatal(err)
		}
		for g, err := range rewritten.all() {
			if err != nil {
				t.Fatal(err)
			}
			same := len(want) > 0 && g.link == want[0].link && g.revision == want[0].revision && g.back == want[0].back &&
				g.position == want[0].position && g.count == want[0].count &&
				bytes.Equal(rewritten.groups[g.start:g.end], c.groups[want[0].start:want[0].end])
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
	tx := tables{}
	if err := (removed{block: 9, latest: 1 << 40}).put(tx); err != nil {
		f.Fatal(err)
	}
	f.Add(tx[TableMeta][metaRemoved][sealSize:])
	f.Add(gapRow(1, []gap{{count: 3, from: 1, to: 2}}).Value[sealSize:])
	f.Fuzz(func(t *testing.T, payload []byte) {
		value := seal(append(newValue(nil), payload...))
		if gaps, err := decodeGaps(value); err == nil && len(gaps)*3 > len(payload) {
			t.Errorf("%d gaps in %d bytes", len(gaps), len(payload))
		}
		tx := tables{TableMeta: {metaRemoved: value, string(erasureKey(1)): value}}
		if gone, err := loadRemoved(tx); err == nil && (gone.latest < 0 || gone.latest > maxTime) {
			t.Errorf("got %+v", gone)
		}
		all, err := loadErasures(tx)
		one, oneErr := loadErasure(tx, 1)
		if (err == nil) != (oneErr == nil) || all[1] != one && err == nil {
			t.Errorf("got %v, %v and %v, %v", all, err, one, oneErr)
		}
	})
}
