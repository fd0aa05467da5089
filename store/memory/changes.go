package memory

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
)

// record appends a row to the change log.
func (st *state) record(c linkpack.Change) {
	st.lastChange++
	c.Seq = st.lastChange
	st.changes = st.changes.set(string(changeKey(c.Seq)), *owned(&c))
}

// ChangesAfter implements [linkpack.Changes].
func (s *store) ChangesAfter(ctx context.Context, seq uint64, limit int) (found []linkpack.Change, err error) {
	if limit < 0 {
		return nil, &linkpack.FieldError{Field: "limit", Reason: "below 0"}
	}
	st, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	if seq > 0 && seq < st.trimmed {
		return nil, fmt.Errorf("changes %d to %d: %w", seq+1, st.trimmed, linkpack.ErrGone)
	}
	if seq == math.MaxUint64 {
		return nil, nil
	}
	for _, c := range (span[linkpack.Change]{st.changes, changeKey(seq + 1), nil}).up() {
		c.Codes = slices.Clone(c.Codes)
		if found = append(found, c); len(found) == limit {
			break
		}
	}
	return found, nil
}

// LastChange implements [linkpack.Changes].
func (s *store) LastChange(ctx context.Context) (uint64, error) {
	st, err := s.view(ctx)
	if err != nil {
		return 0, err
	}
	return st.lastChange, nil
}

// TrimChanges implements [linkpack.Changes].
func (s *store) TrimChanges(ctx context.Context, seq uint64) error {
	return s.update(ctx, func(st *state) error {
		upTo := min(seq, st.lastChange)
		for ; st.trimmed < upTo; st.trimmed++ {
			st.changes = st.changes.without(string(changeKey(st.trimmed + 1)))
		}
		return nil
	})
}

func changeKey(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }
