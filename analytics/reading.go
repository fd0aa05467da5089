package analytics

import (
	"maps"
	"slices"
)

// reading is somebody who reads clicks or figures of links in several views, and
// what was erased of these links since he began. Whoever begins later finds
// nothing of it.
type reading struct {
	links  []uint32 // rising
	erased erasures // nil for none
}

// beginReading has what is erased of links noted until [Recorder.endReading].
func (r *Recorder) beginReading(links []uint32) *reading {
	rd := &reading{links: links}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.readers[rd] = struct{}{}
	return rd
}

func (r *Recorder) endReading(rd *reading) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.readers, rd)
}

// note notes that links were erased up to a block.
func (rd *reading) note(links []uint32, block uint64) {
	for _, link := range links {
		if _, ok := slices.BinarySearch(rd.links, link); !ok {
			continue
		}
		if rd.erased == nil {
			rd.erased = make(erasures)
		}
		rd.erased[link] = block
	}
}

// wasErased reports whether a link's clicks of a block were erased meanwhile.
func (r *Recorder) wasErased(rd *reading, link uint32, block uint64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return rd.erased.void(link, block)
}

// look notes what is being erased of links in a view. Their rollups are gone from
// there on, though nobody may have been told yet.
func (t *tally) look(tx Tx, links []uint32) error {
	erased, err := loadErasures(tx)
	if err != nil {
		return err
	}
	maps.DeleteFunc(erased, func(link uint32, _ uint64) bool {
		_, wanted := slices.BinarySearch(links, link)
		return !wanted
	})
	t.torn = t.torn || t.erased != nil && !maps.Equal(t.erased, erased)
	t.erased = erased
	return nil
}

// takeErased reports whether something was erased meanwhile, and forgets it.
func (r *Recorder) takeErased(rd *reading) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	defer clear(rd.erased)
	return len(rd.erased) > 0
}
