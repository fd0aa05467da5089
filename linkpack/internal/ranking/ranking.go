// Package ranking keeps the links of workspaces in the order of their clicks.
package ranking

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Ranking has the clicked links of a workspace in the order of their clicks, as they
// were at one moment. It does not change.
type Ranking struct {
	workspace uint32
	made      time.Time // when the clicks were counted
	links     []uint32  // rising
	clicks    []uint64  // of each of links
	order     []uint32  // indexes of links, from the least place to the greatest
}

// Place is the place of a link. Places are ordered by clicks, then by the link.
type Place struct {
	Clicks uint64 // more than 0
	Link   uint32 // its number
}

// Compare compares places, as [cmp.Compare] does.
func (p Place) Compare(other Place) int {
	return cmp.Or(cmp.Compare(p.Clicks, other.Clicks), cmp.Compare(p.Link, other.Link))
}

// New ranks the links of a workspace, which rise, by the clicks of each. It keeps both
// slices and drops links without clicks from them.
func New(workspace uint32, made time.Time, links []uint32, clicks []uint64) *Ranking {
	clicked := 0
	for i, n := range clicks {
		if n > 0 {
			links[clicked], clicks[clicked] = links[i], n
			clicked++
		}
	}
	r := &Ranking{workspace: workspace, made: made, links: links[:clicked], clicks: clicks[:clicked]}
	r.order = make([]uint32, clicked)
	for i := range r.order {
		r.order[i] = uint32(i)
	}
	slices.SortFunc(r.order, func(a, b uint32) int { return r.place(a).Compare(r.place(b)) })
	return r
}

// place returns the place of the link with an index.
func (r *Ranking) place(i uint32) Place { return Place{r.clicks[i], r.links[i]} }

// Has reports whether the ranking has a link, which means that it has clicks.
func (r *Ranking) Has(link uint32) bool {
	_, ok := slices.BinarySearch(r.links, link)
	return ok
}

// Made returns when the clicks were counted, in nanoseconds since 1970. It tells the
// rankings of a workspace apart.
func (r *Ranking) Made() int64 { return r.made.UnixNano() }

// Next returns the next n places behind after, or fewer at the end. Descending, these are
// less than after, and the zero Place means the beginning.
func (r *Ranking) Next(after Place, ascending bool, n int) []Place {
	places := make([]Place, 0, n)
	if ascending {
		for _, i := range r.order[r.first(after, 1):] {
			if len(places) == n {
				break
			}
			places = append(places, r.place(i))
		}
		return places
	}
	if after == (Place{}) {
		after = Place{math.MaxUint64, math.MaxUint32}
	}
	for _, i := range slices.Backward(r.order[:r.first(after, 0)]) {
		if len(places) == n {
			break
		}
		places = append(places, r.place(i))
	}
	return places
}

// first returns the position in the order of the first place that compares to p with at
// least least.
func (r *Ranking) first(p Place, least int) int {
	at, _ := slices.BinarySearchFunc(r.order, p, func(i uint32, p Place) int {
		if r.place(i).Compare(p) < least {
			return -1
		}
		return 1
	})
	return at
}

// size returns about how many bytes of memory the ranking takes.
func (r *Ranking) size() int { return 256 + 12*cap(r.links) + 4*cap(r.order) }
