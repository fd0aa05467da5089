package clicklog

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"net/netip"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// Has reports whether a record is to be blanked.
func (v *VisitorErasure) Has(t *Tracking) bool {
	_, person := v.Persons[t.Person]
	_, id := v.IDs[t.ID]
	_, click := v.IDs[t.Click]
	return person && t.Person != 0 && v.reaches(t) || id && t.ID != (analytics.ClickID{}) || click && t.Click != (analytics.ClickID{})
}

// reaches reports whether a tracked click, or that of a conversion, is not too late.
func (v *VisitorErasure) reaches(t *Tracking) bool {
	click := t.ID
	if t.Click != (analytics.ClickID{}) {
		click = t.Click
	}
	return click.Time().UnixMilli() <= v.Until
}

// Find appends the keys of the rows of a block with something to blank. It calls damaged
// for each row that it leaves out because it cannot be read.
func (v *VisitorErasure) Find(tx analytics.Tx, block uint64, keys [][]byte, damaged func(error)) ([][]byte, error) {
	for row, err := range tx.Scan(analytics.TableLog, wire.LogKey(block, 0, 0), wire.LogKey(block, wire.NoLink, 0)) {
		if err != nil {
			return nil, err
		}
		if hasGroup(row, damaged, v.inGroup) {
			keys = append(keys, bytes.Clone(row.Key))
		}
	}
	return keys, nil
}

// inGroup reports whether a group has something to blank.
func (v *VisitorErasure) inGroup(c *Chunk, g *Group) (bool, error) {
	records := c.Records(g.Start, g.End)
	var rec Record
	for records.Next(&rec) {
		if v.Has(&rec.Tracking) {
			return true, nil
		}
	}
	return false, records.End()
}

// Overwrite blanks clicks in the rows that Find found, and removes them from the
// indexes. It calls found for each human click, and damaged for each row that it leaves
// out because it cannot be read.
func (v *VisitorErasure) Overwrite(tx analytics.Tx, keys [][]byte, found func(day, link uint32), damaged func(error)) error {
	return overwrite(tx, keys, damaged, func(chunk *Chunk, blanked Index) ([]byte, error) {
		return chunk.blank(v, func(link uint32, rec *Record) {
			blanked.Add(link, chunk.Block, &rec.Tracking)
			if rec.Class == analytics.Human {
				found(wire.DayOf(rec.Time), link)
			}
		})
	})
}

// blank returns the value of the chunk after an erasure. It calls found for every click
// that is blanked, as it was.
func (c *Chunk) blank(v *VisitorErasure, found func(link uint32, rec *Record)) ([]byte, error) {
	w := newChunkRewriter(c)
	for g, err := range c.everyGroup() {
		if err != nil {
			return nil, err
		}
		if g.erased() {
			w.erased += g.Count
			continue
		}
		err := w.keep(&g, func(e *Entry, rec *Record) {
			if v.Has(&rec.Tracking) {
				found(g.Link, rec)
				v.blankEntry(e, rec)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return w.value(), nil
}

// blankEntry removes what identifies a visitor. The hash of the visitor is replaced by
// another, always the same, so that unique visitors can be counted as before unless other
// clicks keep the hash.
func (v *VisitorErasure) blankEntry(e *Entry, rec *Record) {
	rec.Refs[TextAgent] = 0
	e.Addr, e.Truncated = netip.Addr{}, false
	e.Tracking = Tracking{Conversion: Conversion{First: e.First, Value: e.Value}}
	mac := hmac.New(sha256.New, v.Secret[:])
	_, _ = mac.Write(wire.Order.AppendUint64(nil, e.Visitor)) // a hash never fails
	e.Visitor = wire.Order.Uint64(mac.Sum(nil))
}

// entry returns the record as it can be encoded again. It shares memory with the
// record.
func (rec *Record) entry() Entry {
	e := Entry{
		Time: rec.Time, Class: rec.Class, Target: rec.Target, Device: rec.Device, Bot: rec.bot, Known: rec.known, Scan: rec.Scan,
		Addr: rec.Address(), Truncated: rec.Kind == addr4Prefix || rec.Kind == addr6Prefix, Visitor: rec.Visitor, Tracking: rec.Tracking,
	}
	for _, d := range rec.Draws {
		e.Draws = append(e.Draws, routing.Draw{Split: int(d.Split), U: (float64(d.tenths) + 0.5) / 10}) // the middle, since it is rounded down
	}
	return e
}
