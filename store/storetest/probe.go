package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// probe is the store under test. Its methods end the test when the promise is
// broken.
type probe struct {
	linkpack.Store
	tb       testing.TB
	ctx      context.Context
	promise  string
	patience time.Duration

	mu    sync.Mutex
	lease analytics.Lease // of the lane under test; nil before the first use
}

// lane returns the lease of the lane under test. The first call takes it.
func (p *probe) lane() analytics.Lease {
	p.tb.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lease == nil {
		lease, err := p.LeaseLane(p.ctx, 0, "storetest")
		p.ok("LeaseLane", err)
		p.lease = lease
	}
	return p.lease
}

// UpdateClicks updates the lane under test.
func (p *probe) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	p.tb.Helper()
	return p.lane().UpdateClicks(ctx, fn)
}

// ViewClicks views the lane under test.
func (p *probe) ViewClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	p.tb.Helper()
	lane := p.lane().Lane()
	return p.Store.ViewClicks(ctx, func(v analytics.View) error { return fn(v.Lane(lane)) })
}

// broken reports what was seen instead of what is promised.
func (p *probe) broken(format string, args ...any) {
	p.tb.Helper()
	p.tb.Fatalf("broken promise: %s\n\t%s", p.promise, fmt.Sprintf(format, args...))
}

// ok checks that there is no error.
func (p *probe) ok(what string, err error) {
	p.tb.Helper()
	if err != nil {
		p.broken("%s: %v", what, err)
	}
}

// fails checks that an error wraps another.
func (p *probe) fails(what string, got, want error) {
	p.tb.Helper()
	if !errors.Is(got, want) {
		p.broken("%s: error \"%v\", want one that wraps %q", what, got, want)
	}
}

// taken checks that an error is a TakenError for the link at an index.
func (p *probe) taken(what string, got error, index int, l *linkpack.Link) {
	p.tb.Helper()
	p.takenAs(what, got, &linkpack.TakenError{Index: index, Domain: l.Domain, ShortCode: l.ShortCode})
}

// takenAs checks that an error is a certain TakenError.
func (p *probe) takenAs(what string, got error, want *linkpack.TakenError) {
	p.tb.Helper()
	p.fails(what, got, linkpack.ErrExists)
	var seen *linkpack.TakenError
	if !errors.As(got, &seen) || *seen != *want {
		p.broken("%s: %#v, want %#v", what, got, want)
	}
}

// failsAt checks that an error is an IndexError for the link at an index and wraps
// another.
func (p *probe) failsAt(what string, got error, index int, want error) {
	p.tb.Helper()
	p.fails(what, got, want)
	var at *linkpack.IndexError
	if !errors.As(got, &at) || at.Index != index {
		p.broken("%s: %#v, want an IndexError for %d", what, got, index)
	}
}

// invalid checks that an error is a FieldError for a field.
func (p *probe) invalid(what string, got error, field string) {
	p.tb.Helper()
	p.fails(what, got, linkpack.ErrInvalid)
	var seen *linkpack.FieldError
	if !errors.As(got, &seen) || seen.Field != field {
		p.broken("%s: %#v, want a FieldError that names %q", what, got, field)
	}
}

// same checks that values are equal.
func (p *probe) same(what string, got, want any) {
	p.tb.Helper()
	if !reflect.DeepEqual(got, want) {
		p.broken("%s:\n\tgot  %+v\n\twant %+v", what, got, want)
	}
}

// create stores links that are new.
func (p *probe) create(links ...*linkpack.Link) {
	p.tb.Helper()
	p.ok("CreateLinks", p.CreateLinks(p.ctx, links...))
}

// updateLink changes one link.
func (p *probe) updateLink(workspace, id string, update func(*linkpack.Link) error) (*linkpack.Link, error) {
	p.tb.Helper()
	changed, err := p.UpdateLinks(p.ctx, workspace, []string{id}, func(i int, l *linkpack.Link) error {
		p.same("the place that update was told", i, 0)
		return update(l)
	})
	if err != nil {
		return nil, err
	}
	p.same("links returned", len(changed), 1)
	return changed[0], nil
}

// holds checks that a link is found by its ids, number and codes, as it is.
func (p *probe) holds(l *linkpack.Link) {
	p.tb.Helper()
	byID, err := p.Link(p.ctx, l.Workspace, l.ID)
	p.ok("Link", err)
	p.same("link by id", byID, l)
	byNumber, err := p.LinkByNumber(p.ctx, l.Number)
	p.ok("LinkByNumber", err)
	p.same("link by number", byNumber, l)
	if l.ExternalID != "" {
		byExternalID, err := p.LinkByExternalID(p.ctx, l.Workspace, l.ExternalID)
		p.ok("LinkByExternalID", err)
		p.same("link by external id", byExternalID, l)
	}
	for _, c := range l.Codes() {
		byCode, err := p.LinkByCode(p.ctx, c.Domain, c.ShortCode)
		p.ok("LinkByCode", err)
		p.same("link by code", byCode, l)
	}
}

// lacks checks that a link is unknown by its id and that its codes are free.
func (p *probe) lacks(l *linkpack.Link) {
	p.tb.Helper()
	_, err := p.Link(p.ctx, l.Workspace, l.ID)
	p.fails("Link", err, linkpack.ErrNotFound)
	for _, c := range l.Codes() {
		_, err = p.LinkByCode(p.ctx, c.Domain, c.ShortCode)
		p.fails("LinkByCode", err, linkpack.ErrNotFound)
	}
}

// put stores rows of a table in one transaction.
func (p *probe) put(table analytics.Table, rows ...string) {
	p.tb.Helper()
	p.ok("UpdateClicks", p.UpdateClicks(p.ctx, func(tx analytics.Tx) error {
		for i := 0; i < len(rows); i += 2 {
			if err := tx.Put(table, []byte(rows[i]), []byte(rows[i+1])); err != nil {
				return err
			}
		}
		return nil
	}))
}

// rows returns a table as key, value, key, value...
func (p *probe) rows(table analytics.Table) (rows []string) {
	p.tb.Helper()
	p.ok("ViewClicks", p.ViewClicks(p.ctx, func(tx analytics.Tx) (err error) {
		rows, err = scan(tx, table, nil, nil)
		return err
	}))
	return rows
}

// scan returns a range of a table as key, value, key, value...
func scan(tx analytics.Tx, table analytics.Table, from, to []byte) (rows []string, err error) {
	for row, err := range tx.Scan(table, from, to) {
		if err != nil {
			return nil, err
		}
		rows = append(rows, string(row.Key), string(row.Value))
	}
	return rows, nil
}
