package memory

import (
	"context"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// EmptyBin implements [linkpack.Links].
func (s *store) EmptyBin(ctx context.Context, before time.Time, edit linkpack.Edit, limit int) (removed int, err error) {
	if limit < 1 {
		return 0, &linkpack.FieldError{Field: "limit", Reason: "below 1"}
	}
	err = s.update(ctx, func(st *state) error {
		for _, l := range (span[*linkpack.Link]{st.bin, nil, keys.Bin(before, 0)}).up() {
			if removed == limit {
				break
			}
			if err := st.remove(l, edit); err != nil {
				return err
			}
			removed++
		}
		return nil
	})
	return removed, err
}

// leaveBin takes a link out of the bin, if it is there.
func (st *state) leaveBin(l *linkpack.Link) {
	if !l.DeletedAt.IsZero() {
		st.bin = st.bin.without(string(keys.Bin(l.DeletedAt, l.Number)))
	}
}
