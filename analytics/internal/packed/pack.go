package packed

import (
	"fmt"
	"slices"

	"github.com/klauspost/compress/s2"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// maxRaw is the most that the rows of a pack have together, in bytes.
const maxRaw = 64 << 10

// pack is a run of neighbouring rows. Its payload has their number, their keys as
// [appendStep] appends them, the lengths of their payloads, and these, compressed together
// with S2.
type pack struct {
	table       wire.PackedTable
	key         []byte         // of its row
	first, last wire.PackedKey // in whose range no other pack has rows
	keys        []wire.PackedKey
	lengths     []int
	stored      []byte   // the value of its row
	block       []byte   // the compressed part of stored
	values      [][]byte // of the rows, sealed; nil until they are needed
	bad         []byte   // a damaged value if the pack is damaged, else nil
	changed     bool     // rows were removed
}

// parse reads a stored pack. One that is damaged has no keys. If its key is, it may have
// any rows of the part before its last.
func parse(row analytics.Row) (*pack, error) {
	first, last, err := wire.SplitPackKey(row.Key)
	if err != nil {
		return nil, wire.InRow(err, analytics.TablePacks, row.Key)
	}
	p := &pack{table: wire.PackedTable(row.Key[0]), key: row.Key, first: first, last: last, stored: row.Value}
	payload, err := wire.Unseal(row.Value)
	if start := p.table.FirstOf(p.table.Part(last)); first.Compare(last) > 0 || first.Compare(start) < 0 {
		p.first = start
		p.spoil()
	} else if err != nil {
		p.bad = row.Value
	} else if p.read(payload) != nil {
		p.spoil()
	}
	return p, nil
}

// spoil makes the pack one that is damaged although its checksum matches.
func (p *pack) spoil() { p.keys, p.values, p.bad = nil, nil, []byte{} }

// read reads the keys of the rows, and what is needed to read their values.
func (p *pack) read(payload []byte) error {
	r := wire.Reader{Data: payload}
	n := r.Count(2)
	p.keys, p.lengths = make([]wire.PackedKey, n), make([]int, n)
	key, size := p.first, 0
	for i := range p.keys {
		next := readStep(&r, p.table, key)
		if order := key.Compare(next); (order == 0) != (i == 0) || order > 0 || next.Compare(p.last) > 0 {
			r.Fail()
			break
		}
		key = next
		p.keys[i] = key
	}
	for i := range p.lengths {
		p.lengths[i] = int(min(r.Uvarint(), maxRaw+1))
		size += p.lengths[i]
	}
	p.block = r.Bytes(r.Left())
	if decoded, err := s2.DecodedLen(p.block); n == 0 || key != p.last || size > maxRaw || err != nil || decoded != size {
		r.Fail()
	}
	return r.Whole()
}

// unpack decompresses the values.
func (p *pack) unpack() error {
	raw, err := s2.Decode(nil, p.block)
	if err != nil {
		return fmt.Errorf("%w: %w", analytics.ErrDamaged, err)
	}
	room := make([]byte, len(raw)+wire.SealSize*len(p.keys))
	p.values = make([][]byte, len(p.keys))
	for i, n := range p.lengths {
		full := wire.SealSize + n
		p.values[i] = wire.Seal(append(wire.NewValue(room[:0:full]), raw[:n]...))
		room, raw = room[full:], raw[n:]
	}
	return nil
}

// open makes sure that values are there. A pack whose values cannot be read is damaged.
func (p *pack) open() {
	if p.values == nil && p.bad == nil && p.unpack() != nil {
		p.spoil()
	}
}

// lastKey returns the key of the last row.
func (p *pack) lastKey() []byte { return p.key[1 : 1+(len(p.key)-1)/2] }

// find returns the place of a key, and whether the pack has it.
func (p *pack) find(key wire.PackedKey) (int, bool) {
	return slices.BinarySearchFunc(p.keys, key, wire.PackedKey.Compare)
}

// get returns the value of a key in the pack's range, or nil if there is none.
func (p *pack) get(key wire.PackedKey) []byte {
	i, found := p.find(key)
	if found {
		p.open()
	}
	if p.bad != nil {
		return p.bad
	}
	if !found {
		return nil
	}
	return p.values[i]
}

// damage returns the error about a damaged pack.
func (p *pack) damage() error {
	_, err := wire.Unseal(p.bad)
	return wire.InRow(err, analytics.TablePacks, p.key)
}

// remove removes a row.
func (p *pack) remove(key wire.PackedKey) {
	i, found := p.find(key)
	if !found {
		return
	}
	if p.open(); p.bad == nil {
		p.keys = slices.Delete(p.keys, i, i+1)
		p.values = slices.Delete(p.values, i, i+1)
		p.changed = true
	}
}

// rows returns the rows of the pack.
func (p *pack) rows() []packedRow {
	p.open()
	rows := make([]packedRow, len(p.keys))
	for i := range rows {
		rows[i] = packedRow{p.keys[i], p.values[i]}
	}
	return rows
}

// packedRow is a row that is packed or is going to be.
type packedRow struct {
	key   wire.PackedKey
	value []byte // sealed
}
