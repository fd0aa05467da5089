package clicklog

// Rewrite calls edit for each group, which may change it, and returns the new value
// of the chunk. A group for which edit returns false is erased: only its number of
// clicks is kept, so that the positions of other clicks stay the same. Texts of the
// chunk that only erased clicks used become empty.
func (c *Chunk) Rewrite(edit func(g *Group) (keep bool)) ([]byte, error) {
	w := newChunkRewriter(c)
	for g, err := range c.everyGroup() {
		if err != nil {
			return nil, err
		}
		if g.erased() || !edit(&g) {
			w.erased += g.Count
			continue
		}
		if err := w.keep(&g, func(*Entry, *Record) {}); err != nil {
			return nil, err
		}
	}
	return w.value(), nil
}

// chunkRewriter builds a chunk from the groups of another that are kept.
type chunkRewriter struct {
	from    *Chunk
	groups  []byte
	records recordSetBuilder
	used    []bool // whether a text is still used
	link    uint32 // of the last group
	erased  uint32 // clicks erased since the last group
}

func newChunkRewriter(from *Chunk) *chunkRewriter {
	return &chunkRewriter{from: from, used: make([]bool, len(from.texts))}
}

// keep appends a group. edit may change its clicks, and their references to texts.
func (w *chunkRewriter) keep(g *Group, edit func(*Entry, *Record)) error {
	w.fill()
	records := w.from.Records(g.Start, g.End)
	for rec := new(Record); records.Next(rec); {
		e := rec.entry()
		edit(&e, rec)
		for _, ref := range rec.Refs {
			if i := int(ref >> 1); ref&1 == 1 && i < len(w.used) {
				w.used[i] = true
			}
		}
		w.records.add(&e, &rec.Refs)
	}
	w.groups = appendGroup(w.groups, g, w.link)
	w.link = g.Link
	return records.End()
}

// fill appends a group without records for the clicks erased since the last group.
func (w *chunkRewriter) fill() {
	if w.erased > 0 {
		w.groups = appendErased(w.groups, w.erased)
		w.erased = 0
	}
}

// value returns the chunk's value.
func (w *chunkRewriter) value() []byte {
	w.fill()
	c := Chunk{Generation: w.from.Generation, first: w.from.first}
	for i, text := range w.from.texts {
		if !w.used[i] {
			text = ""
		}
		c.texts = append(c.texts, text)
	}
	if w.records.count() == 0 {
		c.texts = nil
	}
	return c.encode(w.groups, &w.records)
}
