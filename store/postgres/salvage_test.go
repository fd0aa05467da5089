package postgres_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/linkpack"
)

// spoil runs a statement that damages rows. The links of furnish have the numbers 64 and 66.
func spoil(t *testing.T, p *pgxpool.Pool, sql string) {
	t.Helper()
	tag, err := p.Exec(t.Context(), sql)
	check(t, err)
	if tag.RowsAffected() == 0 {
		t.Fatalf("nothing is damaged by %s", sql)
	}
}

func TestADamagedLinkCanBeDeleted(t *testing.T) {
	p := migrated(t)
	for name, damage := range map[string]string{
		"its record":                 `update linkpack_links set value = '\x00' where key = '\x00000040'`,
		"a record of another link":   `update linkpack_links set value = (select value from linkpack_links where key = '\x00000042') where key = '\x00000040'`,
		"no record":                  `delete from linkpack_links where key = '\x00000040'`,
		"its id":                     `update linkpack_link_ids set value = '\x00' where value = '\x00000040'`,
		"an id of another link":      `update linkpack_link_ids set value = '\x00000042' where value = '\x00000040'`,
		"an id of no link":           `update linkpack_link_ids set value = '\x40000000' where value = '\x00000040'`,
		"its code":                   `update linkpack_link_codes set value = '' where value = '\x00000040'`,
		"its revisions":              `update linkpack_link_revisions set value = '\x00'`,
		"its segment":                `update linkpack_link_segments set value = '\x00'`,
		"its record and its segment": `with l as (update linkpack_links set value = '' where key = '\x00000040') update linkpack_link_segments set value = ''`,
	} {
		t.Run(name, func(t *testing.T) {
			emptied(t, p)
			s := handle(t, p)
			defer s.Close()
			furnish(t, s)
			spoil(t, p, damage)
			check(t, s.DeleteLinks(t.Context(), "", linkpack.Edit{Actor: "ben"}, "1"))
			wantDeleted(t, s)
			wantOnlySecond(t, s)
		})
	}
}

// wantDeleted checks that nothing is left of link 1 but its tombstones.
func wantDeleted(t *testing.T, s linkpack.Store) {
	t.Helper()
	ctx := t.Context()
	_, err := s.Link(ctx, "", "1")
	_, codeErr := s.LinkByCode(ctx, "", "x")
	_, externalErr := s.LinkByExternalID(ctx, "", "e")
	_, destinationErr := s.LinkTo(ctx, linkpack.Target{Destination: "https://example.com/1"})
	for call, c := range map[string]struct{ got, want error }{
		"Link": {err, linkpack.ErrNotFound}, "LinkByCode": {codeErr, linkpack.ErrGone},
		"LinkByExternalID": {externalErr, linkpack.ErrNotFound}, "LinkTo": {destinationErr, linkpack.ErrNotFound},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", call, c.got, c.want)
		}
	}
	if n, err := s.DeletedLink(ctx, "", "1"); n != 64 || err != nil {
		t.Errorf("the deleted link has the number %d, %v", n, err)
	}
	changes, err := s.ChangesAfter(ctx, 0, 0)
	check(t, err)
	last := changes[len(changes)-1]
	isIts := len(last.Codes) == 0 || len(last.Codes) == 1 && last.Codes[0].ShortCode == "x"
	if last.ID != "1" || last.Action != linkpack.ActionDelete || last.Actor != "ben" || !isIts {
		t.Errorf("the change log ends with %+v", last)
	}
}

// wantOnlySecond checks that link 2 is the only one, and sound.
func wantOnlySecond(t *testing.T, s linkpack.Store) {
	t.Helper()
	for _, q := range []linkpack.LinkQuery{{}, {Sort: linkpack.SortName}, {Sort: linkpack.SortCode, Search: "sale"}, {Sort: linkpack.SortUpdated}} {
		page, err := s.ListLinks(t.Context(), q)
		if err != nil || len(page.Links) != 1 || page.Links[0].ID != "2" {
			t.Errorf("%+v: %d links, %v", q, len(page.Links), err)
		}
	}
	n, err := s.CountLinks(t.Context(), "")
	matching, matchErr := s.CountMatching(t.Context(), linkpack.LinkQuery{Search: "sale"})
	if n != 1 || matching != 1 || err != nil || matchErr != nil {
		t.Errorf("%d links, %v, of which %d match, %v", n, err, matching, matchErr)
	}
}

// TestALinkWhoseNumberIsLostIsNotDeleted damages both the id and the record.
func TestALinkWhoseNumberIsLostIsNotDeleted(t *testing.T) {
	p := migrated(t)
	s := handle(t, p)
	defer s.Close()
	furnish(t, s)
	spoil(t, p, `update linkpack_link_ids set value = '' where value = '\x00000040'`)
	spoil(t, p, `update linkpack_links set value = '' where key = '\x00000040'`)
	if err := s.DeleteLinks(t.Context(), "", linkpack.Edit{}, "2", "1"); !errors.Is(err, linkpack.ErrDamaged) {
		t.Errorf("DeleteLinks: %v", err)
	}
	_, err := s.Link(t.Context(), "", "2")
	check(t, err)
}

// TestADamagedLinkInTheBinCanBeRemoved damages a link after it was deleted.
func TestADamagedLinkInTheBinCanBeRemoved(t *testing.T) {
	p := migrated(t)
	s := handle(t, p)
	defer s.Close()
	furnish(t, s)
	_, err := s.UpdateLinks(t.Context(), "", []string{"1"}, func(_ int, l *linkpack.Link) error {
		l.DeletedAt = l.DeletedAt.AddDate(2025, 0, 0)
		return nil
	})
	check(t, err)
	spoil(t, p, `update linkpack_links set value = '' where key = '\x00000040'`)
	check(t, s.DeleteLinks(t.Context(), "", linkpack.Edit{}, "1"))
	wantOnlySecond(t, s)
	if n := rowsOf(t, p, "linkpack_link_bin"); n != 0 {
		t.Errorf("%d links are in the bin", n)
	}
}

func rowsOf(t *testing.T, p *pgxpool.Pool, table string) (n int) {
	t.Helper()
	check(t, p.QueryRow(t.Context(), "select count(*) from "+table).Scan(&n))
	return n
}

// TestASegmentIsMadeAgain damages the segment of two links and changes one of them.
func TestASegmentIsMadeAgain(t *testing.T) {
	p := migrated(t)
	s := handle(t, p)
	defer s.Close()
	furnish(t, s)
	spoil(t, p, `update linkpack_link_segments set value = '\x00'`)
	_, err := s.UpdateLinks(t.Context(), "", []string{"1"}, func(_ int, l *linkpack.Link) error { l.Name = "bargain"; return nil })
	check(t, err)
	for _, text := range []string{"sale", "bargain"} {
		if n, err := s.CountMatching(t.Context(), linkpack.LinkQuery{Search: text}); n != 1 || err != nil {
			t.Errorf("%d links match %q, %v", n, text, err)
		}
	}
	var size int
	check(t, p.QueryRow(t.Context(), "select length(value) from linkpack_link_segments").Scan(&size))
	if size < 10 {
		t.Errorf("the segment has %d bytes", size)
	}
}

func TestADamagedDocumentCanBeDeleted(t *testing.T) {
	p := migrated(t)
	for name, damage := range map[string]string{
		"its record":                  `update linkpack_documents set value = '\x00'`,
		"a record of another":         `update linkpack_documents set value = convert_to('{"Kind":"token","ID":"2"}', 'utf8')`,
		"its unique key":              `update linkpack_document_keys set value = ''`,
		"its record and a unique key": `with d as (update linkpack_documents set value = '') update linkpack_document_keys set value = value || '\x00'`,
	} {
		t.Run(name, func(t *testing.T) {
			emptied(t, p)
			s := handle(t, p)
			defer s.Close()
			furnish(t, s)
			spoil(t, p, damage)
			check(t, s.DeleteDocument(t.Context(), "token", "", "1", new(linkpack.Edit)))
			if n, err := s.CountDocuments(t.Context(), "token", ""); n != 0 || err != nil {
				t.Errorf("%d documents, %v", n, err)
			}
			if name != "its record and a unique key" { // nothing says whose key that is
				check(t, s.CreateDocument(t.Context(), &linkpack.Document{Kind: "token", ID: "1", Keys: []string{"k"}}, nil))
			}
		})
	}
}

func TestADamagedVisitorCanBeDeleted(t *testing.T) {
	p := migrated(t)
	for name, damage := range map[string]string{
		"its record":          `update linkpack_visitors set value = '\x00'`,
		"a record of another": `update linkpack_visitors set value = convert_to('{"id":"3"}', 'utf8')`,
		"an identity":         `update linkpack_visitor_aliases set value = ''`,
	} {
		t.Run(name, func(t *testing.T) {
			emptied(t, p)
			s := handle(t, p)
			defer s.Close()
			furnish(t, s)
			spoil(t, p, damage)
			var left []string
			check(t, s.DeleteVisitor(t.Context(), "", "1", linkpack.Edit{}, func(_ string, identities []string) *linkpack.Document {
				left = identities
				return nil
			}))
			if len(left) != 1 || left[0] != "known" {
				t.Errorf("it leaves %q", left)
			}
			for _, table := range []string{"linkpack_visitors", "linkpack_visitor_aliases", "linkpack_visitor_known"} {
				if n := rowsOf(t, p, table); n != 0 {
					t.Errorf("%d rows are left in %s", n, table)
				}
			}
		})
	}
}
