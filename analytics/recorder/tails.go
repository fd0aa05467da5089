package recorder

import (
	"iter"
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// pendingSlices are the pending groups, as of some time.
type pendingSlices [clicklog.NumSlices][]clicklog.PendingGroup

// pendingNow returns the pending groups and the newest block of the log.
func (l *lane) pendingNow() (groups pendingSlices, newest uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.pending.Slices, l.block
}

// tails returns the pending groups of links, which rise, that have any. It must be called
// before the rollups are read. Groups that are folded in between are recognized by the
// slice's mark.
func (l *lane) tails(links []uint32) map[uint32][]clicklog.PendingGroup {
	pending, _ := l.pendingNow()
	tails := make(map[uint32][]clicklog.PendingGroup)
	for g := range pendingOf(&pending, links) {
		tails[g.Link] = append(tails[g.Link], g)
	}
	return tails
}

// pendingOf yields the groups of links, which rise.
func pendingOf(pending *pendingSlices, links []uint32) iter.Seq[clicklog.PendingGroup] {
	return func(yield func(clicklog.PendingGroup) bool) {
		for _, slice := range slicesOf(links) {
			for _, g := range pending[slice] {
				if _, wanted := slices.BinarySearch(links, g.Link); wanted && !yield(g) {
					return
				}
			}
		}
	}
}

// slicesOf returns the slices of links, which rise. It looks at one link of a run.
func slicesOf(links []uint32) (all []int) {
	var seen [clicklog.NumSlices]bool
	for len(links) > 0 && len(all) < clicklog.NumSlices {
		run := clicklog.RunOf(links[0])
		if s := int(run % clicklog.NumSlices); !seen[s] {
			seen[s] = true
			all = append(all, s)
		}
		i, _ := slices.BinarySearchFunc(links, run, func(link, run uint32) int {
			if clicklog.RunOf(link) <= run {
				return -1
			}
			return 1
		})
		links = links[i:]
	}
	return all
}
