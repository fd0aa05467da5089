package clicklog

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// MaxQueueSize is the maximum number of hits that wait for one block, and so of the
// records of a block.
const MaxQueueSize = 1 << 20

// clickID returns the id of a record: the one that is stored with it, or else one that
// is computed as a UUIDv7 of
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
// distinguish most clicks of different stores. Ids that are computed can be guessed.
func clickID(rec *Record, lane analytics.Lane, at analytics.Place) (id analytics.ClickID) {
	if rec.ID != id {
		return rec.ID
	}
	wire.Order.PutUint64(id[:8], uint64(rec.Time)<<16|7<<12|at.Block>>28&0xfff)
	wire.Order.PutUint64(id[8:], 2<<62|(at.Block&(1<<28-1))<<34|uint64(at.Position&(MaxQueueSize-1))<<14|uint64(lane&analytics.MaxLane)<<4|rec.Visitor&0xf)
	return id
}

// PlaceOf returns the place of the click with an id that is computed.
func PlaceOf(id analytics.ClickID) analytics.Place {
	high, low := wire.Order.Uint64(id[:8]), wire.Order.Uint64(id[8:])
	return analytics.Place{Block: high&0xfff<<28 | low>>34&(1<<28-1), Position: uint32(low >> 14 & (MaxQueueSize - 1))}
}
