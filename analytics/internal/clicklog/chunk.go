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
//	first: varint, the position of its first record in the block
//	base: signed varint, the time in milliseconds from which records count
//	texts: their number, then each with its length
//	groups, up to the end
//
// A group holds adjacent clicks of one link at one revision:
//
//	link: varint, less the link of the group before it
//	revision: varint
//	back: varint, how many blocks before this one the link was last clicked;
//	      0 for never
//	count: varint, the number of records
//	size: varint, their length
//	records
//
// A group without records stands for erased clicks. It has the link of the group
// before it, revision and back 0, and the number of erased clicks as its count.
type Chunk struct {
	Block      uint64 // number of its block
	Generation uint32 // of its words
	first      uint32
	base       int64
	texts      []string
	Groups     []byte // encoded

	// Words are the words of the generation. If they are nil, Loader reads them.
	Words  []string
	Loader *WordLoader // may be nil if Words are set
	// Reader selects the links whose texts are loaded ahead; nil means all.
	Reader linkReader
	// Prompt says that every click came on the day of the generation. False means
	// that this is not known.
	Prompt bool
}

// linkReader reads the clicks of some links.
type linkReader interface {
	// Wants reports whether it reads any link from low to high.
	Wants(low, high uint32) bool
}

// wanted reports whether the clicks of a link are read.
func (c *Chunk) wanted(link uint32) bool { return c.Reader == nil || c.Reader.Wants(link, link) }

// chunkSize is the length at which a chunk is complete. When a value is written,
// an ordered store also rewrites its neighbours; with 2 KB that is cheap.
const chunkSize = 1900

// Group is a run of records of one link and revision in a chunk.
type Group struct {
	Link, Revision uint32 // the plan of its clicks
	Back           uint64 // blocks since the link was clicked before; 0 for never
	// Position is the position of the first record in the block.
	Position uint32
	// Start and End bound the records in Chunk.Groups.
	Start, End uint32
	Count      uint32 // of records
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

// DecodeChunk decodes a chunk's payload. The chunk keeps the payload.
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

// erased reports whether the group stands for erased clicks.
func (g *Group) erased() bool { return g.Start == g.End }

// All yields the groups in order, without erased ones. It ends after an error.
func (c *Chunk) All() iter.Seq2[Group, error] {
	return func(yield func(Group, error) bool) {
		for g, err := range c.everyGroup() {
			if (err != nil || !g.erased()) && !yield(g, err) {
				return
			}
		}
	}
}

// everyGroup is All including erased groups.
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

// read replaces g by the group after it.
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

// Records returns a reader of a group's records.
func (c *Chunk) Records(start, end uint32) RecordReader {
	return RecordReader{Reader: wire.Reader{Data: c.Groups[start:end]}, before: c.base}
}

// wordRef returns the reference to a word.
func wordRef(id uint32) uint32 { return id << 1 }

// textRef returns the reference to one of the chunk's own texts.
func textRef(index int) uint32 { return uint32(index)<<1 | 1 }

// Text returns the text to which a reference refers; "" for 0.
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
	return "", fmt.Errorf("%w: block %d refers to a missing text", analytics.ErrDamaged, c.Block)
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

// ChunkOf decodes a row of the log. It returns nil for a row without clicks.
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
