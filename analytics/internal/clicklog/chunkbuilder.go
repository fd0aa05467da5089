package clicklog

import (
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// ChunkBuilder builds the chunks of blocks.
type ChunkBuilder struct {
	Chunk   *Chunk          // the current chunk; nil between chunks
	Group                   // the current group; Count is 0 if there is none
	Plan    *analytics.Plan // of the current group
	groups  []byte          // the complete ones, encoded
	records recordSetBuilder
	texts   map[string]uint32
	size    int // of the texts
	numbers int // size of the numbers of records
	due     int // number of records with which numbers is found again

	lastLink uint32 // of the last complete group
	position uint32 // of the next record in the block
	block    uint64
	ended    uint32 // the last link of the previous chunk
	sequence uint32
}

// Begin begins a chunk.
func (c *ChunkBuilder) Begin(block uint64, generation uint32) {
	if block != c.block {
		c.block, c.position, c.sequence, c.ended = block, 0, 0, wire.NoLink
	}
	c.Chunk = &Chunk{Block: block, Generation: generation, first: c.position, Prompt: true}
	c.groups, c.lastLink = c.groups[:0], 0
	c.records.reset()
	c.size, c.numbers, c.due = 0, 0, 0
	clear(c.texts)
}

// Full reports whether the chunk has about reached its size. The size of the numbers of
// its records is only found when about half of the rest is used.
func (c *ChunkBuilder) Full() bool {
	if c.Chunk == nil {
		return false
	}
	size := len(c.groups) + c.size + c.records.bytes()
	if n := c.records.count(); n >= c.due {
		c.numbers = c.records.numbers()
		average := (size+c.numbers)/(n+1) + 1
		c.due = n + 1 + (chunkSize-size-c.numbers)/average/2
	}
	return size+c.numbers >= chunkSize
}

// Add appends a click to the current group.
func (c *ChunkBuilder) Add(e *Entry, w *Words) {
	var refs [numTexts]uint32
	for i, text := range e.Texts {
		switch {
		case i == TextAgent && e.Word != 0:
			refs[i] = wordRef(e.Word)
		case text != "":
			refs[i] = c.ref(text, w)
		}
	}
	c.Chunk.Prompt = c.Chunk.Prompt && wire.DayOf(e.Time) == c.Chunk.Generation
	c.records.add(e, &refs)
	c.Count++
	c.position++
}

// ref returns the reference to a text: to a word as long as there is room.
func (c *ChunkBuilder) ref(text string, w *Words) uint32 {
	if id := w.ID(text); id != 0 {
		return wordRef(id)
	}
	if ref, ok := c.texts[text]; ok {
		return ref
	}
	text = strings.Clone(text) // it may be a part of the queue's memory
	ref := textRef(len(c.Chunk.texts))
	c.Chunk.texts = append(c.Chunk.texts, text)
	if c.texts == nil {
		c.texts = make(map[string]uint32)
	}
	c.texts[text] = ref
	c.size += len(text)
	return ref
}

// EndGroup completes the current group.
func (c *ChunkBuilder) EndGroup() PendingGroup {
	c.groups = appendGroup(c.groups, &c.Group, c.lastLink)
	end := uint32(c.records.count())
	g := PendingGroup{
		Chunk: c.Chunk, Plan: c.Plan, Link: c.Link, Revision: c.Revision, Start: end - c.Count, End: end, Count: c.Count,
	}
	c.lastLink = c.Link
	c.Count = 0
	return g
}

// End completes the chunk and returns its row. Pending groups keep the chunk: it
// uses the memory of the row's value and the given words.
func (c *ChunkBuilder) End(words []string) analytics.Row {
	if c.lastLink == c.ended {
		c.sequence++
	} else {
		c.ended, c.sequence = c.lastLink, 0
	}
	value := c.Chunk.encode(c.groups, &c.records)
	_ = c.Chunk.decode(value[wire.SealSize:]) // it has just been encoded
	c.Chunk.Words = words
	c.Chunk = nil
	return analytics.Row{Key: wire.LogKey(c.block, c.lastLink, c.sequence), Value: value}
}
