package transfer_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
	"github.com/linkpack/linkpack-go/store/transfer"
)

func TestCopyRefuses(t *testing.T) {
	leased := func(tb testing.TB) *memory.Store {
		s := memory.New()
		_, err := s.LeaseLane(tb.Context(), 0, "somebody")
		check(tb, err)
		return s
	}
	begun := func(tb testing.TB) *memory.Store {
		s := memory.New()
		err := transfer.Copy(tb.Context(), &failing{Store: s, after: 4}, filled(tb, memory.New(), 1), nil)
		if !errors.Is(err, errFailed) {
			tb.Fatal(err)
		}
		return s
	}
	empty := func(testing.TB) *memory.Store { return memory.New() }
	full := func(tb testing.TB) *memory.Store { return filled(tb, memory.New(), 5) }
	for _, test := range []struct {
		name     string
		dst, src func(testing.TB) *memory.Store
		want     error
	}{
		{"a destination that is not empty", full, empty, transfer.ErrNotEmpty},
		{"a destination that is leased", leased, full, transfer.ErrInUse},
		{"a source that is leased", empty, leased, transfer.ErrInUse},
		{"a source to which a copy is unfinished", empty, begun, transfer.ErrUnfinished},
		{"another source than that of the copy that began", begun, full, transfer.ErrChanged},
	} {
		t.Run(test.name, func(t *testing.T) {
			dst := test.dst(t)
			before := content(t, dst)
			if err := transfer.Copy(t.Context(), dst, test.src(t), nil); !errors.Is(err, test.want) {
				t.Errorf("got error %v, want %v", err, test.want)
			}
			if content(t, dst) != before {
				t.Error("the destination was changed")
			}
		})
	}
}

// changing is a store of which a view shows some rows otherwise.
type changing struct {
	transfer.Store
	change func(transfer.Table, transfer.Row) transfer.Row
}

type changingRows struct {
	transfer.Rows
	c changing
}

type changingView struct {
	transfer.View
	c changing
}

func (c changing) Rows() transfer.Rows { return changingRows{c.Store.Rows(), c} }

func (r changingRows) View(ctx context.Context, fn func(transfer.View) error) error {
	return r.Rows.View(ctx, func(v transfer.View) error { return fn(changingView{v, r.c}) })
}

func (v changingView) Rows(t transfer.Table, after []byte) iter.Seq2[transfer.Row, error] {
	return func(yield func(transfer.Row, error) bool) {
		for row, err := range v.View.Rows(t, after) {
			if !yield(v.c.change(t, row), err) {
				return
			}
		}
	}
}

func TestCopyNamesADamagedRow(t *testing.T) {
	for _, name := range []string{transfer.Links, transfer.Revisions, transfer.Documents, transfer.Visitors, transfer.Changes, transfer.Lanes} {
		t.Run(name, func(t *testing.T) {
			source, dst := filled(t, memory.New(), 6), memory.New()
			damaged := changing{source, func(table transfer.Table, r transfer.Row) transfer.Row {
				if table.Name == name {
					r.Value = r.Value[:len(r.Value)-1]
				}
				return r
			}}
			err := transfer.Copy(t.Context(), dst, damaged, nil)
			if !errors.Is(err, linkpack.ErrDamaged) || !strings.Contains(err.Error(), name) {
				t.Errorf("got error %v, want one that names the table", err)
			}
			if content(t, dst) != content(t, memory.New()) {
				t.Error("something was written")
			}
		})
	}
}

func TestCopyNoticesWhatTheDestinationLost(t *testing.T) {
	source, dst := filled(t, memory.New(), 7), memory.New()
	lossy := changing{dst, func(table transfer.Table, r transfer.Row) transfer.Row {
		if table.Name == transfer.Orders {
			r.Value = nil
		}
		return r
	}}
	err := transfer.Copy(t.Context(), lossy, source, nil)
	if !errors.Is(err, transfer.ErrDiffers) || !strings.Contains(err.Error(), "orders") {
		t.Errorf("got error %v, want %v with the name of the table", err, transfer.ErrDiffers)
	}
	if last, err := dst.LastChange(t.Context()); last != 0 || err != nil {
		t.Error("the copy is shown")
	}
}
