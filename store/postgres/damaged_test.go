package postgres_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/linkpack/linkpack-go/linkpack"
)

// TestDamagedRowsAreReported spoils one table after the other and reads everything but
// clicks, which have checksums and tests of their own. A
// damaged row is an error or costs time, but no other answer is wrong.
func TestDamagedRowsAreReported(t *testing.T) {
	p := migrated(t)
	rows, err := p.Query(t.Context(), "select table_name::text from information_schema.columns where table_schema = current_schema() and column_name = 'value' and table_name not like 'linkpack_clicks%'")
	check(t, err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	check(t, err)
	for _, table := range tables {
		for _, damage := range []string{"''", `'\x00'`, `'\xffffffffffffffffffffffffffffffff'`, "substr(value, 1, greatest(length(value) - 1, 0))", "value || 'x'::bytea"} {
			t.Run(fmt.Sprint(table, " ", damage), func(t *testing.T) {
				emptied(t, p)
				s := handle(t, p)
				defer s.Close()
				furnish(t, s)
				_, err := p.Exec(t.Context(), "update "+table+" set value = "+damage)
				check(t, err)
				for call, err := range ask(t, s) {
					if err != nil && !errors.Is(err, linkpack.ErrDamaged) {
						t.Errorf("%s: %v", call, err)
					}
				}
			})
		}
	}
}

// furnish makes some of everything.
func furnish(t *testing.T, s linkpack.Store) {
	t.Helper()
	ctx, edit := t.Context(), &linkpack.Edit{Actor: "ann"}
	check(t, s.CreateLinks(ctx, &linkpack.Link{ID: "1", ShortCode: "x", ExternalID: "e", Name: "sale", Destination: "https://example.com/1"}, &linkpack.Link{ID: "2", ShortCode: "y", Name: "sale"}))
	_, err := s.UpdateLinks(ctx, "", []string{"1"}, func(_ int, l *linkpack.Link) error { l.Revision++; return nil })
	check(t, err)
	check(t, s.CreateDocument(ctx, &linkpack.Document{Kind: "token", ID: "1", Keys: []string{"k"}, Body: []byte("{}")}, edit))
	_, err = s.JoinVisitors(ctx, "", "", []string{"known"}, *edit, func([]*linkpack.Visitor) (*linkpack.Visitor, error) {
		return &linkpack.Visitor{ID: "1", Revision: 1, Attributes: map[string]any{linkpack.AttributeEmail: "a@example.com"}}, nil
	})
	check(t, err)
	_, err = s.LastChange(ctx) // moves rows from the outbox to the log
	check(t, err)
}

// ask reads everything and changes something, and returns the error of each call.
func ask(t *testing.T, s linkpack.Store) map[string]error {
	t.Helper()
	ctx, errs := t.Context(), make(map[string]error)
	_, errs["Link"] = s.Link(ctx, "", "1")
	_, errs["LinkByCode"] = s.LinkByCode(ctx, "", "x")
	_, errs["LinkByExternalID"] = s.LinkByExternalID(ctx, "", "e")
	_, errs["LinksByNumber"] = s.LinksByNumber(ctx, []uint32{64, 65, 66, 67})
	_, errs["ListLinks"] = s.ListLinks(ctx, linkpack.LinkQuery{})
	_, errs["ListLinks by name"] = s.ListLinks(ctx, linkpack.LinkQuery{Sort: linkpack.SortName, Search: "sale"})
	_, errs["CountMatching"] = s.CountMatching(ctx, linkpack.LinkQuery{Search: "sale"})
	_, errs["CountLinks"] = s.CountLinks(ctx, "")
	_, errs["LinkRevisions"] = s.LinkRevisions(ctx, "", "1", 0, 0)
	_, errs["CodeFree"] = s.CodeFree(ctx, "", "", "x")
	_, errs["Document"] = s.Document(ctx, "token", "", "1")
	_, errs["DocumentByKey"] = s.DocumentByKey(ctx, "token", "k")
	_, errs["ListDocuments"] = s.ListDocuments(ctx, "token", "", "", 0)
	_, errs["Visitor"] = s.Visitor(ctx, "", "1")
	_, errs["VisitorByEmail"] = s.VisitorByEmail(ctx, "", "a@example.com")
	_, errs["VisitorsByIdentity"] = s.VisitorsByIdentity(ctx, "", []string{"known"})
	_, errs["VisitorIdentities"] = s.VisitorIdentities(ctx, "", []string{"1"})
	_, errs["ListVisitors"] = s.ListVisitors(ctx, linkpack.VisitorQuery{})
	_, errs["ChangesAfter"] = s.ChangesAfter(ctx, 0, 0)
	_, errs["UpdateLinks"] = s.UpdateLinks(ctx, "", []string{"1"}, func(_ int, l *linkpack.Link) error { l.Name = "new"; return nil })
	errs["DeleteLinks"] = s.DeleteLinks(ctx, "", linkpack.Edit{}, "2")
	errs["DeleteDocument"] = s.DeleteDocument(ctx, "token", "", "1", nil)
	errs["DeleteVisitor"] = s.DeleteVisitor(ctx, "", "1", linkpack.Edit{}, nil)
	return errs
}
