package geoip

import (
	"math/rand/v2"
	"sync/atomic"

	"github.com/linkpack/linkpack-go/routing"
)

// cache holds the places of decoded records by their offset. All records of a
// country database fit; of a city database, the busy ones stay. It is a
// set-associative cache without locks: a place may be in any of the four slots of
// its set, and a new place replaces a random one.
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

// set returns the set of an offset. Offsets are multiples of the size of a record,
// so Fibonacci hashing spreads them.
func (c *cache) set(offset uintptr) *[4]atomic.Pointer[cached] {
	return &c[uint64(offset)*0x9E3779B97F4A7C15>>53]
}
