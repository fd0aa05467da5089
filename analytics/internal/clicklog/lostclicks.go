package clicklog

import (
	"encoding/binary"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Gap counts the lost clicks of a quarter-hour, of whatever links.
type Gap struct {
	Count    uint64 // of lost clicks
	From, To int64  // times of the first and the last, in milliseconds
}

// maxGaps is the number of gaps in a block. The last one also counts clicks for
// which there is no other.
const maxGaps = 100

// AddLost counts a lost click. ms is its time.
func AddLost(gaps []Gap, ms int64) []Gap {
	for i := range gaps {
		if g := &gaps[i]; g.From/wire.MsPerQuarter == ms/wire.MsPerQuarter {
			g.Count++
			g.From, g.To = min(g.From, ms), max(g.To, ms)
			return gaps
		}
	}
	if len(gaps) == maxGaps {
		gaps[maxGaps-1].Count++
		return gaps
	}
	return append(gaps, Gap{Count: 1, From: ms, To: ms})
}

// GapRow returns the row of a block's gaps: their number, then count, first time
// and duration of each, as varints.
func GapRow(block uint64, gaps []Gap) analytics.Row {
	value := binary.AppendUvarint(wire.NewValue(nil), uint64(len(gaps)))
	for _, g := range gaps {
		value = binary.AppendUvarint(value, g.Count)
		value = binary.AppendUvarint(value, uint64(g.From))
		value = binary.AppendUvarint(value, uint64(g.To-g.From))
	}
	return analytics.Row{Key: wire.LogKey(block, wire.NoLink, 0), Value: wire.Seal(value)}
}

// DecodeGaps decodes the value of a gap row.
func DecodeGaps(value []byte) (gaps []Gap, err error) {
	payload, err := wire.Unseal(value)
	if err != nil {
		return nil, err
	}
	r := wire.Reader{Data: payload}
	for range r.Count(3) {
		g := Gap{Count: r.Uvarint(), From: int64(r.Uvarint() & wire.MaxTime)}
		g.To = g.From + int64(r.Uvarint()&wire.MaxTime)
		gaps = append(gaps, g)
	}
	return gaps, r.End()
}
