package analytics

import (
	"encoding/binary"
	"log/slog"
	"maps"
	"slices"
)

// gap says that clicks of any links were lost, all in one quarter of an hour.
type gap struct {
	count    uint64
	from, to int64 // the times of the first and the last, in milliseconds
}

// maxGaps bounds the gaps of a block; the last one takes what comes after them.
const maxGaps = 100

// addLost counts one lost click.
func addLost(gaps []gap, ms int64) []gap {
	for i := range gaps {
		if g := &gaps[i]; g.from/msPerQuarter == ms/msPerQuarter {
			g.count++
			g.from, g.to = min(g.from, ms), max(g.to, ms)
			return gaps
		}
	}
	if len(gaps) == maxGaps {
		gaps[maxGaps-1].count++
		return gaps
	}
	return append(gaps, gap{count: 1, from: ms, to: ms})
}

// gapRow is the row of a block's gaps: their number, then count, from and the
// length, as varints.
func gapRow(block uint64, gaps []gap) Row {
	value := binary.AppendUvarint(newValue(nil), uint64(len(gaps)))
	for _, g := range gaps {
		value = binary.AppendUvarint(value, g.count)
		value = binary.AppendUvarint(value, uint64(g.from))
		value = binary.AppendUvarint(value, uint64(g.to-g.from))
	}
	return Row{Key: logKey(block, noLink, 0), Value: seal(value)}
}

// decodeGaps reads the value of a gap row.
func decodeGaps(value []byte) (gaps []gap, err error) {
	payload, err := unseal(value)
	if err != nil {
		return nil, err
	}
	r := reader{data: payload}
	for range r.count(3) {
		g := gap{count: r.uvarint(), from: int64(r.uvarint() & maxTime)}
		g.to = g.from + int64(r.uvarint()&maxTime)
		gaps = append(gaps, g)
	}
	return gaps, r.end()
}

// putLost adds the gaps to the lost clicks of their days, a row of cells each.
// One that cannot be read stays as it is until it is rebuilt from the log, which
// has the gaps too; it does not keep the block from being written.
func putLost(tx Tx, gaps []gap, logger *slog.Logger) error {
	byDay := make(map[uint32][]gap)
	for _, g := range gaps {
		byDay[dayOf(g.from)] = append(byDay[dayOf(g.from)], g)
	}
	var stored rowsAhead
	for _, day := range slices.Sorted(maps.Keys(byDay)) {
		stored.want(pairOf(day, noLink))
	}
	if err := stored.read(tx, TableRollups, maxAhead); err != nil {
		return err
	}
	for i, pair := range stored.pairs {
		lost, err := decodeLost(stored.values[i], keyOf(pair))
		if err != nil {
			logger.Error("analytics: a rollup is damaged and does not count what is new", slog.Any("error", err))
			continue
		}
		for _, g := range byDay[uint32(pair>>32)] {
			lost = lost.add(uint16(quarterOf(g.from)), g.count)
		}
		if err := tx.Put(TableRollups, keyOf(pair), lost.lostValue()); err != nil {
			return err
		}
	}
	return nil
}

// decodeLost reads the value of a day's lost clicks by quarter-hour; nil for none.
func decodeLost(value, key []byte) (cells, error) {
	if value == nil {
		return nil, nil
	}
	payload, err := unseal(value)
	if err != nil {
		return nil, inRow(err, TableRollups, key)
	}
	return readLost(payload, key)
}

// readLost reads the payload of a day's lost clicks.
func readLost(payload, key []byte) (cells, error) {
	r := reader{data: payload}
	lost := readCells(&r, nil, quartersPerDay)
	return lost, inRow(r.end(), TableRollups, key)
}

// lostValue returns lost clicks as they are stored; nil when there are none.
func (c cells) lostValue() []byte {
	if len(c) == 0 {
		return nil
	}
	return seal(c.append(newValue(nil)))
}
