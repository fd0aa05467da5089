package analytics

import (
	"encoding/binary"
	"fmt"
	"iter"
)

// chunk is a part of one block of the log, about chunkSize bytes. Its payload is
//
//	generation: varint, the UTC day whose words it refers to
//	first: varint, the position in its block of its first record
//	base: signed varint, the time in milliseconds that records count from
//	texts: their number, then each with its length
//	groups, up to the end
//
// and a group, the clicks of one link at one revision in a row, is
//
//	link: varint, less the link of the group before it
//	revision: varint
//	back: varint, how many blocks before this one the link was last clicked;
//	      0 for never
//	count: varint, the number of records
//	size: varint, their length
//	records
//
// Clicks that were erased are a group without records: of the link of the group
// before it, with revision and back 0, and the number of the clicks.
type chunk struct {
	block      uint64
	generation uint32
	first      uint32
	base       int64
	texts      []string
	groups     []byte

	// words are the words of the generation, or loader finds them.
	words  []string
	loader *wordLoader
	// reader says whose clicks are read; nil means all.
	reader linkReader
	// prompt says that every click came on the day of the generation; false when
	// that is not known.
	prompt bool
}

// linkReader is who reads the clicks of some links.
type linkReader interface {
	// wants reports whether one of the links from low to high is read.
	wants(low, high uint32) bool
}

// wanted reports whether the clicks of a link are read.
func (c *chunk) wanted(link uint32) bool { return c.reader == nil || c.reader.wants(link, link) }

// chunkSize is the length at which a chunk is complete: an ordered store
// rewrites the neighbours of a value, and 2 KB keep that cheap.
const chunkSize = 1900

// group is a run of one link's records in a chunk.
type group struct {
	link, revision uint32
	back           uint64
	// position is the place of the first record in its block.
	position uint32
	// start and end bound the records in chunk.groups.
	start, end uint32
	count      uint32
}

// append appends the chunk's payload.
func (c *chunk) append(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(c.generation))
	b = binary.AppendUvarint(b, uint64(c.first))
	b = binary.AppendVarint(b, c.base)
	b = binary.AppendUvarint(b, uint64(len(c.texts)))
	for _, text := range c.texts {
		b = appendString(b, text)
	}
	return append(b, c.groups...)
}

// decodeChunk reads a chunk's payload, which it keeps.
func decodeChunk(block uint64, payload []byte) (*chunk, error) {
	r := reader{data: payload}
	c := &chunk{block: block, generation: r.uint32(), first: r.uint32(), base: r.varint()}
	if n := r.count(1); n > 0 {
		c.texts = make([]string, n)
	}
	for i := range c.texts {
		c.texts[i] = r.string()
	}
	c.groups = r.bytes(r.left())
	return c, r.end()
}

// appendGroup appends a group's header and records. before is the link of the
// group before it.
func appendGroup(b []byte, g group, before uint32, records []byte) []byte {
	b = binary.AppendUvarint(b, uint64(g.link-before))
	b = binary.AppendUvarint(b, uint64(g.revision))
	b = binary.AppendUvarint(b, g.back)
	b = binary.AppendUvarint(b, uint64(g.count))
	b = binary.AppendUvarint(b, uint64(len(records)))
	return append(b, records...)
}

// erased reports whether the group stands in for clicks that were erased.
func (g *group) erased() bool { return g.start == g.end }

// all yields the groups in order, without those that were erased; an error is
// the last thing it yields.
func (c *chunk) all() iter.Seq2[group, error] {
	return func(yield func(group, error) bool) {
		for g, err := range c.everyGroup() {
			if (err != nil || !g.erased()) && !yield(g, err) {
				return
			}
		}
	}
}

// everyGroup is all with those that were erased.
func (c *chunk) everyGroup() iter.Seq2[group, error] {
	return func(yield func(group, error) bool) {
		r := reader{data: c.groups}
		g := group{position: c.first}
		for r.left() > 0 {
			if err := g.read(&r); err != nil {
				yield(group{}, err)
				return
			}
			if !yield(g, nil) {
				return
			}
			g.position += g.count
		}
	}
}

// read reads the header of the group after g.
func (g *group) read(r *reader) error {
	link := uint64(g.link) + uint64(r.uint32())
	if link >= noLink {
		r.fail()
	}
	g.link, g.revision, g.back = uint32(link), r.uint32(), r.uvarint()
	g.count = r.uint32()
	size := r.count(1)
	if r.failed || size > 0 && uint64(g.count)*minRecord > uint64(size) {
		return fmt.Errorf("%w: a group cannot be decoded", ErrDamaged)
	}
	g.start = uint32(r.pos)
	r.bytes(size)
	g.end = uint32(r.pos)
	return nil
}

// records returns the records of a group.
func (c *chunk) records(start, end uint32) records {
	return records{reader: reader{data: c.groups[start:end]}, before: c.base}
}

// wordRef returns the reference of a word.
func wordRef(id uint32) uint32 { return id << 1 }

// textRef returns the reference of a chunk's own text.
func textRef(index int) uint32 { return uint32(index)<<1 | 1 }

// text returns the text of a reference; "" for 0.
func (c *chunk) text(ref uint32) (string, error) {
	i := int(ref >> 1)
	switch {
	case ref == 0:
		return "", nil
	case ref&1 == 1 && i < len(c.texts):
		return c.texts[i], nil
	case ref&1 == 0 && i <= len(c.words):
		return c.words[i-1], nil
	case ref&1 == 0 && c.loader != nil:
		return c.loader.word(c, ref>>1)
	}
	return "", fmt.Errorf("%w: block %d refers to a text that is not there", ErrDamaged, c.block)
}

// allTexts returns the texts of a record.
func (c *chunk) allTexts(rec *record) (texts [numTexts]string, err error) {
	for i, ref := range rec.refs {
		if ref == 0 {
			continue
		}
		if texts[i], err = c.text(ref); err != nil {
			return texts, err
		}
	}
	return texts, nil
}

// chunkOf decodes a row of the log; nil when it holds no clicks.
func chunkOf(row Row) (*chunk, error) {
	block, link, err := splitLogKey(row.Key)
	if err != nil || link == noLink {
		return nil, err
	}
	payload, err := unseal(row.Value)
	if err != nil {
		return nil, err
	}
	return decodeChunk(block, payload)
}
