package bolt

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// severalLinks returns a store with three links, of which the second is in several
// places, with two revisions and uses.
func severalLinks(t *testing.T) (s *Store, second *linkpack.Link) {
	t.Helper()
	s = inFile(t, func(*bbolt.Tx) error { return nil })
	second = &linkpack.Link{ID: "l2", Domain: "go.example", ShortCode: "two", Aliases: []linkpack.Alias{{ShortCode: "deux"}}, Revision: 1, ExternalID: "e2", Destination: "y:"}
	third := &linkpack.Link{ID: "l9", ShortCode: "three"}
	if err := s.CreateLinks(t.Context(), second, third); err != nil {
		t.Fatal(err)
	}
	_, err := s.UpdateLinks(t.Context(), "", []string{"l2"}, func(_ int, l *linkpack.Link) error { l.Revision++; return nil })
	_, useErr := s.UseLink(t.Context(), second.Number, 5)
	if err := errors.Join(err, useErr); err != nil {
		t.Fatal(err)
	}
	return s, second
}

// faultsOf returns what Check finds.
func faultsOf(t *testing.T, s *Store) error {
	t.Helper()
	var found []error
	for err := range s.Check(t.Context()) {
		found = append(found, err)
	}
	return errors.Join(found...)
}

func TestADamagedLinkCanBeDeleted(t *testing.T) {
	_, second := severalLinks(t)
	number, id := numberKey(second.Number), keys.Link("", "l2")
	for name, damage := range map[string]func(*bbolt.Tx) error{
		"its record":                 flip(bucketLinks, number),
		"a record that is not JSON":  putRow(bucketLinks, number, "\x00"),
		"a record of another number": putRow(bucketLinks, number, `{"id":"l2","number":9}`),
		"no record":                  remove(bucketLinks, number),
		"the key of its record":      misplace(bucketLinks, number),
		"its id":                     flip(bucketIDs, id),
		"an id of another size":      putRow(bucketIDs, id, "abc"),
		"the key of its id":          misplace(bucketIDs, id),
		"its uses":                   flip(bucketUses, number),
		"its revisions":              flip(bucketRevisions, revisionKey(second.Number, 1)),
		"its external id":            flip(bucketExternal, keys.External("", "e2")),
		"the key of its external id": misplace(bucketExternal, keys.External("", "e2")),
		"its destination":            flip(bucketDestinations, keys.Destination(second)),
		"the key of its destination": misplace(bucketDestinations, keys.Destination(second)),
		"a code":                     flip(bucketCodes, keys.Code("go.example", "two")),
		"its record and its places": func(tx *bbolt.Tx) error {
			byName, byCode := keys.Order(linkpack.SortName, second), keys.Order(linkpack.SortCode, second)
			return errors.Join(flip(bucketLinks, number)(tx), flip(bucketOrders, byName)(tx), putRow(bucketOrders, byCode, "abc")(tx))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, second := severalLinks(t)
			if err := s.inner.db.Update(damage); err != nil {
				t.Fatal(err)
			}
			edit := linkpack.Edit{Actor: "ann"}
			if err := s.DeleteLinks(t.Context(), "", edit, "l1", "l2"); err != nil {
				t.Fatal(err)
			}
			if err := faultsOf(t, s); err != nil {
				t.Errorf("the file is not sound: %v", err)
			}
			for _, code := range second.Codes() {
				if _, err := s.LinkByCode(t.Context(), code.Domain, code.ShortCode); !errors.Is(err, linkpack.ErrGone) {
					t.Errorf("the code %q: %v", code.ShortCode, err)
				}
			}
			if _, err := s.Link(t.Context(), "", "l2"); !errors.Is(err, linkpack.ErrNotFound) {
				t.Errorf("the link: %v", err)
			}
			if _, err := s.LinkByExternalID(t.Context(), "", "e2"); !errors.Is(err, linkpack.ErrNotFound) {
				t.Errorf("its external id: %v", err)
			}
			if _, err := s.LinkTo(t.Context(), linkpack.Target{Domain: second.Domain, Destination: second.Destination}); !errors.Is(err, linkpack.ErrNotFound) {
				t.Errorf("its destination: %v", err)
			}
			if n, err := s.DeletedLink(t.Context(), "", "l2"); n != second.Number || err != nil {
				t.Errorf("the number of the deleted link is %d, %v", n, err)
			}
			page, err := s.ListLinks(t.Context(), linkpack.LinkQuery{})
			if err != nil || len(page.Links) != 1 || page.Links[0].ID != "l9" {
				t.Errorf("%d links are left, %v", len(page.Links), err)
			}
			rows, err := s.ChangesAfter(t.Context(), 0, 0)
			if err != nil {
				t.Fatal(err)
			}
			last := rows[len(rows)-1]
			for _, code := range second.Codes() {
				if last.ID != "l2" || last.Action != linkpack.ActionDelete || last.Actor != "ann" || !slices.Contains(last.Codes, code) {
					t.Errorf("the change log has %+v, want the code %q", last, code.ShortCode)
				}
			}
			if len(last.Codes) != 2 {
				t.Errorf("the change log has the codes %q", last.Codes)
			}
		})
	}
}

// TestALinkWhoseNumberIsLostIsNotDeleted damages both the id and the record.
func TestALinkWhoseNumberIsLostIsNotDeleted(t *testing.T) {
	s, second := severalLinks(t)
	err := errors.Join(s.inner.db.Update(flip(bucketIDs, keys.Link("", "l2"))), s.inner.db.Update(flip(bucketLinks, numberKey(second.Number))))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.DeleteLinks(t.Context(), "", linkpack.Edit{}, "l1", "l2"); !errors.Is(err, ErrCorrupt) {
		t.Errorf("error %v", err)
	}
	if _, err := s.Link(t.Context(), "", "l1"); err != nil {
		t.Errorf("the other link of the call: %v", err)
	}
}

func TestADamagedDocumentCanBeDeleted(t *testing.T) {
	key := keys.Document("token", "", "d1")
	for name, damage := range map[string]func(*bbolt.Tx) error{
		"its record":     flip(bucketDocuments, key),
		"no JSON":        putRow(bucketDocuments, key, "\x00"),
		"another's":      putRow(bucketDocuments, key, `{"Kind":"token","ID":"d2"}`),
		"its key":        misplace(bucketDocuments, key),
		"its unique key": flip(bucketKeys, keys.Unique("token", "hash")),
	} {
		t.Run(name, func(t *testing.T) {
			s := inFile(t, damage)
			for n := range 3 {
				d := &linkpack.Document{Kind: "token", ID: fmt.Sprint("other", n), Keys: []string{fmt.Sprint("hash", n)}}
				if err := s.CreateDocument(t.Context(), d, nil); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.DeleteDocument(t.Context(), "token", "", "d1", &linkpack.Edit{}); err != nil {
				t.Fatal(err)
			}
			if err := faultsOf(t, s); err != nil {
				t.Errorf("the file is not sound: %v", err)
			}
			if left, err := s.ListDocuments(t.Context(), "token", "", "", 0); err != nil || len(left) != 3 {
				t.Errorf("%d documents are left, %v", len(left), err)
			}
			again := &linkpack.Document{Kind: "token", ID: "d1", Keys: []string{"hash"}}
			if err := s.CreateDocument(t.Context(), again, nil); err != nil {
				t.Errorf("a document with its id and key: %v", err)
			}
		})
	}
}

// TestWhatIsDamagedCanBeDeletedByAShortener damages records under a Shortener that has
// the link in its cache.
func TestWhatIsDamagedCanBeDeletedByAShortener(t *testing.T) {
	s := inFile(t, func(*bbolt.Tx) error { return nil })
	links, err := linkpack.New(s, &linkpack.Options{BaseURL: "https://sho.rt"})
	if err != nil {
		t.Fatal(err)
	}
	defer links.Close(context.Background())
	link, err1 := links.CreateLink(t.Context(), linkpack.Link{ShortCode: "x", Destination: "https://example.com/"})
	token, err2 := links.CreateToken(t.Context(), linkpack.Token{Name: "ci"})
	design, err3 := links.CreateDesign(t.Context(), linkpack.StoredDesign{Body: []byte("{}")})
	_, err4 := links.Resolve(t.Context(), "sho.rt", "x", new(routing.Visit))
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	err = errors.Join(
		s.inner.db.Update(flip(bucketLinks, numberKey(link.Number))),
		s.inner.db.Update(flip(bucketDocuments, keys.Document(linkpack.KindToken, token.Workspace, token.ID))),
		s.inner.db.Update(flip(bucketDocuments, keys.Document(linkpack.KindDesign, design.Workspace, design.ID))),
		links.DeleteLinksNow(t.Context(), "", []string{link.ID}),
		links.DeleteToken(t.Context(), "", token.ID),
		links.DeleteDesign(t.Context(), "", design.ID),
	)
	if err != nil {
		t.Fatal(err)
	}
	if res, err := links.Resolve(t.Context(), "sho.rt", "x", new(routing.Visit)); !errors.Is(err, linkpack.ErrGone) {
		t.Errorf("the deleted link leads to %q, %v", res.Location, err)
	}
	if _, err := links.Authenticate(t.Context(), token.Secret); !errors.Is(err, linkpack.ErrUnauthorized) {
		t.Errorf("the deleted token: %v", err)
	}
	if err := faultsOf(t, s); err != nil {
		t.Errorf("the file is not sound: %v", err)
	}
}
