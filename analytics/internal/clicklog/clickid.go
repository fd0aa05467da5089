package clicklog

import (
	"github.com/google/uuid"
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// MaxQueueSize is the maximum number of hits that wait for one block, and so of the
// records of a block.
const MaxQueueSize = 1 << 20

// clickID returns the id of a click. It is not stored, but computed as a UUIDv7 of
//
//	time      48 bits, milliseconds
//	version    4 bits, 7
//	block     12 bits, the upper ones of 40
//	variant    2 bits, binary 10
//	block     28 bits, the lower ones
//	position  20 bits, the record's position in its block, below MaxQueueSize
//	lane      10 bits
//	visitor    4 bits, the lowest ones of the hash
//
// Lane, block and position make the id unique in its store. The visitor's bits
// distinguish most clicks of different stores. Ids can be guessed.
func clickID(rec *Record, lane analytics.Lane, at analytics.Place) string {
	high := uint64(rec.Time)<<16 | 7<<12 | at.Block>>28&0xfff
	low := 2<<62 | (at.Block&(1<<28-1))<<34 | uint64(at.Position&(MaxQueueSize-1))<<14 | uint64(lane&analytics.MaxLane)<<4 | rec.Visitor&0xf
	var id uuid.UUID
	wire.Order.PutUint64(id[:8], high)
	wire.Order.PutUint64(id[8:], low)
	return id.String()
}
