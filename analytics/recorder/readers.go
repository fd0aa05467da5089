package recorder

import (
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// openReader is somebody who reads clicks or figures of links in several views, and
// what was erased of these links since he began. Whoever begins later finds
// nothing of it.
type openReader struct {
	links  []uint32          // rising
	erased clicklog.Erasures // nil for none
}

// beginReading has what is erased of links noted until [Recorder.endReading].
func (r *Recorder) beginReading(links []uint32) *openReader {
	rd := &openReader{links: links}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.readers[rd] = struct{}{}
	return rd
}

func (r *Recorder) endReading(rd *openReader) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.readers, rd)
}

// note notes that links were erased up to a block.
func (rd *openReader) note(links []uint32, block uint64) {
	for _, link := range links {
		if _, ok := slices.BinarySearch(rd.links, link); !ok {
			continue
		}
		if rd.erased == nil {
			rd.erased = make(clicklog.Erasures)
		}
		rd.erased[link] = block
	}
}

// wasErased reports whether a link's clicks of a block were erased meanwhile.
func (r *Recorder) wasErased(rd *openReader, link uint32, block uint64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return rd.erased.Void(link, block)
}

// takeErased reports whether something was erased meanwhile, and forgets it.
func (r *Recorder) takeErased(rd *openReader) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	defer clear(rd.erased)
	return len(rd.erased) > 0
}
