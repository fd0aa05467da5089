package clicklog

import (
	"encoding/binary"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Gap says that clicks of any links were lost, all in one quarter of an hour.
type Gap struct {
	Count    uint64
	From, To int64 // the times of the first and the last, in milliseconds
}

// maxGaps bounds the gaps of a block; the last one takes what comes after them.
const maxGaps = 100

// AddLost counts one lost click.
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

// GapRow is the row of a block's gaps: their number, then count, from and the
// length, as varints.
func GapRow(block uint64, gaps []Gap) analytics.Row {
	value := binary.AppendUvarint(wire.NewValue(nil), uint64(len(gaps)))
	for _, g := range gaps {
		value = binary.AppendUvarint(value, g.Count)
		value = binary.AppendUvarint(value, uint64(g.From))
		value = binary.AppendUvarint(value, uint64(g.To-g.From))
	}
	return analytics.Row{Key: wire.LogKey(block, wire.NoLink, 0), Value: wire.Seal(value)}
}

// DecodeGaps reads the value of a gap row.
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
