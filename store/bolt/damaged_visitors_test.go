package bolt

import (
	"context"
	"errors"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// inFileVisitors stores the visitor v1, to which the ids v2 and the identities p1 and
// p2 lead, and the visitor v3.
func inFileVisitors(ctx context.Context, s *Store) error {
	create := func(id, email, identity string) error {
		v := &linkpack.Visitor{ID: id, Attributes: map[string]any{linkpack.AttributeEmail: email}}
		_, err := s.JoinVisitors(ctx, "", "", []string{identity}, linkpack.Edit{}, func([]*linkpack.Visitor) (*linkpack.Visitor, error) { return v, nil })
		return err
	}
	err := errors.Join(create("v1", "Ada@example.com", "p1"), create("v2", "b@example.com", "p2"), create("v3", "c@example.com", "p3"))
	_, merged := s.JoinVisitors(ctx, "", "", []string{"p1", "p2"}, linkpack.Edit{}, func(all []*linkpack.Visitor) (*linkpack.Visitor, error) { return all[0], nil })
	return errors.Join(err, merged)
}

// visitorCalls returns the errors of the ways to read or change visitor v1.
func visitorCalls(ctx context.Context, s *Store) map[string]error {
	errs := make(map[string]error)
	_, errs["Visitor"] = s.Visitor(ctx, "", "v1")
	_, errs["Visitor by a merged id"] = s.Visitor(ctx, "", "v2")
	_, errs["VisitorByEmail"] = s.VisitorByEmail(ctx, "", "ada@example.com")
	_, errs["VisitorsByIdentity"] = s.VisitorsByIdentity(ctx, "", []string{"p1"})
	_, errs["JoinVisitors"] = s.JoinVisitors(ctx, "", "", []string{"p2"}, linkpack.Edit{}, func(all []*linkpack.Visitor) (*linkpack.Visitor, error) { return all[0], nil })
	_, errs["UpdateVisitor"] = s.UpdateVisitor(ctx, "", "v1", linkpack.Edit{}, func(*linkpack.Visitor) error { return nil })
	_, errs["ListVisitors"] = s.ListVisitors(ctx, linkpack.VisitorQuery{})
	return errs
}

func TestAnUnreadableVisitorIsAnErrorThatNamesIt(t *testing.T) {
	for name, write := range map[string]func(*bbolt.Tx) error{
		"a flipped bit": flip(bucketVisitors, keys.Visitor("", "v1")),
		"no JSON":       putRow(bucketVisitors, keys.Visitor("", "v1"), "x"),
		"another id":    putRow(bucketVisitors, keys.Visitor("", "v1"), `{"id":"v3"}`),
	} {
		t.Run(name, func(t *testing.T) {
			s := inFile(t, write)
			for call, err := range visitorCalls(t.Context(), s) {
				if !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "v1") {
					t.Errorf("%s: error %v", call, err)
				}
			}
			page, _ := s.ListVisitors(t.Context(), linkpack.VisitorQuery{})
			if len(page.Visitors) != 1 || page.Visitors[0].ID != "v3" {
				t.Errorf("the other visitors: %v", page.Visitors)
			}
			found, _ := s.VisitorsByIdentity(t.Context(), "", []string{"p1", "p3"})
			if found[0] != nil || found[1] == nil || found[1].ID != "v3" {
				t.Errorf("by identity: %v", found)
			}
		})
	}
}

func TestADamagedVisitorCanBeDeleted(t *testing.T) {
	for name, write := range map[string]func(*bbolt.Tx) error{
		"a flipped bit": flip(bucketVisitors, keys.Visitor("", "v1")),
		"a moved row":   misplace(bucketVisitors, keys.Visitor("", "v1")),
		"no JSON":       putRow(bucketVisitors, keys.Visitor("", "v1"), "x"),
		"a lost row":    remove(bucketVisitors, keys.Visitor("", "v1")),

		"a flipped bit in an identity": flip(bucketKnown, keys.Identity.Known("", "v1", "p1")),
		"a moved identity":             misplace(bucketKnown, keys.Identity.Known("", "v1", "p2")),
		"a flipped bit in a merged id": flip(bucketKnown, keys.MergedID.Known("", "v1", "v2")),
	} {
		t.Run(name, func(t *testing.T) {
			s := inFile(t, write)
			var left []string
			err := s.DeleteVisitor(t.Context(), "", "v2", linkpack.Edit{}, func(id string, identities []string) *linkpack.Document {
				left = append([]string{id}, identities...)
				return nil
			})
			if err != nil || strings.Join(left, " ") != "v1 p1 p2" {
				t.Errorf("left %v, %v", left, err)
			}
			if found := findings(t.Context(), s); found != nil {
				t.Errorf("it leaves %q", found)
			}
			if _, err := s.VisitorByEmail(t.Context(), "", "ada@example.com"); !errors.Is(err, linkpack.ErrNotFound) {
				t.Errorf("its e-mail: %v", err)
			}
		})
	}
}

func TestADamagedAliasIsNotMissing(t *testing.T) {
	for name, tt := range map[string]struct {
		damage func(*bbolt.Tx) error
		read   func(context.Context, *Store) error
	}{
		"identity": {misplace(bucketAliases, keys.Identity.Of("", "p1")), func(ctx context.Context, s *Store) error {
			_, err := s.JoinVisitors(ctx, "", "", []string{"p1"}, linkpack.Edit{}, func(all []*linkpack.Visitor) (*linkpack.Visitor, error) {
				return &linkpack.Visitor{ID: "v9"}, nil
			})
			return err
		}},
		"e-mail": {flip(bucketAliases, keys.Email.Of("", "ada@example.com")), func(ctx context.Context, s *Store) error {
			_, err := s.VisitorByEmail(ctx, "", "ada@example.com")
			return err
		}},
		"merged id": {flip(bucketAliases, keys.MergedID.Of("", "v2")), func(ctx context.Context, s *Store) error {
			_, err := s.Visitor(ctx, "", "v2")
			return err
		}},
		"identities of a visitor": {flip(bucketKnown, keys.Identity.Known("", "v1", "p1")), func(ctx context.Context, s *Store) error {
			_, err := s.VisitorIdentities(ctx, "", []string{"v1"})
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if err := tt.read(t.Context(), inFile(t, tt.damage)); !errors.Is(err, ErrCorrupt) {
				t.Errorf("error %v", err)
			}
		})
	}
}
