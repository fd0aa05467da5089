package postgres_test

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/linkpack"
)

// inDoubt is a change of what furnish has made, or of the links old1 and old2. With "1" it
// makes or changes something, with "2" it does the same to something else.
type inDoubt struct {
	change func(ctx context.Context, s linkpack.Store, id string) error
	again  error // of the change when it was done before
	rows   int   // of the change log
}

// linksInDoubt are changes of links and of the change log.
func linksInDoubt() map[string]inDoubt {
	return map[string]inDoubt{
		"CreateLinks": {func(ctx context.Context, s linkpack.Store, id string) error {
			return s.CreateLinks(ctx, &linkpack.Link{ID: "new" + id, ShortCode: "new" + id})
		}, linkpack.ErrExists, 1},
		"DeleteLinks": {func(ctx context.Context, s linkpack.Store, id string) error {
			return s.DeleteLinks(ctx, "", linkpack.Edit{}, "old"+id)
		}, linkpack.ErrNotFound, 1},
		"TrimChanges": {func(ctx context.Context, s linkpack.Store, _ string) error { return s.TrimChanges(ctx, 1) }, nil, 0},
	}
}

// documentsInDoubt are changes of documents.
func documentsInDoubt() map[string]inDoubt {
	return map[string]inDoubt{
		"CreateDocument": {func(ctx context.Context, s linkpack.Store, id string) error {
			return s.CreateDocument(ctx, &linkpack.Document{Kind: "token", ID: "new" + id, Keys: []string{"new" + id}}, &linkpack.Edit{})
		}, linkpack.ErrExists, 1},
		"UpdateDocument": {func(ctx context.Context, s linkpack.Store, id string) error {
			_, err := s.UpdateDocument(ctx, "token", "", "1", &linkpack.Edit{}, func(d *linkpack.Document) error {
				if string(d.Body) == id {
					return linkpack.ErrConflict
				}
				d.Body = []byte(id)
				return nil
			})
			return err
		}, linkpack.ErrConflict, 1},
	}
}

// visitorsInDoubt are changes of visitors.
func visitorsInDoubt() map[string]inDoubt {
	return map[string]inDoubt{
		"JoinVisitors": {func(ctx context.Context, s linkpack.Store, id string) error {
			_, err := s.JoinVisitors(ctx, "", "", []string{"new" + id}, linkpack.Edit{}, func(found []*linkpack.Visitor) (*linkpack.Visitor, error) {
				if len(found) > 0 {
					return nil, linkpack.ErrConflict
				}
				return &linkpack.Visitor{ID: "new" + id, Revision: 1}, nil
			})
			return err
		}, linkpack.ErrConflict, 1},
		"UpdateVisitor": {func(ctx context.Context, s linkpack.Store, id string) error {
			_, err := s.UpdateVisitor(ctx, "", "1", linkpack.Edit{}, func(v *linkpack.Visitor) error {
				if v.Email() == id+"@example.com" {
					return linkpack.ErrConflict
				}
				v.Attributes[linkpack.AttributeEmail] = id + "@example.com"
				v.Revision++
				return nil
			})
			return err
		}, linkpack.ErrConflict, 1},
	}
}

// TestAChangeInDoubtIsDoneOnceOrNotAtAll cuts the connection before or behind the commit of
// each change. It is an error in both cases, and the store can tell which it was.
func TestAChangeInDoubtIsDoneOnceOrNotAtAll(t *testing.T) {
	p := migrated(t)
	for _, all := range []map[string]inDoubt{linksInDoubt(), documentsInDoubt(), visitorsInDoubt()} {
		for name, c := range all {
			t.Run(name+" before", func(t *testing.T) { c.try(t, p, before, nil) })
			t.Run(name+" behind", func(t *testing.T) { c.try(t, p, behind, c.again) })
		}
	}
}

// try cuts the connection at the change. again is the error of the same change afterwards.
func (c inDoubt) try(t *testing.T, p *pgxpool.Pool, how int32, again error) {
	emptied(t, p)
	cut, cutter := cuttable(t, p)
	s := handle(t, cut)
	defer s.Close()
	furnish(t, s)
	check(t, s.CreateLinks(t.Context(), &linkpack.Link{ID: "old1", ShortCode: "old1"}, &linkpack.Link{ID: "old2", ShortCode: "old2"}))
	check(t, c.change(t.Context(), s, "2")) // prepares the statements
	last, err := s.LastChange(t.Context())
	check(t, err)
	cutter.how.Store(how)
	if err := c.change(t.Context(), s, "1"); err == nil || c.again != nil && errors.Is(err, c.again) {
		t.Errorf("the change with a connection that is cut: %v", err)
	}
	if err := c.change(t.Context(), s, "1"); !errors.Is(err, again) {
		t.Errorf("the same change again: %v, want %v", err, again)
	}
	now, err := s.LastChange(t.Context())
	if check(t, err); int(now-last) != c.rows {
		t.Errorf("%d rows of the change log, want %d", now-last, c.rows)
	}
}
