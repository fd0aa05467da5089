package geoip

import (
	"math/rand/v2"
	"sync/atomic"

	"github.com/linkpack/linkpack-go/routing"
)

// cache keeps the places of records that were decoded, by their offset. A
// country database has a few hundred records and fits whole; of a database of
// cities the busy ones stay. It is a set-associative cache without locks: a
// place may live in any of the four slots of its set, and a new one takes the
// slot of another at random.
type cache [2048][4]atomic.Pointer[cached]

type cached struct {
	offset uintptr
	place  routing.Place
}

// get returns the entry of an offset, or nil.
func (c *cache) get(offset uintptr) *cached {
	set := c.set(offset)
	for i := range set {
		if e := set[i].Load(); e != nil && e.offset == offset {
			return e
		}
	}
	return nil
}

func (c *cache) put(e *cached) {
	set := c.set(e.offset)
	for i := range set {
		if set[i].CompareAndSwap(nil, e) {
			return
		}
	}
	set[rand.IntN(len(set))].Store(e)
}

// set spreads offsets by Fibonacci hashing, because they are multiples of the
// size of a record.
func (c *cache) set(offset uintptr) *[4]atomic.Pointer[cached] {
	return &c[uint64(offset)*0x9E3779B97F4A7C15>>53]
}
