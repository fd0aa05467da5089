package tally

import (
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// byText keeps clicks by a text.
func (f *valueFilter) byText(chosen []uint32, g *columnGroup) ([]uint32, error) {
	refs, seen, err := f.refVerdicts(chosen, g)
	if err != nil {
		return nil, err
	}
	if len(refs) == 0 {
		return keep(chosen, func(uint32) bool { return f.passes("") }, nil)
	}
	kept := chosen[:0]
	for _, i := range chosen { // faster than keep, for the most frequent filters
		if seen[refs[i]] == passes {
			kept = append(kept, i)
		}
	}
	return kept, nil
}

// refVerdicts returns the references of a group to texts of the dimension, and by the
// reference whether the texts of chosen clicks pass. Without references there is no text.
func (f *valueFilter) refVerdicts(chosen []uint32, g *columnGroup) (refs []uint32, seen []verdict, err error) {
	text, _ := textOf(f.d)
	if err := g.read(clicklog.FieldText(text), chosen); err != nil {
		return nil, nil, err
	}
	refs = g.cols.Refs[text]
	if len(refs) == 0 {
		return nil, nil, nil
	}
	f.refs.begin(g.Chunk)
	for _, i := range chosen {
		f.refs.want(refs[i])
	}
	seen, err = f.refs.learn(f)
	return refs, seen, err
}

// refVerdicts says of references to texts whether clicks with them pass. So a text is
// looked at once in a generation of words.
type refVerdicts struct {
	chunk      *clicklog.Chunk // that the references are of
	place      analytics.Place // of the chunk, since its memory may be used again
	generation uint32          // of the chunk
	seen       []verdict       // by the reference
	own        []uint32        // references in seen to the chunk's own texts
	fresh      []uint32        // references that are not in seen yet
}

// begin forgets what a chunk has not in common with the one before it.
func (v *refVerdicts) begin(c *clicklog.Chunk) {
	if c == v.chunk && c.Begin() == v.place {
		return
	}
	for _, ref := range v.own {
		v.seen[ref] = unknown
	}
	if v.own = v.own[:0]; v.chunk == nil || c.Generation != v.generation {
		clear(v.seen)
	}
	v.chunk, v.place, v.generation = c, c.Begin(), c.Generation
}

// want notes that a reference is needed.
func (v *refVerdicts) want(ref uint32) {
	if !v.isSeen(ref) {
		v.fresh = append(v.fresh, ref)
	}
}

func (v *refVerdicts) isSeen(ref uint32) bool {
	return ref < uint32(len(v.seen)) && v.seen[ref] != unknown
}

// learn returns the verdicts on all references that are needed.
func (v *refVerdicts) learn(f *valueFilter) ([]verdict, error) {
	if len(v.fresh) == 0 {
		return v.seen, nil
	}
	unread := v.fresh[:0]
	for _, ref := range v.fresh {
		if v.isSeen(ref) { // it is needed by several clicks
			continue
		}
		if ref&1 == 0 && ref > maxWordRef {
			return nil, fmt.Errorf("%w: block %d refers to a missing text", analytics.ErrDamaged, v.chunk.Block)
		}
		if text, ok := v.chunk.Known(ref); ok {
			v.set(ref, f.verdict(text))
		} else {
			unread = append(unread, ref)
		}
	}
	v.fresh = v.fresh[:0]
	err := v.read(f, unread)
	return v.seen, err
}

// read sets the verdicts on words that have to be read.
func (v *refVerdicts) read(f *valueFilter, refs []uint32) error {
	if len(refs) == 0 {
		return nil
	}
	if err := v.chunk.Loader.Load(v.chunk.Generation, refs); err != nil {
		return err
	}
	for _, ref := range refs {
		text, err := v.chunk.Text(ref)
		if err != nil {
			return err
		}
		v.set(ref, f.verdict(text))
	}
	return nil
}

// set notes a verdict on a reference, which is one of the chunk's or at most maxWordRef.
func (v *refVerdicts) set(ref uint32, verdict verdict) {
	if missing := int(ref) + 1 - len(v.seen); missing > 0 {
		v.seen = slices.Grow(v.seen, missing)
		v.seen = v.seen[:int(ref)+1]
	}
	if v.seen[ref] = verdict; ref&1 == 1 {
		v.own = append(v.own, ref)
	}
}
