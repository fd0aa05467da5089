package rollup

import (
	"log/slog"
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// PutLost adds gaps to the lost clicks of their days. Each day has a row of cells. A
// damaged row is not overwritten; it can be rebuilt from the log, which also has the
// gaps. It does not prevent the block from being written.
func PutLost(tx analytics.Tx, gaps []clicklog.Gap, logger *slog.Logger) error {
	byDay := make(map[uint32][]clicklog.Gap)
	for _, g := range gaps {
		byDay[wire.DayOf(g.From)] = append(byDay[wire.DayOf(g.From)], g)
	}
	var stored wire.RowsAhead
	for _, day := range slices.Sorted(maps.Keys(byDay)) {
		stored.Want(wire.PairOf(wire.NoDay, day))
	}
	if err := stored.Read(tx, analytics.TableRollups, wire.MaxAhead); err != nil {
		return err
	}
	for i, pair := range stored.Pairs {
		lost, err := DecodeLost(stored.Values[i], wire.KeyOf(pair))
		if err != nil {
			logger.Error("analytics: a damaged row cannot count newly lost clicks", slog.Any("error", err))
			continue
		}
		for _, g := range byDay[uint32(pair)] {
			lost = lost.Add(uint16(wire.QuarterOf(g.From)), g.Count)
		}
		if err := tx.Put(analytics.TableRollups, wire.KeyOf(pair), lost.LostValue()); err != nil {
			return err
		}
	}
	return nil
}

// DecodeLost decodes the value of a day's lost clicks; nil if there is no such row.
func DecodeLost(value, key []byte) (Cells, error) {
	if value == nil {
		return nil, nil
	}
	payload, err := wire.Unseal(value)
	if err != nil {
		return nil, wire.InRow(err, analytics.TableRollups, key)
	}
	r := wire.Reader{Data: payload}
	lost := ReadCells(&r, nil, QuartersPerDay)
	return lost, wire.InRow(r.End(), analytics.TableRollups, key)
}

// EachLost calls fn for the row of each day with lost clicks, from first up to after,
// exclusive.
func EachLost(tx analytics.Tx, first, after uint32, fn func(day uint32, row analytics.Row) error) error {
	for row, err := range tx.Scan(analytics.TableRollups, wire.PairKey(wire.NoDay, first), wire.PairKey(wire.NoDay, after)) {
		if err == nil {
			err = wire.InRow(wire.CheckKey(row.Key, 8), analytics.TableRollups, row.Key)
		}
		if err == nil {
			err = fn(wire.Order.Uint32(row.Key[4:]), row)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// LostValue returns the value of a row of lost clicks, or nil if there are none.
func (c Cells) LostValue() []byte {
	if len(c) == 0 {
		return nil
	}
	return wire.Seal(c.append(wire.NewValue(nil)))
}
