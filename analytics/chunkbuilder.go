package analytics

// chunkBuilder fills one chunk after the other.
type chunkBuilder struct {
	chunk   *chunk // nil between chunks
	group          // the current one; count 0 for none
	plan    *Plan
	records []byte // of the current group
	before  int64  // the time of its last record
	groups  []byte
	texts   map[string]uint32
	size    int // of the texts

	lastLink uint32 // of the last complete group
	position uint32 // of the next record in the block
	block    uint64
	ended    uint32 // the last link of the chunk before this one
	sequence uint32
}

// begin begins a chunk.
func (c *chunkBuilder) begin(block uint64, generation uint32, base int64) {
	if block != c.block {
		c.block, c.position, c.sequence, c.ended = block, 0, 0, noLink
	}
	c.chunk = &chunk{block: block, generation: generation, first: c.position, base: base, prompt: true}
	c.groups, c.lastLink = c.groups[:0], 0
	c.size = 0
	clear(c.texts)
}

// full reports whether the chunk has its size.
func (c *chunkBuilder) full() bool {
	return c.chunk != nil && len(c.groups)+len(c.records)+c.size >= chunkSize
}

// add appends a click to the current group.
func (c *chunkBuilder) add(e *entry, w *words) {
	if c.count == 0 {
		c.before = c.chunk.base
	}
	var refs [numTexts]uint32
	for i, text := range e.texts {
		switch {
		case i == textAgent && e.word != 0:
			refs[i] = wordRef(e.word)
		case text != "":
			refs[i] = c.ref(text, w)
		}
	}
	c.chunk.prompt = c.chunk.prompt && dayOf(e.time) == c.chunk.generation
	c.records = appendRecord(c.records, e, &refs, c.before)
	c.before = e.time
	c.count++
	c.position++
}

// ref returns the reference of a text: a word as long as there is room.
func (c *chunkBuilder) ref(text string, w *words) uint32 {
	if id := w.id(text); id != 0 {
		return wordRef(id)
	}
	if ref, ok := c.texts[text]; ok {
		return ref
	}
	ref := textRef(len(c.chunk.texts))
	c.chunk.texts = append(c.chunk.texts, text)
	if c.texts == nil {
		c.texts = make(map[string]uint32)
	}
	c.texts[text] = ref
	c.size += len(text)
	return ref
}

// endGroup completes the current group.
func (c *chunkBuilder) endGroup() pendingGroup {
	c.groups = appendGroup(c.groups, c.group, c.lastLink, c.records)
	g := pendingGroup{
		chunk: c.chunk, plan: c.plan, link: c.link, revision: c.revision,
		start: uint32(len(c.groups) - len(c.records)), end: uint32(len(c.groups)), count: c.count,
	}
	c.lastLink = c.link
	c.records, c.count = c.records[:0], 0
	return g
}

// end completes the chunk and returns its row. From then on the chunk reads
// from the row's value, and finds its words in the list.
func (c *chunkBuilder) end(words []string) Row {
	if c.lastLink == c.ended {
		c.sequence++
	} else {
		c.ended, c.sequence = c.lastLink, 0
	}
	c.chunk.groups = c.groups
	value := seal(c.chunk.append(newValue(make([]byte, 0, len(c.groups)+c.size+64))))
	c.chunk.groups = value[len(value)-len(c.groups):]
	c.chunk.words = words
	c.chunk = nil
	return Row{Key: logKey(c.block, c.lastLink, c.sequence), Value: value}
}
