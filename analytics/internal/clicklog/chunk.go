package clicklog

import (
	"encoding/binary"
	"fmt"
	"iter"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Chunk is a part of one block of the log, about chunkSize bytes. Its payload is
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
type Chunk struct {
	Block      uint64
	Generation uint32
	first      uint32
	base       int64
	texts      []string
	Groups     []byte

	// Words are the words of the generation, or loader finds them.
	Words  []string
	Loader *WordLoader
	// Reader says whose clicks are read; nil means all.
	Reader linkReader
	// Prompt says that every click came on the day of the generation; false when
	// that is not known.
	Prompt bool
}

// linkReader is who reads the clicks of some links.
type linkReader interface {
	// Wants reports whether one of the links from low to high is read.
	Wants(low, high uint32) bool
}

// wanted reports whether the clicks of a link are read.
func (c *Chunk) wanted(link uint32) bool { return c.Reader == nil || c.Reader.Wants(link, link) }

// chunkSize is the length at which a chunk is complete: an ordered store
// rewrites the neighbours of a value, and 2 KB keep that cheap.
const chunkSize = 1900

// Group is a run of one link's records in a chunk.
type Group struct {
	Link, Revision uint32
	Back           uint64
	// Position is the place of the first record in its block.
	Position uint32
	// Start and end bound the records in chunk.groups.
	Start, End uint32
	Count      uint32
}

// append appends the chunk's payload.
func (c *Chunk) append(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(c.Generation))
	b = binary.AppendUvarint(b, uint64(c.first))
	b = binary.AppendVarint(b, c.base)
	b = binary.AppendUvarint(b, uint64(len(c.texts)))
	for _, text := range c.texts {
		b = wire.AppendString(b, text)
	}
	return append(b, c.Groups...)
}

// DecodeChunk reads a chunk's payload, which it keeps.
func DecodeChunk(block uint64, payload []byte) (*Chunk, error) {
	r := wire.Reader{Data: payload}
	c := &Chunk{Block: block, Generation: r.Uint32(), first: r.Uint32(), base: r.Varint()}
	if n := r.Count(1); n > 0 {
		c.texts = make([]string, n)
	}
	for i := range c.texts {
		c.texts[i] = r.String()
	}
	c.Groups = r.Bytes(r.Left())
	return c, r.End()
}

// appendGroup appends a group's header and records. before is the link of the
// group before it.
func appendGroup(b []byte, g Group, before uint32, records []byte) []byte {
	b = binary.AppendUvarint(b, uint64(g.Link-before))
	b = binary.AppendUvarint(b, uint64(g.Revision))
	b = binary.AppendUvarint(b, g.Back)
	b = binary.AppendUvarint(b, uint64(g.Count))
	b = binary.AppendUvarint(b, uint64(len(records)))
	return append(b, records...)
}

// erased reports whether the group stands in for clicks that were erased.
func (g *Group) erased() bool { return g.Start == g.End }

// All yields the groups in order, without those that were erased; an error is
// the last thing it yields.
func (c *Chunk) All() iter.Seq2[Group, error] {
	return func(yield func(Group, error) bool) {
		for g, err := range c.everyGroup() {
			if (err != nil || !g.erased()) && !yield(g, err) {
				return
			}
		}
	}
}

// everyGroup is all with those that were erased.
func (c *Chunk) everyGroup() iter.Seq2[Group, error] {
	return func(yield func(Group, error) bool) {
		r := wire.Reader{Data: c.Groups}
		g := Group{Position: c.first}
		for r.Left() > 0 {
			if err := g.read(&r); err != nil {
				yield(Group{}, err)
				return
			}
			if !yield(g, nil) {
				return
			}
			g.Position += g.Count
		}
	}
}

// read reads the header of the group after g.
func (g *Group) read(r *wire.Reader) error {
	link := uint64(g.Link) + uint64(r.Uint32())
	if link >= wire.NoLink {
		r.Fail()
	}
	g.Link, g.Revision, g.Back = uint32(link), r.Uint32(), r.Uvarint()
	g.Count = r.Uint32()
	size := r.Count(1)
	if r.Failed || size > 0 && uint64(g.Count)*MinRecord > uint64(size) {
		return fmt.Errorf("%w: a group cannot be decoded", analytics.ErrDamaged)
	}
	g.Start = uint32(r.Pos)
	r.Bytes(size)
	g.End = uint32(r.Pos)
	return nil
}

// Records returns the records of a group.
func (c *Chunk) Records(start, end uint32) records {
	return records{Reader: wire.Reader{Data: c.Groups[start:end]}, before: c.base}
}

// wordRef returns the reference of a word.
func wordRef(id uint32) uint32 { return id << 1 }

// textRef returns the reference of a chunk's own text.
func textRef(index int) uint32 { return uint32(index)<<1 | 1 }

// Text returns the text of a reference; "" for 0.
func (c *Chunk) Text(ref uint32) (string, error) {
	i := int(ref >> 1)
	switch {
	case ref == 0:
		return "", nil
	case ref&1 == 1 && i < len(c.texts):
		return c.texts[i], nil
	case ref&1 == 0 && i <= len(c.Words):
		return c.Words[i-1], nil
	case ref&1 == 0 && c.Loader != nil:
		return c.Loader.word(c, ref>>1)
	}
	return "", fmt.Errorf("%w: block %d refers to a text that is not there", analytics.ErrDamaged, c.Block)
}

// AllTexts returns the texts of a record.
func (c *Chunk) AllTexts(rec *Record) (texts [numTexts]string, err error) {
	for i, ref := range rec.Refs {
		if ref == 0 {
			continue
		}
		if texts[i], err = c.Text(ref); err != nil {
			return texts, err
		}
	}
	return texts, nil
}

// ChunkOf decodes a row of the log; nil when it holds no clicks.
func ChunkOf(row analytics.Row) (*Chunk, error) {
	block, link, err := wire.SplitLogKey(row.Key)
	if err != nil || link == wire.NoLink {
		return nil, err
	}
	payload, err := wire.Unseal(row.Value)
	if err != nil {
		return nil, err
	}
	return DecodeChunk(block, payload)
}
