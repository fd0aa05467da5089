package clicklog

import (
	"github.com/google/uuid"
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// MaxQueueSize is the most hits that wait for one block, and so the most records
// that a block has.
const MaxQueueSize = 1 << 20

// clickID returns the id of a click, which is not stored but follows from what is:
// a UUIDv7 of
//
//	time      48 bits, milliseconds
//	version    4 bits, 7
//	block     12 bits, the upper ones of 40
//	variant    2 bits, binary 10
//	block     28 bits, the lower ones
//	position  20 bits, the record's place in its block: a queue has no more
//	lane      10 bits
//	visitor    4 bits, the lowest ones of the hash
//
// Lane, block and position are one click's alone in its store, and the visitor
// tells most clicks of different stores apart. It can be guessed.
func clickID(rec *Record, lane analytics.Lane, at analytics.Place) string {
	high := uint64(rec.Time)<<16 | 7<<12 | at.Block>>28&0xfff
	low := 2<<62 | (at.Block&(1<<28-1))<<34 | uint64(at.Position&(MaxQueueSize-1))<<14 | uint64(lane&analytics.MaxLane)<<4 | rec.Visitor&0xf
	var id uuid.UUID
	wire.Order.PutUint64(id[:8], high)
	wire.Order.PutUint64(id[8:], low)
	return id.String()
}
