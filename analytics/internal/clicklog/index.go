package clicklog

import (
	"iter"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Index has the rows of [analytics.TableIDs] and [analytics.TablePersons] for records
// of the log. Such a row says that a block has a click with some property. It has no
// payload, and it is there if and only if the block has such a click. So all rows of a
// block can be derived from its records.
type Index map[IndexRow]struct{}

// IndexRow names a row of an index.
type IndexRow struct {
	Table analytics.Table // of the two
	Key   string          // of the row
}

// Add adds the rows for a record of a link in a block.
func (x Index) Add(link uint32, block uint64, t *Tracking) {
	if t.ID != (analytics.ClickID{}) {
		x.add(analytics.TableIDs, wire.IDKey(t.ID, block))
	}
	if t.Person != 0 {
		x.add(analytics.TablePersons, wire.PersonKey(t.Person, block))
		x.add(analytics.TablePersons, wire.LinkPersonKey(link, t.Person, block))
	}
	if t.Click != (analytics.ClickID{}) {
		x.add(analytics.TablePersons, wire.ConversionKey(t.Click, block))
	}
}

func (x Index) add(table analytics.Table, key []byte) { x[IndexRow{table, string(key)}] = struct{}{} }

// AddChunk adds the rows for the records of a chunk. An error says that the chunk is
// damaged; then the rows for some records may be missing.
func (x Index) AddChunk(c *Chunk) error {
	for g, err := range c.All() {
		if err != nil {
			return err
		}
		if err := x.addGroup(c, &g); err != nil {
			return err
		}
	}
	return nil
}

// addGroup adds the rows for the records of a group.
func (x Index) addGroup(c *Chunk, g *Group) error {
	records := c.Records(g.Start, g.End)
	var rec Record
	for records.Next(&rec) {
		x.Add(g.Link, c.Block, &rec.Tracking)
	}
	return records.End()
}

// AddRow adds the rows for the records of a row of the log. It leaves out those that
// cannot be read.
func (x Index) AddRow(row analytics.Row) {
	if c, err := ChunkOf(row); err == nil && c != nil {
		_ = x.AddChunk(c) // the rest of a damaged chunk is lost
	}
}

// DeleteUnused deletes those of the rows for which their block has no records any more.
func (x Index) DeleteUnused(tx analytics.Tx) error {
	used := make(map[uint64]Index)
	for row := range x {
		block, err := wire.IndexBlock(row.Table, []byte(row.Key))
		if err != nil {
			return err
		}
		if used[block] == nil {
			if used[block], err = indexOfBlock(tx, block); err != nil {
				return err
			}
		}
		if _, ok := used[block][row]; ok {
			continue
		}
		if err := tx.Delete(row.Table, []byte(row.Key)); err != nil {
			return err
		}
	}
	return nil
}

// indexOfBlock returns the rows for the records of a block.
func indexOfBlock(tx analytics.Tx, block uint64) (Index, error) {
	x := make(Index)
	for row, err := range tx.Scan(analytics.TableLog, wire.LogKey(block, 0, 0), wire.LogKey(block, wire.NoLink, 0)) {
		if err != nil {
			return nil, err
		}
		x.AddRow(row)
	}
	return x, nil
}

// Sorted returns the rows in the order of tables and keys.
func (x Index) Sorted() []IndexRow {
	return slices.SortedFunc(maps.Keys(x), func(a, b IndexRow) int {
		if a.Table != b.Table {
			return strings.Compare(string(a.Table), string(b.Table))
		}
		return strings.Compare(a.Key, b.Key)
	})
}

// Row returns the key and the value of the row.
func (r IndexRow) Row() analytics.Row {
	return analytics.Row{Key: []byte(r.Key), Value: wire.Seal(wire.NewValue(nil))}
}

// blocksOf yields the blocks at the end of the keys with a prefix, in the order of the
// keys, from a key on. Only the keys count, so that a damaged value hides nothing.
func blocksOf(tx analytics.Tx, table analytics.Table, prefix, from []byte, block func([]byte) uint64) iter.Seq2[uint64, error] {
	return func(yield func(uint64, error) bool) {
		for row, err := range tx.Scan(table, from, wire.AfterPrefix(prefix)) {
			if err == nil {
				err = wire.InRow(wire.CheckKey(row.Key, len(prefix)+wire.BlockSize), table, row.Key)
			}
			if err != nil {
				yield(0, err)
				return
			}
			if !yield(block(row.Key[len(prefix):]), nil) {
				return
			}
		}
	}
}

// BlocksOfID yields the blocks that may have the click with a stored id, rising.
func BlocksOfID(tx analytics.Tx, id analytics.ClickID) iter.Seq2[uint64, error] {
	prefix := wire.IDPrefix(id)
	return blocksOf(tx, analytics.TableIDs, prefix, prefix, wire.Order.Uint64)
}

// BlocksOfPerson yields the blocks up to the block last that have clicks of a person,
// newest first.
func BlocksOfPerson(tx analytics.Tx, person, last uint64) iter.Seq2[uint64, error] {
	return blocksOf(tx, analytics.TablePersons, wire.PersonPrefix(person), wire.PersonKey(person, last), wire.BackwardBlock)
}

// BlocksOfConversions yields the blocks that have conversions of a click, rising.
func BlocksOfConversions(tx analytics.Tx, click analytics.ClickID) iter.Seq2[uint64, error] {
	prefix := wire.ConversionPrefix(click)
	return blocksOf(tx, analytics.TablePersons, prefix, prefix, wire.Order.Uint64)
}

// PersonsOf returns up to limit persons who clicked a link, rising, after a person. It
// skips the further rows of a person.
func PersonsOf(tx analytics.Tx, link uint32, after uint64, limit int) (persons []uint64, err error) {
	gone, err := LoadRemoved(tx)
	if err != nil {
		return nil, err
	}
	end := wire.AfterPrefix(wire.LinkPersonsPrefix(link))
	for more := after < math.MaxUint64; more && len(persons) < limit; {
		more = false
		for row, err := range tx.Scan(analytics.TablePersons, wire.LinkPersonKey(link, after+1, 0), end) {
			if err != nil {
				return nil, err
			}
			person, block, err := wire.SplitLinkPersonKey(row.Key)
			if err != nil {
				return nil, wire.InRow(err, analytics.TablePersons, row.Key)
			}
			if block > gone.Block {
				persons, after, more = append(persons, person), person, person < math.MaxUint64
				break
			}
		}
	}
	return persons, nil
}
