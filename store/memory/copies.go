package memory

import (
	"context"
	"fmt"
	"iter"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/linkrecord"
	"github.com/linkpack/linkpack-go/store/transfer"
)

// copies implements [transfer.Rows].
type copies struct{ *store }

// View implements [transfer.Rows]. During a copy to the store it shows that.
func (c copies) View(ctx context.Context, fn func(transfer.View) error) error {
	st, err := c.view(ctx)
	if err != nil {
		return err
	}
	v := &copyView{state: st, leased: c.holder.Load() != nil}
	if p := c.pending.Load(); p != nil {
		v.state, v.mark = &p.state, p.mark
	}
	return fn(v)
}

// copyView implements [transfer.View].
type copyView struct {
	*state
	mark   []byte
	leased bool // somebody has lane 0
}

// Mark implements [transfer.View].
func (v *copyView) Mark() ([]byte, error) { return v.mark, nil }

// Idle implements [transfer.View].
func (v *copyView) Idle() error {
	if v.leased {
		return fmt.Errorf("%w: lane 0 is leased", transfer.ErrInUse)
	}
	return nil
}

// Rows implements [transfer.View].
func (v *copyView) Rows(t transfer.Table, after []byte) iter.Seq2[transfer.Row, error] {
	var from []byte
	if after != nil {
		from = append(append(from, after...), 0)
	}
	if t.Clicks && t.Lane == 0 {
		return rowsOf(v.clicks[analytics.Table(t.Name)], from, asIs)
	}
	if t.Clicks {
		return rowsOf[[]byte](nil, nil, asIs)
	}
	return v.linkRows(t.Name, from)
}

// linkRows yields the rows of a table of links from a key on, or of another one.
func (st *state) linkRows(name string, from []byte) iter.Seq2[transfer.Row, error] {
	switch name {
	case transfer.Links:
		return rowsOf(st.byNumber, from, linkrecord.Encode)
	case transfer.IDs:
		return rowsOf(st.links, from, numberOf)
	case transfer.Codes:
		return rowsOf(st.codes, from, st.encodeCode)
	case transfer.External:
		return rowsOf(st.external, from, numberOf)
	case transfer.Destinations:
		return rowsOf(st.destinations, from, nothing)
	case transfer.Orders:
		return rowsOf(st.orders, from, numberOf)
	case transfer.Segments:
		return rowsOf(st.segments, from, asIs)
	case transfer.Bin:
		return rowsOf(st.bin, from, nothing)
	case transfer.Deleted:
		return rowsOf(st.deleted, from, encodeNumber)
	case transfer.Revisions:
		return rowsOf(st.past, from, linkrecord.Encode)
	case transfer.Uses:
		return rowsOf(st.uses, from, encodeNumber)
	}
	return st.otherRows(name, from)
}

// otherRows yields the rows of a table that is not of links from a key on.
func (st *state) otherRows(name string, from []byte) iter.Seq2[transfer.Row, error] {
	switch name {
	case transfer.Lanes:
		return rowsOf(st.laneRows(), from, asIs)
	case transfer.Counters:
		return rowsOf(st.counterRows(), from, asIs)
	case transfer.Workspaces:
		return rowsOf(st.workspaces, from, encodeWorkspace)
	case transfer.Documents:
		return rowsOf(st.documents, from, encodeJSON[*linkpack.Document])
	case transfer.DocumentKeys:
		return rowsOf(st.unique, from, encodeText)
	case transfer.Visitors:
		return rowsOf(st.visitors, from, encodeJSON[*linkpack.Visitor])
	case transfer.Aliases:
		return rowsOf(st.aliases, from, encodeText)
	case transfer.Known:
		return rowsOf(st.known, from, nothing)
	case transfer.Changes:
		return rowsOf(st.changes, from, encodeJSON[linkpack.Change])
	}
	return func(yield func(transfer.Row, error) bool) { yield(transfer.Row{}, noTable(name)) }
}

// laneRows returns the row of lane 0, if it has been leased.
func (st *state) laneRows() (rows *tree[[]byte]) {
	if st.epoch > 0 {
		r := transfer.LaneRow(0, st.epoch)
		rows = rows.set(string(r.Key), r.Value)
	}
	return rows
}

// counterRows returns the rows of the counters.
func (st *state) counterRows() (rows *tree[[]byte]) {
	for _, r := range []transfer.Row{
		transfer.NumberRow(transfer.LastNumber, uint64(st.numbers)),
		transfer.NumberRow(transfer.LastChange, st.lastChange),
	} {
		rows = rows.set(string(r.Key), r.Value)
	}
	return rows
}

// rowsOf yields the rows of a tree from a key on.
func rowsOf[V any](t *tree[V], from []byte, encode func(V) ([]byte, error)) iter.Seq2[transfer.Row, error] {
	return func(yield func(transfer.Row, error) bool) {
		for key, v := range (span[V]{t, from, nil}).up() {
			value, err := encode(v)
			if !yield(transfer.Row{Key: []byte(key), Value: value}, err) || err != nil {
				return
			}
		}
	}
}

func noTable(name string) error { return fmt.Errorf("memory: no table %q", name) }
