package analytics

import "encoding/binary"

// removed says what is gone from the front of the log.
type removed struct {
	// block is the block up to which everything is gone, or about to go.
	block uint64
	// latest is the latest time of what is gone, in milliseconds.
	latest int64
}

// day reports whether clicks of a day may be gone.
func (m removed) day(day uint32) bool { return m.block > 0 && day <= dayOf(m.latest) }

// put stores it: block and time, as varints.
func (m removed) put(tx Tx) error {
	value := binary.AppendUvarint(newValue(nil), m.block)
	value = binary.AppendUvarint(value, uint64(m.latest))
	return tx.Put(TableMeta, []byte(metaRemoved), seal(value))
}

// loadRemoved reads what is gone; zeros when nothing is.
func loadRemoved(tx Tx) (m removed, err error) {
	payload, err := get(tx, TableMeta, []byte(metaRemoved))
	if err != nil || payload == nil {
		return m, err
	}
	r := reader{data: payload}
	m.block = r.uvarint()
	if latest := r.uvarint(); latest <= maxTime {
		m.latest = int64(latest)
	} else {
		r.fail()
	}
	return m, inRow(r.end(), TableMeta, []byte(metaRemoved))
}

// kept are the times, in milliseconds, whose clicks stay, and what comes behind
// them in the log. Older clicks go. Those of later times were recorded while the
// clock ran ahead: they go with the first old ones behind them.
type kept struct{ from, to int64 }

// has reports whether clicks stay that are as new as age says.
func (k kept) has(age int64) bool { return k.from <= age && age <= k.to }

// extend goes on over the blocks that are old and folded, and returns whether it
// stopped because it had read enough. What a block has is taken in when the next
// begins; a block with a damaged row, or one of a time to come, only together with
// an old one that is not far behind it.
func (m *removed) extend(tx Tx, keep kept, folded uint64) (more bool, err error) {
	next, rows, ahead, old := *m, 0, 0, false
	for row, err := range tx.Scan(TableLog, logKey(m.block+1, 0, 0), logKey(folded+1, 0, 0)) {
		if err != nil {
			return false, err
		}
		block, link, err := splitLogKey(row.Key)
		if err != nil {
			return false, inRow(err, TableLog, row.Key)
		}
		if block != next.block {
			if old {
				*m = next
				if rows > scanRows {
					return true, nil
				}
			}
			old = true
		}
		rows++
		newest, age, err := timesOf(row, link)
		if err != nil && !isDamage(err) {
			return false, err
		}
		if age > keep.to {
			ahead++
		}
		if keep.has(age) || ahead > scanRows {
			return false, nil
		}
		old = old && err == nil && age < keep.from
		next.block, next.latest = block, max(next.latest, newest)
	}
	if old {
		*m = next
	}
	return false, nil
}

// timesOf returns the newest time in a row of the log, and how new it is at
// most: no click is newer than the day on which it was written.
func timesOf(row Row, link uint32) (newest, age int64, err error) {
	if link == noLink {
		return gapTimes(row)
	}
	chunk, err := chunkOf(row)
	if err != nil {
		return 0, 0, err
	}
	var rec record
	for g, err := range chunk.all() {
		if err != nil {
			return 0, 0, err
		}
		records := chunk.records(g.start, g.end)
		for records.next(&rec) {
			newest = max(newest, rec.time)
		}
		if err := records.end(); err != nil {
			return 0, 0, err
		}
	}
	return newest, min(newest, (int64(chunk.generation)+1)*msPerDay), nil
}

// gapTimes is timesOf for lost clicks; other rows have no time.
func gapTimes(row Row) (newest, age int64, err error) {
	if !isGapRow(row.Key) {
		return 0, 0, nil
	}
	gaps, err := decodeGaps(row.Value)
	for _, g := range gaps {
		newest = max(newest, g.to)
	}
	return newest, newest, err
}
