package analytics

// rewrite returns the chunk's value after edit changed its groups; false erases
// a group. What is left of erased groups is how many clicks they had, so that
// the others keep their positions; the chunk's own texts that only they used
// become empty.
func (c *chunk) rewrite(edit func(g *group) (keep bool)) ([]byte, error) {
	w := chunkRewriter{from: c, used: make([]bool, len(c.texts))}
	for g, err := range c.everyGroup() {
		if err != nil {
			return nil, err
		}
		if g.erased() || !edit(&g) {
			w.erased += g.count
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
	from   *chunk
	groups []byte
	used   []bool // which texts are
	kept   int
	link   uint32 // of the last group
	erased uint32 // clicks since then
}

// keep appends a group.
func (w *chunkRewriter) keep(g group) error {
	w.fill()
	records := w.from.records(g.start, g.end)
	for rec := new(record); records.next(rec); {
		for _, ref := range rec.refs {
			if i := int(ref >> 1); ref&1 == 1 && i < len(w.used) {
				w.used[i] = true
			}
		}
	}
	w.groups = appendGroup(w.groups, g, w.link, w.from.groups[g.start:g.end])
	w.link = g.link
	w.kept++
	return records.end()
}

// fill stands in for the clicks that were erased before the next group.
func (w *chunkRewriter) fill() {
	if w.erased > 0 {
		w.groups = appendGroup(w.groups, group{link: w.link, count: w.erased}, w.link, nil)
		w.erased = 0
	}
}

// value returns the chunk's value.
func (w *chunkRewriter) value() []byte {
	w.fill()
	c := chunk{generation: w.from.generation, first: w.from.first, base: w.from.base, groups: w.groups}
	for i, text := range w.from.texts {
		if !w.used[i] {
			text = ""
		}
		c.texts = append(c.texts, text)
	}
	if w.kept == 0 {
		c.texts, c.base = nil, 0
	}
	return seal(c.append(newValue(nil)))
}
