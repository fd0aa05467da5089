package recorder

import (
	"sync"

	"github.com/linkpack/linkpack-go/analytics"
)

// conversions divides clicks into parts, so that a conversion waits only for few
// others.
type conversions [64]queuedConversions

// of returns the part of a click.
func (c *conversions) of(click analytics.ClickID) *queuedConversions {
	return &c[int(click[randomByte])%len(c)]
}

// randomByte is the index of a byte of an ID that is random.
const randomByte = 9

// queuedConversions says which conversions may not be on disk yet. Whoever holds the
// lock decides which conversion of a click is the first.
type queuedConversions struct {
	sync.Mutex
	// batches has their batches, by the ID of the click and by their own.
	batches map[analytics.ClickID]*batch
}

// maxQueuedConversions is the size from which on batches are looked through for
// finished ones.
const maxQueuedConversions = 256

// note adds a conversion.
func (q *queuedConversions) note(b *batch, ids ...analytics.ClickID) {
	if q.batches == nil {
		q.batches = make(map[analytics.ClickID]*batch)
	}
	if len(q.batches) > maxQueuedConversions {
		for id, b := range q.batches {
			if b.isFinished() {
				delete(q.batches, id)
			}
		}
	}
	for _, id := range ids {
		q.batches[id] = b
	}
}
