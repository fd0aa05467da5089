package clicklog

import "github.com/linkpack/linkpack-go/analytics/internal/wire"

// Rewrite returns the chunk's value after edit changed its groups; false erases
// a group. What is left of erased groups is how many clicks they had, so that
// the others keep their positions; the chunk's own texts that only they used
// become empty.
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
		if err := w.keep(g); err != nil {
			return nil, err
		}
	}
	return w.value(), nil
}

// chunkRewriter makes a chunk of the groups that are kept of another.
type chunkRewriter struct {
	from   *Chunk
	groups []byte
	used   []bool // which texts are
	kept   int
	link   uint32 // of the last group
	erased uint32 // clicks since then
}

// keep appends a group.
func (w *chunkRewriter) keep(g Group) error {
	w.fill()
	records := w.from.Records(g.Start, g.End)
	for rec := new(Record); records.Next(rec); {
		for _, ref := range rec.Refs {
			if i := int(ref >> 1); ref&1 == 1 && i < len(w.used) {
				w.used[i] = true
			}
		}
	}
	w.groups = appendGroup(w.groups, g, w.link, w.from.Groups[g.Start:g.End])
	w.link = g.Link
	w.kept++
	return records.End()
}

// fill stands in for the clicks that were erased before the next group.
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
