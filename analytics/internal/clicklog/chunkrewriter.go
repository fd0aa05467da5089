package clicklog

import "github.com/linkpack/linkpack-go/analytics/internal/wire"

// Rewrite calls edit for each group, which may change it, and returns the new value
// of the chunk. A group for which edit returns false is erased: only its number of
// clicks is kept, so that the positions of other clicks stay the same. Texts of the
// chunk that only erased clicks used become empty.
func (c *Chunk) Rewrite(edit func(g *Group) (keep bool)) ([]byte, error) {
	w := chunkRewriter{from: c, used: make([]bool, len(c.texts))}
	for g, err := range c.everyGroup() {
		if err != nil {
			return nil, err
		}
		if g.erased() || !edit(&g) {
			w.erased += g.Count
			continue
		}
		if err := w.keep(g, c.Groups[g.Start:g.End]); err != nil {
			return nil, err
		}
	}
	return w.value(), nil
}

// chunkRewriter builds a chunk from the groups of another that are kept.
type chunkRewriter struct {
	from   *Chunk
	groups []byte
	used   []bool // whether a text is still used
	kept   int    // groups
	link   uint32 // of the last group
	erased uint32 // clicks erased since the last group
}

// keep appends a group with its encoded records.
func (w *chunkRewriter) keep(g Group, encoded []byte) error {
	w.fill()
	records := RecordReader{Reader: wire.Reader{Data: encoded}, before: w.from.base}
	for rec := new(Record); records.Next(rec); {
		for _, ref := range rec.Refs {
			if i := int(ref >> 1); ref&1 == 1 && i < len(w.used) {
				w.used[i] = true
			}
		}
	}
	w.groups = appendGroup(w.groups, g, w.link, encoded)
	w.link = g.Link
	w.kept++
	return records.End()
}

// fill appends a group without records for the clicks erased since the last group.
func (w *chunkRewriter) fill() {
	if w.erased > 0 {
		w.groups = appendGroup(w.groups, Group{Link: w.link, Count: w.erased}, w.link, nil)
		w.erased = 0
	}
}

// value returns the chunk's value.
func (w *chunkRewriter) value() []byte {
	w.fill()
	c := Chunk{Generation: w.from.Generation, first: w.from.first, base: w.from.base, Groups: w.groups}
	for i, text := range w.from.texts {
		if !w.used[i] {
			text = ""
		}
		c.texts = append(c.texts, text)
	}
	if w.kept == 0 {
		c.texts, c.base = nil, 0
	}
	return wire.Seal(c.append(wire.NewValue(nil)))
}
