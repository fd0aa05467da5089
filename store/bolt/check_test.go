package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// findings returns what Check says of a store.
func findings(ctx context.Context, s *Store) (all []string) {
	for err := range s.Check(ctx) {
		if !errors.Is(err, ErrCorrupt) || !errors.Is(err, linkpack.ErrDamaged) {
			all = append(all, "not damage: ")
		}
		all = append(all, err.Error())
	}
	return all
}

func TestCheckFindsNothingInASoundFile(t *testing.T) {
	s := inFile(t, func(*bbolt.Tx) error { return nil })
	if _, err := s.LeaseLane(t.Context(), 0, "a test"); err != nil {
		t.Fatal(err)
	}
	if found := findings(t.Context(), s); found != nil {
		t.Errorf("found %q", found)
	}
}

func TestCheckNamesWhatIsDamaged(t *testing.T) {
	documentKey := keys.Document("token", "", "d1")
	for want, write := range map[string]func(*bbolt.Tx) error{
		`"links": its checksum does not match`:             flip(bucketLinks, numberKey(1)),
		`"ids": its checksum does not match`:               flip(bucketIDs, keys.Link("", "l1")),
		`"codes": its checksum does not match`:             flip(bucketCodes, keys.Code("", "code")),
		`"external": its checksum does not match`:          flip(bucketExternal, keys.External("", "e1")),
		`"destinations": its checksum does not match`:      flip(bucketDestinations, keys.Destination(inFileLink())),
		`"documents": its checksum does not match`:         flip(bucketDocuments, documentKey),
		`"keys": its checksum does not match`:              flip(bucketKeys, keys.Unique("token", "hash")),
		`"changes": its checksum does not match`:           flip(bucketChanges, changeKey(1)),
		`"workspaces": its checksum does not match`:        flip(bucketWorkspaces, keys.Workspace("")),
		`"linkpack": its checksum does not match`:          flip(bucketFormat, keyNumbers),
		"link 00000001 is missing":                         remove(bucketLinks, numberKey(1)),
		`its id "l1" is not in the index`:                  remove(bucketIDs, keys.Link("", "l1")),
		`its code "code" is not in the index`:              remove(bucketCodes, keys.Code("", "code")),
		`its external id "e1" is not in the index`:         remove(bucketExternal, keys.External("", "e1")),
		`its destination "x:" is not in the index`:         remove(bucketDestinations, keys.Destination(inFileLink())),
		`token "d1": a key is not in the index`:            remove(bucketKeys, keys.Unique("token", "hash")),
		"d1\" is missing":                                  remove(bucketDocuments, documentKey),
		`counter "changes" is missing`:                     remove(bucketFormat, keyChanges),
		`"clicks.log": its key is damaged`:                 func(tx *bbolt.Tx) error { return tx.Bucket(tableBucket("log")).Put([]byte("k"), []byte("12345")) },
		"link 00000001 does not have the code":             putRow(bucketCodes, keys.Code("", "other"), string(numberKey(1))),
		`other" points to link 00000001, which does not`:   putRow(bucketExternal, keys.External("", "other"), string(numberKey(1))),
		"00000001 points to link 00000001, which does not": putRow(bucketDestinations, keys.Destination(&linkpack.Link{Number: 1}), ""),
		"link  is missing":                                 putRow(bucketDestinations, []byte("short"), ""),
		"does not have the key that points to it":          putRow(bucketKeys, keys.Unique("token", "other"), string(documentKey)),
		`row "\x00\x00\x00\x01" has 1 bytes`:               putRow(bucketUses, numberKey(1), "x"),
		"link 00000001: invalid character":                 putRow(bucketRevisions, revisionKey(1, 1), "x"),
		"the number of deleted link \"\\adefaultx\" has":   putRow(bucketDeleted, keys.Link("", "x"), "x"),
		`"visitors": its checksum does not match`:          flip(bucketVisitors, keys.Visitor("", "v1")),
		`"aliases": its checksum does not match`:           flip(bucketAliases, keys.Identity.Of("", "p1")),
		`"known": its checksum does not match`:             flip(bucketKnown, keys.Identity.Known("", "v1", "p1")),
		`visitor "v1" is missing`:                          remove(bucketVisitors, keys.Visitor("", "v1")),
		`visitor "v1": its e-mail is not in the index`:     remove(bucketAliases, keys.Email.Of("", "ada@example.com")),
		`visitor "v1": its alias "p1" is not in the index`: remove(bucketAliases, keys.Identity.Of("", "p1")),
		`visitor "v1" does not have the alias "v2"`:        remove(bucketKnown, keys.MergedID.Known("", "v1", "v2")),
		`visitor "v1" does not have the e-mail`:            putRow(bucketAliases, keys.Email.Of("", "x@example.com"), "v1"),
		`damaged: alias "x"`:                               putRow(bucketAliases, []byte("x"), "v1"),
		`p9" points to no visitor`:                         putRow(bucketAliases, keys.Identity.Of("", "p9"), ""),
		`damaged: alias "x" of a visitor`:                  putRow(bucketKnown, []byte("x"), ""),
		`visitor "\adefaultv1": invalid character`:         putRow(bucketVisitors, keys.Visitor("", "v1"), "x"),
		`visitor "\adefaultv1" claims to be "v9"`:          putRow(bucketVisitors, keys.Visitor("", "v1"), `{"id":"v9"}`),
		`workspace "default" has 1 links but counts 2`:     putRow(bucketWorkspaces, keys.Workspace(""), "\x00\x00\x00\x02\x00\x00\x00\x02"),
		`number of workspace "other" has 1 bytes`:          putRow(bucketWorkspaces, keys.Workspace("other"), "x"),
	} {
		t.Run(want, func(t *testing.T) {
			found := findings(t.Context(), inFile(t, write))
			if !strings.Contains(strings.Join(found, "\n"), want) || strings.Contains(strings.Join(found, ""), "not damage") {
				t.Errorf("found %q", found)
			}
		})
	}
}

// flip flips the last bit of a row.
func flip(bucket, key []byte) func(*bbolt.Tx) error {
	return func(tx *bbolt.Tx) error {
		value := append([]byte(nil), tx.Bucket(bucket).Get(key)...)
		value[len(value)-1] ^= 1
		return tx.Bucket(bucket).Put(key, value)
	}
}

// remove removes a row.
func remove(bucket, key []byte) func(*bbolt.Tx) error {
	return func(tx *bbolt.Tx) error { return tx.Bucket(bucket).Delete(key) }
}

// misplace stores a row at a key that differs in the last bit.
func misplace(bucket, key []byte) func(*bbolt.Tx) error {
	return func(tx *bbolt.Tx) error {
		value := append([]byte(nil), tx.Bucket(bucket).Get(key)...)
		other := append([]byte(nil), key...)
		other[len(other)-1] ^= 1
		return errors.Join(tx.Bucket(bucket).Delete(key), tx.Bucket(bucket).Put(other, value))
	}
}

func TestARowWithADamagedKeyIsNotMissing(t *testing.T) {
	for _, tt := range []struct {
		name   string
		damage func(*bbolt.Tx) error
		read   func(ctx context.Context, s *Store) error
	}{
		{"code", misplace(bucketCodes, keys.Code("", "code")), func(ctx context.Context, s *Store) error {
			_, err := s.LinkByCode(ctx, "", "code")
			return err
		}},
		{"code that is taken again", misplace(bucketCodes, keys.Code("", "code")), func(ctx context.Context, s *Store) error {
			return s.CreateLinks(ctx, &linkpack.Link{ID: "l2", ShortCode: "code"})
		}},
		{"id", misplace(bucketIDs, keys.Link("", "l1")), func(ctx context.Context, s *Store) error {
			_, err := s.Link(ctx, "", "l1")
			return err
		}},
		{"external id", misplace(bucketExternal, keys.External("", "e1")), func(ctx context.Context, s *Store) error {
			_, err := s.LinkByExternalID(ctx, "", "e1")
			return err
		}},
		{"external id that is taken again", misplace(bucketExternal, keys.External("", "e1")), func(ctx context.Context, s *Store) error {
			return s.CreateLinks(ctx, &linkpack.Link{ID: "l2", ShortCode: "other", ExternalID: "e1"})
		}},
		{"destination", misplace(bucketDestinations, keys.Destination(inFileLink())), func(ctx context.Context, s *Store) error {
			_, err := s.LinkTo(ctx, linkpack.Target{Destination: "x:"})
			return err
		}},
		{"destination that no link may have", misplace(bucketDestinations, keys.Destination(inFileLink())), func(ctx context.Context, s *Store) error {
			ctx = linkpack.WithCondition(ctx, linkpack.Condition{Unlinked: []linkpack.Target{{Destination: "x:"}}})
			return s.CreateLinks(ctx, &linkpack.Link{ID: "l2", ShortCode: "other", Destination: "x:"})
		}},
		{"number", misplace(bucketLinks, numberKey(1)), func(ctx context.Context, s *Store) error {
			_, err := s.LinkByNumber(ctx, 1)
			return err
		}},
		{"document", misplace(bucketDocuments, keys.Document("token", "", "d1")), func(ctx context.Context, s *Store) error {
			_, err := s.Document(ctx, "token", "", "d1")
			return err
		}},
		{"key", misplace(bucketKeys, keys.Unique("token", "hash")), func(ctx context.Context, s *Store) error {
			_, err := s.DocumentByKey(ctx, "token", "hash")
			return err
		}},
		{"list", misplace(bucketIDs, keys.Link("", "l1")), func(ctx context.Context, s *Store) error {
			_, err := s.ListLinks(ctx, linkpack.LinkQuery{})
			return err
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := inFile(t, tt.damage)
			if err := tt.read(t.Context(), s); !errors.Is(err, ErrCorrupt) {
				t.Errorf("error %v", err)
			}
			if _, err := s.LinkByCode(t.Context(), "", "unknown"); !errors.Is(err, linkpack.ErrNotFound) {
				t.Errorf("a code that no link has: %v", err)
			}
		})
	}
}

// TestADamagedLinkCostsNoOther damages one of a hundred links.
func TestADamagedLinkCostsNoOther(t *testing.T) {
	s := inFile(t, func(*bbolt.Tx) error { return nil })
	for n := range 100 {
		l := &linkpack.Link{ID: fmt.Sprint("x", n), ShortCode: fmt.Sprint("x", n)}
		if err := s.CreateLinks(t.Context(), l); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.inner.db.Update(flip(bucketLinks, numberKey(1))); err != nil {
		t.Fatal(err)
	}
	for n := range 100 {
		if l, err := s.LinkByCode(t.Context(), "", fmt.Sprint("x", n)); err != nil || l.ID != fmt.Sprint("x", n) {
			t.Errorf("link %d: %v", n, err)
		}
	}
	for _, sort := range []linkpack.SortKey{linkpack.SortCreated, linkpack.SortName} {
		page, err := s.ListLinks(t.Context(), linkpack.LinkQuery{Sort: sort, Limit: 1000})
		damaged, ok := errors.AsType[*linkpack.DamagedError](err)
		if len(page.Links) != 100 || !ok || damaged.Kind != linkpack.KindLink || damaged.ID != "l1" || !errors.Is(err, ErrCorrupt) {
			t.Errorf("a list has %d links, %v", len(page.Links), err)
		}
	}
	if err := s.CreateLinks(t.Context(), &linkpack.Link{ID: "new", ShortCode: "new"}); err != nil {
		t.Errorf("a new link: %v", err)
	}
}

func TestADamagedDocumentIsLeftOutOfAListAndNamed(t *testing.T) {
	s := inFile(t, flip(bucketDocuments, keys.Document("token", "", "d1")))
	if err := s.CreateDocument(t.Context(), &linkpack.Document{Kind: "token", ID: "d2", Body: []byte("{}")}, nil); err != nil {
		t.Fatal(err)
	}
	found, err := s.ListDocuments(t.Context(), "token", "", "", 0)
	damaged, ok := errors.AsType[*linkpack.DamagedError](err)
	if len(found) != 1 || found[0].ID != "d2" || !ok || damaged.Kind != "token" || damaged.ID != "d1" {
		t.Errorf("the list has %d documents, %v", len(found), err)
	}
}

// damagedHead returns a file whose head n has a flipped bit.
func damagedHead(t *testing.T, n int) (path string) {
	t.Helper()
	s := inFile(t, func(*bbolt.Tx) error { return nil })
	path = s.inner.db.Path()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[n*os.Getpagesize()+40] ^= 4
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestADamagedHeadIsToldAndTheOtherCanBeCopied(t *testing.T) {
	for n := range 2 {
		path, mended := damagedHead(t, n), filepath.Join(t.TempDir(), "mended.db")
		if _, err := Open(path, nil); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), fmt.Sprintf("page %d: this head", n)) {
			t.Errorf("head %d: %v", n, err)
		}
		if err := Compact(t.Context(), path, mended); err != nil {
			t.Fatal(err)
		}
		s, err := Open(mended, nil)
		if err != nil {
			t.Fatal(err)
		}
		if found := findings(t.Context(), s); found != nil {
			t.Errorf("the copy has %q", found)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}
