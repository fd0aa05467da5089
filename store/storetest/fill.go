package storetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// Fill fills an empty store with something of all that a store can have: links with
// aliases and external ids, their revisions, tombstones and uses, also in the bin,
// documents, visitors that were joined, changes of which some were trimmed, and rows of
// all tables of clicks, of a lane that it leases and releases. The values are random, so
// the rows of clicks do not mean anything.
func Fill(tb testing.TB, s linkpack.Store, rng *rand.Rand) {
	tb.Helper()
	f := &filling{Store: s, tb: tb, rng: rng}
	steps := []func() error{f.create, f.create, f.create, f.update, f.update, f.bin, f.restore, f.remove, f.use, f.document, f.redocument, f.join}
	for n := 0; n < 250; n++ {
		f.n = n
		f.expect(steps[rng.IntN(len(steps))]())
	}
	f.expect(s.TrimChanges(tb.Context(), 20))
	f.expect(s.UpdateShared(tb.Context(), func(tx analytics.Tx) error { return f.rows(tx, analytics.TableShared) }))
	f.lane()
}

// filling is a run of Fill. Its nth step makes the nth thing.
type filling struct {
	linkpack.Store
	tb  testing.TB
	rng *rand.Rand
	n   int
}

// expect fails the test, unless a step changed something that is not there or taken.
func (f *filling) expect(err error) {
	f.tb.Helper()
	if err != nil && !errors.Is(err, linkpack.ErrNotFound) && !errors.Is(err, linkpack.ErrExists) && !errors.Is(err, linkpack.ErrGone) {
		f.tb.Fatalf("filling the store: %v", err)
	}
}

// some returns the number of a thing that may have been made.
func (f *filling) some() int { return f.rng.IntN(f.n + 1) }

func (f *filling) create() error {
	l := link(f.n)
	if f.rng.IntN(2) == 0 {
		l = fullLink(f.n)
	}
	l.ShortCode = fmt.Sprintf("code%d", f.rng.IntN(200)) // also one that was another's
	l.Destination = fmt.Sprintf("https://example.com/%d", f.rng.IntN(20))
	return f.CreateLinks(f.tb.Context(), l)
}

// edit changes a link and raises its revision.
func (f *filling) edit(change func(*linkpack.Link)) error {
	for _, workspace := range []string{"acme", linkpack.DefaultWorkspace} {
		_, err := f.UpdateLinks(f.tb.Context(), workspace, []string{id(f.some())}, func(_ int, l *linkpack.Link) error {
			change(l)
			l.Revision++
			l.UpdatedAt = l.UpdatedAt.Add(time.Second)
			return nil
		})
		if err == nil || !errors.Is(err, linkpack.ErrNotFound) {
			return err
		}
	}
	return nil
}

func (f *filling) update() error {
	return f.edit(func(l *linkpack.Link) {
		l.ShortCode, l.Archived = fmt.Sprintf("new%d", f.n), !l.Archived
		l.Tags = append(l.Tags, fmt.Sprint("tag", f.n))
	})
}

func (f *filling) bin() error {
	return f.edit(func(l *linkpack.Link) { l.DeletedAt = day.Add(time.Duration(f.n) * time.Hour) })
}

func (f *filling) restore() error {
	return f.edit(func(l *linkpack.Link) { l.DeletedAt = time.Time{} })
}

func (f *filling) remove() error {
	return f.DeleteLinks(f.tb.Context(), "acme", *edit(), id(f.some()))
}

func (f *filling) use() error {
	_, err := f.UseLink(f.tb.Context(), uint32(f.some())+1, 5)
	return err
}

func (f *filling) document() error {
	d := document(f.n)
	d.Keys = []string{fmt.Sprint("key ", f.n)}
	return f.CreateDocument(f.tb.Context(), d, edit())
}

func (f *filling) redocument() error {
	d := document(f.some())
	_, err := f.UpdateDocument(f.tb.Context(), d.Kind, d.Workspace, d.ID, edit(), func(d *linkpack.Document) error {
		d.Keys, d.Body = append(d.Keys, fmt.Sprint("more ", f.n)), fmt.Appendf(nil, `{"n": %d, "text": "<&>"}`, f.n)
		return nil
	})
	return err
}

func (f *filling) join() error {
	names := []string{identity(f.rng.IntN(40)), identity(f.rng.IntN(40))}
	_, err := f.JoinVisitors(f.tb.Context(), "acme", "", names, *edit(), func(found []*linkpack.Visitor) (*linkpack.Visitor, error) {
		v := visitor(f.n)
		if len(found) > 0 {
			v = found[0]
		}
		v.Revision++
		v.Attributes = map[string]any{linkpack.AttributeEmail: fmt.Sprintf("Ada%d@example.com", f.n), "age": 36.5, "<b>": true}
		return v, nil
	})
	return err
}

// lane writes to all tables of a lane.
func (f *filling) lane() {
	lease, err := f.LeaseLane(f.tb.Context(), 0, "filling")
	f.expect(err)
	f.expect(lease.UpdateClicks(f.tb.Context(), func(tx analytics.Tx) error { return f.rows(tx, analytics.Tables()...) }))
	f.expect(lease.Release(f.tb.Context()))
}

// rows writes rows of random bytes to some tables.
func (f *filling) rows(tx analytics.Tx, tables ...analytics.Table) error {
	for _, table := range tables {
		for range 1 + f.rng.IntN(30) {
			if err := tx.Put(table, f.bytes(1+f.rng.IntN(12)), f.bytes(f.rng.IntN(300))); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *filling) bytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(f.rng.Uint32())
	}
	return b
}
