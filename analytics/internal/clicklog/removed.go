package clicklog

import (
	"encoding/binary"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Removed says what is gone from the front of the log.
type Removed struct {
	// Block is the block up to which everything is gone, or about to go.
	Block uint64
	// Latest is the latest time of what is gone, in milliseconds.
	Latest int64
}

// Day reports whether clicks of a day may be gone.
func (m Removed) Day(day uint32) bool { return m.Block > 0 && day <= wire.DayOf(m.Latest) }

// Put stores it: block and time, as varints.
func (m Removed) Put(tx analytics.Tx) error {
	value := binary.AppendUvarint(wire.NewValue(nil), m.Block)
	value = binary.AppendUvarint(value, uint64(m.Latest))
	return tx.Put(analytics.TableMeta, []byte(wire.MetaRemoved), wire.Seal(value))
}

// LoadRemoved reads what is gone; zeros when nothing is.
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

// Kept are the times, in milliseconds, whose clicks stay, and what comes behind
// them in the log. Older clicks go. Those of later times were recorded while the
// clock ran ahead: they go with the first old ones behind them.
type Kept struct{ From, To int64 }

// has reports whether clicks stay that are as new as age says.
func (k Kept) has(age int64) bool { return k.From <= age && age <= k.To }

// Extend goes on over the blocks that are old and folded, and returns whether it
// stopped because it had read enough. What a block has is taken in when the next
// begins; a block with a damaged row, or one of a time to come, only together with
// an old one that is not far behind it.
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

// timesOf returns the newest time in a row of the log, and how new it is at
// most: no click is newer than the day on which it was written.
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
