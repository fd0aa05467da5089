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

// pack is a run of neighbouring rows. Its payload has their number, the distances of
// their keys, the lengths of their payloads, and these, compressed together with S2.
type pack struct {
	table       wire.PackedTable
	key         []byte // of its row
	first, last uint64 // pairs, in whose range no other pack has rows
	pairs       []uint64
	lengths     []int
	stored      []byte   // the value of its row
	block       []byte   // the compressed part of stored
	values      [][]byte // of the rows, sealed; nil until they are needed
	bad         []byte   // a damaged value if the pack is damaged, else nil
	changed     bool     // rows were removed
}

// parse reads a stored pack. One that is damaged has no pairs. If its key is, it may have
// any rows of the day before its last.
func parse(row analytics.Row) (*pack, error) {
	first, last, err := wire.SplitPackKey(row.Key)
	if err != nil {
		return nil, wire.InRow(err, analytics.TablePacks, row.Key)
	}
	p := &pack{table: wire.PackedTable(row.Key[0]), key: row.Key, first: first, last: last, stored: row.Value}
	payload, err := wire.Unseal(row.Value)
	if first > last {
		p.first = last >> 32 << 32
		p.spoil()
	} else if err != nil {
		p.bad = row.Value
	} else if p.read(payload) != nil {
		p.spoil()
	}
	return p, nil
}

// spoil makes the pack one that is damaged although its checksum matches.
func (p *pack) spoil() { p.pairs, p.values, p.bad = nil, nil, []byte{} }

// read reads the keys of the rows, and what is needed to read their values.
func (p *pack) read(payload []byte) error {
	r := wire.Reader{Data: payload}
	n := r.Count(2)
	p.pairs, p.lengths = make([]uint64, n), make([]int, n)
	pair, size := p.first, 0
	for i := range p.pairs {
		distance := r.Uvarint()
		if (distance == 0) != (i == 0) || distance > p.last-pair {
			r.Fail()
			break
		}
		pair += distance
		p.pairs[i] = pair
	}
	for i := range p.lengths {
		p.lengths[i] = int(min(r.Uvarint(), maxRaw+1))
		size += p.lengths[i]
	}
	p.block = r.Bytes(r.Left())
	if decoded, err := s2.DecodedLen(p.block); n == 0 || pair != p.last || size > maxRaw || err != nil || decoded != size {
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
	room := make([]byte, len(raw)+wire.SealSize*len(p.pairs))
	p.values = make([][]byte, len(p.pairs))
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

// get returns the value of a pair in the pack's range, or nil if there is none.
func (p *pack) get(pair uint64) []byte {
	i, found := slices.BinarySearch(p.pairs, pair)
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

// remove removes a pair.
func (p *pack) remove(pair uint64) {
	i, found := slices.BinarySearch(p.pairs, pair)
	if !found {
		return
	}
	if p.open(); p.bad == nil {
		p.pairs = slices.Delete(p.pairs, i, i+1)
		p.values = slices.Delete(p.values, i, i+1)
		p.changed = true
	}
}

// rows returns the rows of the pack.
func (p *pack) rows() []pair {
	p.open()
	rows := make([]pair, len(p.pairs))
	for i := range rows {
		rows[i] = pair{p.pairs[i], p.values[i]}
	}
	return rows
}

// pair is a row whose key is a pair of a day and a number.
type pair struct {
	key   uint64
	value []byte // sealed
}
