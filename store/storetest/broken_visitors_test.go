package storetest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// joinsFirst joins only the first of the visitors that it finds.
type joinsFirst struct{ linkpack.Store }

func (s joinsFirst) JoinVisitors(ctx context.Context, workspace, email string, identities []string, edit linkpack.Edit, join func([]*linkpack.Visitor) (*linkpack.Visitor, error)) (*linkpack.Visitor, error) {
	return s.Store.JoinVisitors(ctx, workspace, email, identities[:min(1, len(identities))], edit, join)
}

// joinsAnyway stores what a function returned with an error.
type joinsAnyway struct{ linkpack.Store }

func (s joinsAnyway) JoinVisitors(ctx context.Context, workspace, email string, identities []string, edit linkpack.Edit, join func([]*linkpack.Visitor) (*linkpack.Visitor, error)) (*linkpack.Visitor, error) {
	var failed error
	v, err := s.Store.JoinVisitors(ctx, workspace, email, identities, edit, func(found []*linkpack.Visitor) (v *linkpack.Visitor, _ error) {
		v, failed = join(found)
		return v, nil
	})
	return v, errors.Join(err, failed)
}

// forgetsToLeave deletes visitors without the document that is to be left.
type forgetsToLeave struct{ linkpack.Store }

func (s forgetsToLeave) DeleteVisitor(ctx context.Context, workspace, id string, edit linkpack.Edit, leave func(string, []string) *linkpack.Document) error {
	return s.Store.DeleteVisitor(ctx, workspace, id, edit, func(id string, identities []string) *linkpack.Document {
		if leave != nil {
			leave(id, identities)
		}
		return nil
	})
}

// hasNoMergedIDs finds visitors by their own ids alone.
type hasNoMergedIDs struct{ linkpack.Store }

func (s hasNoMergedIDs) Visitor(ctx context.Context, workspace, id string) (*linkpack.Visitor, error) {
	v, err := s.Store.Visitor(ctx, workspace, id)
	if err == nil && v.ID != id {
		return nil, linkpack.ErrNotFound
	}
	return v, err
}

// takesEmails gives an e-mail to the last visitor that asks for it.
type takesEmails struct{ linkpack.Store }

func (s takesEmails) UpdateVisitor(ctx context.Context, workspace, id string, edit linkpack.Edit, update func(*linkpack.Visitor) error) (*linkpack.Visitor, error) {
	v, err := s.Store.UpdateVisitor(ctx, workspace, id, edit, update)
	if errors.Is(err, linkpack.ErrExists) {
		return s.Visitor(ctx, workspace, id)
	}
	return v, err
}

// sortsNoVisitors lists visitors by creation.
type sortsNoVisitors struct{ linkpack.Store }

func (s sortsNoVisitors) ListVisitors(ctx context.Context, q linkpack.VisitorQuery) (linkpack.VisitorPage, error) {
	q.Sort = linkpack.VisitorSortCreated
	return s.Store.ListVisitors(ctx, q)
}

func TestAStoreThatIsBrokenForVisitorsIsNamed(t *testing.T) {
	for words, broken := range map[string]linkpack.Store{
		"visitors that turn out to be one become the one with the first id":                joinsFirst{memory.New()},
		"visitors are those of a simple model":                                             joinsFirst{memory.New()},
		"a join that fails or panics changes nothing":                                      joinsAnyway{memory.New()},
		"deleting a visitor leaves a document in the same transaction":                     forgetsToLeave{memory.New()},
		"the id of a merged visitor leads to the one that is left, also after more merges": hasNoMergedIDs{memory.New()},
		"an e-mail of another visitor is refused":                                          takesEmails{memory.New()},
		"a list of visitors holds what the query matches, in its order":                    sortsNoVisitors{memory.New()},
	} {
		t.Run(words, func(t *testing.T) {
			if report := verdict(t, find(t, words), broken); !strings.Contains(report, "broken promise: "+words) {
				t.Errorf("a %T was reported as %q", broken, report)
			}
		})
	}
}
