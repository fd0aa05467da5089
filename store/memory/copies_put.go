package memory

import (
	"bytes"
	"context"
	"fmt"
	"maps"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/linkrecord"
	"github.com/linkpack/linkpack-go/store/transfer"
)

// pending is an unfinished copy to the store, which shows nothing of it. It is not changed
// once others can see it.
type pending struct {
	state
	base *state // which the copy replaces
	mark []byte
	// owners are workspaces by their numbers. They are only added to, with the token.
	owners map[uint32]string
}

// Put implements [transfer.Rows].
func (c copies) Put(ctx context.Context, mark []byte, t transfer.Table, rows []transfer.Row) error {
	return c.alone(ctx, func() error {
		next, err := c.next()
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := next.put(t, transfer.Row{Key: r.Key, Value: bytes.Clone(r.Value)}); err != nil {
				return err
			}
		}
		next.mark = bytes.Clone(mark)
		c.pending.Store(next)
		return nil
	})
}

// Finish implements [transfer.Rows].
func (c copies) Finish(ctx context.Context) error {
	return c.alone(ctx, func() error {
		p := c.pending.Load()
		switch {
		case p == nil:
			return nil
		case p.base != c.state.Load() || c.holder.Load() != nil:
			return fmt.Errorf("%w: it was changed", transfer.ErrInUse)
		}
		p.trimmed = p.lastChange
		for _, first := range (span[linkpack.Change]{tree: p.changes}).up() {
			p.trimmed = first.Seq - 1
			break
		}
		c.state.Store(&p.state)
		c.pending.Store(nil)
		return nil
	})
}

// next returns a copy of what is pending.
func (c copies) next() (*pending, error) {
	now, err := c.view(context.Background())
	if err != nil {
		return nil, err
	}
	next := &pending{state: *now, base: now, owners: make(map[uint32]string)}
	if p := c.pending.Load(); p != nil {
		*next = *p
	}
	next.clicks = maps.Clone(next.clicks)
	return next, nil
}

// put puts a row, whose value nobody else has.
func (p *pending) put(t transfer.Table, r transfer.Row) error {
	if t.Clicks && t.Lane != 0 {
		return noLane(t.Lane)
	}
	if t.Clicks {
		to := tx{tables: p.clicks, shared: t.Name == string(analytics.TableShared), writable: true}
		return to.Put(analytics.Table(t.Name), r.Key, r.Value)
	}
	return p.putLinkRow(t.Name, string(r.Key), r.Value)
}

// putLinkRow puts a row of a table of links, or of another one.
func (p *pending) putLinkRow(name, key string, value []byte) (err error) {
	switch name {
	case transfer.Links:
		p.byNumber, err = put(p.byNumber, key, value, linkrecord.Decode)
	case transfer.IDs:
		p.links, err = put(p.links, key, value, p.numbered)
	case transfer.Codes:
		p.codes, err = put(p.codes, key, value, p.decodeCode)
	case transfer.External:
		p.external, err = put(p.external, key, value, p.numbered)
	case transfer.Destinations:
		p.destinations, err = put(p.destinations, key, lastNumber(key), p.numbered)
	case transfer.Orders:
		p.orders, err = put(p.orders, key, value, p.numbered)
	case transfer.Segments:
		p.segments = p.segments.set(key, value)
	case transfer.Bin:
		p.bin, err = put(p.bin, key, lastNumber(key), p.numbered)
	case transfer.Deleted:
		p.deleted, err = put(p.deleted, key, value, decodeNumber)
	case transfer.Revisions:
		p.past, err = put(p.past, key, value, linkrecord.Decode)
	case transfer.Uses:
		p.uses, err = put(p.uses, key, value, decodeNumber)
	default:
		return p.putOtherRow(name, key, value)
	}
	return err
}

// putOtherRow puts a row of a table that is not of links.
func (p *pending) putOtherRow(name, key string, value []byte) (err error) {
	switch name {
	case transfer.Lanes:
		return p.putLane(transfer.Row{Key: []byte(key), Value: value})
	case transfer.Counters:
		return p.putCounter(transfer.Row{Key: []byte(key), Value: value})
	case transfer.Workspaces:
		return p.putWorkspace(key, value)
	case transfer.Documents:
		p.documents, err = put(p.documents, key, value, decodeJSON[linkpack.Document])
	case transfer.DocumentKeys:
		p.unique = p.unique.set(key, string(value))
	case transfer.Visitors:
		p.visitors, err = put(p.visitors, key, value, decodeJSON[linkpack.Visitor])
	case transfer.Aliases:
		p.aliases = p.aliases.set(key, string(value))
	case transfer.Known:
		p.known = p.known.set(key, struct{}{})
	case transfer.Changes:
		p.changes, err = put(p.changes, key, value, decodeChange)
	default:
		err = noTable(name)
	}
	return err
}

// put returns a tree with a decoded row.
func put[V any](t *tree[V], key string, value []byte, decode func([]byte) (V, error)) (*tree[V], error) {
	v, err := decode(value)
	if err != nil {
		return t, fmt.Errorf("%w: row %q: %w", linkpack.ErrDamaged, key, err)
	}
	return t.set(key, v), nil
}
