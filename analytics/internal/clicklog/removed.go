package clicklog

import (
	"encoding/binary"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Removed says what was removed from the front of the log.
type Removed struct {
	// Block is the last block that was removed or is about to be.
	Block uint64
	// Latest is the latest time of removed clicks, in milliseconds.
	Latest int64
}

// Day reports whether clicks of a day may have been removed.
func (m Removed) Day(day uint32) bool { return m.Block > 0 && day <= wire.DayOf(m.Latest) }

// Put stores the block and the time as varints.
func (m Removed) Put(tx analytics.Tx) error {
	value := binary.AppendUvarint(wire.NewValue(nil), m.Block)
	value = binary.AppendUvarint(value, uint64(m.Latest))
	return tx.Put(analytics.TableMeta, []byte(wire.MetaRemoved), wire.Seal(value))
}

// LoadRemoved reads what was removed. It is zero if nothing was.
func LoadRemoved(tx analytics.Tx) (m Removed, err error) {
	payload, err := wire.Get(tx, analytics.TableMeta, []byte(wire.MetaRemoved))
	if err != nil || payload == nil {
		return m, err
	}
	r := wire.Reader{Data: payload}
	m.Block = r.Uvarint()
	if latest := r.Uvarint(); latest <= wire.MaxTime {
		m.Latest = int64(latest)
	} else {
		r.Fail()
	}
	return m, wire.InRow(r.End(), analytics.TableMeta, []byte(wire.MetaRemoved))
}

// Kept is a range of times. Clicks of these times, and all that come after them in
// the log, are kept; older clicks are removed. Clicks of later times were recorded
// while the clock ran ahead. They are removed together with the first old clicks
// that come after them in the log.
type Kept struct {
	From, To int64 // milliseconds, both inclusive
}

// has reports whether clicks of a time are kept.
func (k Kept) has(age int64) bool { return k.From <= age && age <= k.To }

// Extend adds the next blocks that are old and folded. more reports that it stopped
// because it had read enough rows. A block is added when all its rows were read. A
// block with a damaged row or of a later time is added only together with an old
// block that follows soon after it.
func (m *Removed) Extend(tx analytics.Tx, keep Kept, folded uint64) (more bool, err error) {
	next, rows, ahead, old := *m, 0, 0, false
	for row, err := range tx.Scan(analytics.TableLog, wire.LogKey(m.Block+1, 0, 0), wire.LogKey(folded+1, 0, 0)) {
		if err != nil {
			return false, err
		}
		block, link, err := wire.SplitLogKey(row.Key)
		if err != nil {
			return false, wire.InRow(err, analytics.TableLog, row.Key)
		}
		if block != next.Block {
			if old {
				*m = next
				if rows > ScanRows {
					return true, nil
				}
			}
			old = true
		}
		rows++
		newest, age, err := timesOf(row, link)
		if err != nil && !wire.IsDamage(err) {
			return false, err
		}
		if age > keep.To {
			ahead++
		}
		if keep.has(age) || ahead > ScanRows {
			return false, nil
		}
		old = old && err == nil && age < keep.From
		next.Block, next.Latest = block, max(next.Latest, newest)
	}
	if old {
		*m = next
	}
	return false, nil
}

// timesOf returns the newest time in a row of the log, and the same limited to the
// end of the day on which the row was written, since no click can really be newer.
func timesOf(row analytics.Row, link uint32) (newest, age int64, err error) {
	if link == wire.NoLink {
		return gapTimes(row)
	}
	chunk, err := ChunkOf(row)
	if err != nil {
		return 0, 0, err
	}
	var rec Record
	for g, err := range chunk.All() {
		if err != nil {
			return 0, 0, err
		}
		records := chunk.Records(g.Start, g.End)
		for records.Next(&rec) {
			newest = max(newest, rec.Time)
		}
		if err := records.End(); err != nil {
			return 0, 0, err
		}
	}
	return newest, min(newest, (int64(chunk.Generation)+1)*wire.MsPerDay), nil
}

// gapTimes is timesOf for lost clicks; other rows have no time.
func gapTimes(row analytics.Row) (newest, age int64, err error) {
	if !wire.IsGapRow(row.Key) {
		return 0, 0, nil
	}
	gaps, err := DecodeGaps(row.Value)
	for _, g := range gaps {
		newest = max(newest, g.To)
	}
	return newest, newest, err
}
