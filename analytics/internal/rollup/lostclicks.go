package rollup

import (
	"log/slog"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// PutLost adds gaps to the lost clicks of their days. Each day has a row of cells. A
// damaged row is not overwritten; it can be rebuilt from the log, which also has the
// gaps. It does not prevent the block from being written.
func PutLost(tx analytics.Tx, gaps []clicklog.Gap, logger *slog.Logger) error {
	for _, g := range gaps {
		key := wire.PairKey(wire.DayOf(g.From), wire.NoLink)
		lost, err := LostOn(tx, key)
		if wire.IsDamage(err) {
			logger.Error("analytics: a damaged row cannot count newly lost clicks", slog.Any("error", err))
			continue
		}
		if err != nil {
			return err
		}
		lost = lost.Add(uint16(wire.QuarterOf(g.From)), g.Count)
		if err := tx.Put(analytics.TableRollups, key, lost.LostValue()); err != nil {
			return err
		}
	}
	return nil
}

// LostOn returns the lost clicks of a day by quarter-hour.
func LostOn(tx analytics.Tx, key []byte) (Cells, error) {
	payload, err := wire.Get(tx, analytics.TableRollups, key)
	if err != nil || payload == nil {
		return nil, err
	}
	r := wire.Reader{Data: payload}
	lost := ReadCells(&r, nil, QuartersPerDay)
	return lost, wire.InRow(r.End(), analytics.TableRollups, key)
}

// LostValue returns the value of a row of lost clicks, or nil if there are none.
func (c Cells) LostValue() []byte {
	if len(c) == 0 {
		return nil
	}
	return wire.Seal(c.append(wire.NewValue(nil)))
}
