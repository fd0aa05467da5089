package clicklog

import (
	"encoding/binary"
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Chunk is a part of one block of the log, about chunkSize bytes. Its payload is
//
//	generation: varint, the UTC day whose words it refers to
//	first: varint, the position of its first record in the block
//	base: signed varint, the earliest time of its clicks in milliseconds since the
//	      beginning of that day
//	texts: their number, then each with its length
//	records: varint, their number
//	groups: their size, then each [Group]
//	the records in the order of the groups, see [recordSet]
type Chunk struct {
	Block      uint64 // number of its block
	Generation uint32 // of its words
	first      uint32
	texts      []string
	groups     []byte // encoded
	records    recordSet

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

// Begin returns the place of the chunk's first click in its lane. No other chunk has it.
func (c *Chunk) Begin() analytics.Place {
	return analytics.Place{Block: c.Block, Position: c.first}
}

// chunkSize is the length at which a chunk is complete. When a value is written,
// an ordered store also rewrites its neighbours; with 2 KB that is cheap.
const chunkSize = 1925

// encode returns the chunk's value, with groups and records of which the chunk does not
// know.
func (c *Chunk) encode(groups []byte, records *recordSetBuilder) []byte {
	size := 64 + len(groups) + records.bytes() + records.numbers() // usually enough
	for _, text := range c.texts {
		size += len(text) + 2
	}
	b := wire.NewValue(make([]byte, 0, size))
	b = binary.AppendUvarint(b, uint64(c.Generation))
	b = binary.AppendUvarint(b, uint64(c.first))
	base := int64(0)
	if records.count() > 0 {
		base = records.earliest - c.midnight()
	}
	b = binary.AppendVarint(b, base)
	b = binary.AppendUvarint(b, uint64(len(c.texts)))
	for _, text := range c.texts {
		b = wire.AppendString(b, text)
	}
	b = binary.AppendUvarint(b, uint64(records.count()))
	b = binary.AppendUvarint(b, uint64(len(groups)))
	return wire.Seal(records.append(append(b, groups...)))
}

// midnight returns the beginning of the generation's day in milliseconds.
func (c *Chunk) midnight() int64 { return int64(c.Generation) * wire.MsPerDay }

// DecodeChunk decodes a chunk's payload. The chunk keeps the payload.
func DecodeChunk(block uint64, payload []byte) (*Chunk, error) {
	c := &Chunk{Block: block}
	return c, c.decode(payload)
}

func (c *Chunk) decode(payload []byte) error {
	if err := c.decodeColumns(payload); err != nil {
		return err
	}
	return c.records.findRests()
}

// decodeColumns is decode without what has no fixed size, see [recordSet.findRests].
func (c *Chunk) decodeColumns(payload []byte) error {
	r := wire.Reader{Data: payload}
	c.Generation, c.first = r.Uint32(), r.Uint32()
	base := c.midnight() + r.Varint()
	if n := r.Count(1); n > 0 {
		c.texts = make([]string, n)
	}
	for i := range c.texts {
		c.texts[i] = r.String()
	}
	count := r.Count(visitorSize)
	c.groups = r.Bytes(r.Count(1))
	if count > 0 && len(c.groups) == 0 {
		r.Fail()
	}
	c.records = recordSet{data: payload, base: base, count: uint32(count), restEnds: c.records.restEnds[:0]}
	return c.records.read(&r)
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

// Known returns the text to which a reference refers if it need not be read.
func (c *Chunk) Known(ref uint32) (text string, ok bool) {
	if ref&1 == 0 && ref != 0 && c.Words == nil && c.Loader != nil {
		return c.Loader.known(c.Generation, ref>>1)
	}
	text, err := c.Text(ref)
	return text, err == nil
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
	block, payload, err := chunkIn(row)
	if err != nil || payload == nil {
		return nil, err
	}
	return DecodeChunk(block, payload)
}

// chunkIn returns the payload of a row of the log, nil for a row without clicks.
func chunkIn(row analytics.Row) (block uint64, payload []byte, err error) {
	block, link, err := wire.SplitLogKey(row.Key)
	if err != nil || link == wire.NoLink {
		return 0, nil, err
	}
	payload, err = wire.Unseal(row.Value)
	return block, payload, err
}
