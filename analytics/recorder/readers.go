package recorder

import (
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// openReader is a call that reads clicks or figures of links in several views. It has
// the erasures of these links since the call began.
type openReader struct {
	links  []uint32          // rising
	erased clicklog.Erasures // nil for none
}

// beginReading records erasures of links until [lane.endReading]. In a lane that the
// recorder has left, all links count as erased, so that the reader looks for the lanes anew.
func (l *lane) beginReading(links []uint32) *openReader {
	rd := &openReader{links: links}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.readers[rd] = struct{}{}
	if l.left {
		rd.note(links, l.block)
	}
	return rd
}

func (l *lane) endReading(rd *openReader) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.readers, rd)
}

// note records that links were erased up to a block.
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

// wasErased reports whether a link's clicks of a block were erased since the reader
// began.
func (l *lane) wasErased(rd *openReader, link uint32, block uint64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return rd.erased.Void(link, block)
}

// takeErased reports whether something was erased since the reader began or since
// the last call.
func (l *lane) takeErased(rd *openReader) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer clear(rd.erased)
	return len(rd.erased) > 0
}
