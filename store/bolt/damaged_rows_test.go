package bolt

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// inFile opens a store with one link, one document and one visitor, and lets write
// change its buckets.
func inFile(t *testing.T, write func(*bbolt.Tx) error) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "linkpack.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	l := inFileLink()
	d := &linkpack.Document{Kind: "token", ID: "d1", Keys: []string{"hash"}}
	if err := errors.Join(s.CreateLinks(t.Context(), l), s.CreateDocument(t.Context(), d, nil), inFileVisitors(t.Context(), s), s.inner.db.Update(write)); err != nil {
		t.Fatal(err)
	}
	return s
}

// inFileLink returns the link of inFile.
func inFileLink() *linkpack.Link {
	return &linkpack.Link{ID: "l1", Number: 1, ShortCode: "code", ExternalID: "e1", Destination: "x:"}
}

// putRow writes a row with a valid seal.
func putRow(bucket, key []byte, payload string) func(*bbolt.Tx) error {
	return func(btx *bbolt.Tx) error { return (&tx{Tx: btx}).table(bucket).put(key, []byte(payload)) }
}

func TestAnUnreadableLinkIsAnErrorThatNamesIt(t *testing.T) {
	for name, record := range map[string]string{
		"cut off":        `{"id":"l1","numb`,
		"empty":          "",
		"no JSON":        "\x00\x01",
		"another number": `{"id":"l1","number":2}`,
		"a wrong type":   `{"id":7,"number":1}`,
	} {
		t.Run(name, func(t *testing.T) {
			s := inFile(t, putRow(bucketLinks, numberKey(1), record))
			for call, err := range linkCalls(t.Context(), s) {
				if !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "link 00000001") {
					t.Errorf("%s: error %v", call, err)
				}
			}
		})
	}
}

func TestALinkThatIsMissingIsAnError(t *testing.T) {
	s := inFile(t, func(tx *bbolt.Tx) error { return tx.Bucket(bucketLinks).Delete(numberKey(1)) })
	for call, err := range linkCalls(t.Context(), s) {
		if !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: error %v", call, err)
		}
	}
}

// TestALinkThatIsFiledAsAnotherIsAnError lets the id and code of one link point to a
// link of another workspace.
func TestALinkThatIsFiledAsAnotherIsAnError(t *testing.T) {
	s := inFile(t, func(tx *bbolt.Tx) error { return nil })
	other := &linkpack.Link{ID: "l2", Workspace: "other", ShortCode: "other"}
	err := s.CreateLinks(t.Context(), other)
	number := string(numberKey(other.Number))
	err = errors.Join(err,
		s.inner.db.Update(putRow(bucketIDs, keys.Link("", "l1"), number)),
		s.inner.db.Update(putRow(bucketCodes, keys.Code("", "code"), number)),
		s.inner.db.Update(putRow(bucketExternal, keys.External("", "e1"), number)),
	)
	if err != nil {
		t.Fatal(err)
	}
	for call, err := range linkCalls(t.Context(), s) {
		if !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "link 00000003") {
			t.Errorf("%s: error %v", call, err)
		}
	}
	if err := s.DeleteLinks(t.Context(), "", linkpack.Edit{}, "l1"); !errors.Is(err, ErrCorrupt) {
		t.Errorf("deleting it: %v", err)
	}
	if l, err := s.Link(t.Context(), "other", "l2"); err != nil || l.ID != "l2" {
		t.Errorf("the other link: %+v, %v", l, err)
	}
}

// linkCalls returns the errors of all ways to read the link. Deleting it works; see
// salvage_test.go.
func linkCalls(ctx context.Context, s *Store) map[string]error {
	errs := make(map[string]error)
	_, errs["Link"] = s.Link(ctx, "", "l1")
	_, errs["LinkByCode"] = s.LinkByCode(ctx, "", "code")
	_, errs["LinkByExternalID"] = s.LinkByExternalID(ctx, "", "e1")
	_, errs["ListLinks"] = s.ListLinks(ctx, linkpack.LinkQuery{})
	_, errs["UpdateLinks"] = s.UpdateLinks(ctx, "", []string{"l1"}, func(int, *linkpack.Link) error { return nil })
	_, errs["LinkRevisions"] = s.LinkRevisions(ctx, "", "l1", 0, 0)
	return errs
}

func TestAnUnreadableDocumentIsAnErrorThatNamesIt(t *testing.T) {
	key := keys.Document("token", "", "d1")
	for name, record := range map[string]string{
		"cut off":      `{"Kind":"tok`,
		"another's id": `{"Kind":"token","ID":"d2"}`,
	} {
		t.Run(name, func(t *testing.T) {
			s := inFile(t, putRow(bucketDocuments, key, record))
			_, byID := s.Document(t.Context(), "token", "", "d1")
			_, byKey := s.DocumentByKey(t.Context(), "token", "hash")
			_, list := s.ListDocuments(t.Context(), "token", "", "", 0)
			for _, err := range []error{byID, byKey, list} {
				if !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "d1") {
					t.Errorf("error %v", err)
				}
			}
		})
	}
}

// TestASmallRowOfAnotherSizeIsAnError damages rows whose value has a fixed size.
func TestASmallRowOfAnotherSizeIsAnError(t *testing.T) {
	for _, tt := range []struct {
		name        string
		bucket, key []byte
		read        func(ctx context.Context, s *Store) error
	}{
		{"a code", bucketCodes, keys.Code("", "code"), func(ctx context.Context, s *Store) error {
			_, err := s.LinkByCode(ctx, "", "code")
			return err
		}},
		{"uses", bucketUses, numberKey(1), func(ctx context.Context, s *Store) error {
			_, err := s.LinkUses(ctx, 1)
			return err
		}},
		{"uses that are counted", bucketUses, numberKey(1), func(ctx context.Context, s *Store) error {
			_, err := s.UseLink(ctx, 1, 10)
			return err
		}},
		{"the number of a workspace", bucketWorkspaces, keys.Workspace(""), func(ctx context.Context, s *Store) error {
			_, err := s.WorkspaceNumber(ctx, "")
			return err
		}},
		{"the links of a workspace", bucketWorkspaces, keys.Workspace(""), func(ctx context.Context, s *Store) error {
			_, err := s.CountLinks(ctx, "")
			return err
		}},
		{"the links of a workspace that are counted", bucketWorkspaces, keys.Workspace(""), func(ctx context.Context, s *Store) error {
			return s.CreateLinks(ctx, &linkpack.Link{ID: "new", ShortCode: "new"})
		}},
		{"the epoch", bucketFormat, keyEpoch, func(ctx context.Context, s *Store) error {
			_, err := s.LeaseLane(ctx, 0, "a test")
			return err
		}},
		{"the epoch of a lane that is listed", bucketFormat, keyEpoch, func(ctx context.Context, s *Store) error {
			return s.ViewClicks(ctx, func(v analytics.View) error {
				_, err := v.Lanes()
				return err
			})
		}},
	} {
		for _, value := range []string{"", "abc", "abcdefghijk"} {
			t.Run(fmt.Sprintf("%s, %d bytes", tt.name, len(value)), func(t *testing.T) {
				s := inFile(t, putRow(tt.bucket, tt.key, value))
				if err := tt.read(t.Context(), s); !errors.Is(err, ErrCorrupt) {
					t.Errorf("error %v", err)
				}
			})
		}
	}
}

func TestNumbersEnd(t *testing.T) {
	s := inFile(t, func(btx *bbolt.Tx) error { return (&tx{Tx: btx}).setCounter(keyNumbers, 1<<32-3) })
	last := &linkpack.Link{ID: "last", ShortCode: "last"}
	if err := s.CreateLinks(t.Context(), last); err != nil || last.Number != 1<<32-2 {
		t.Errorf("the last number is %d, %v", last.Number, err)
	}
	none := &linkpack.Link{ID: "none", ShortCode: "none"}
	if err := s.CreateLinks(t.Context(), none); err == nil || !strings.Contains(err.Error(), "used up") {
		t.Errorf("one link too many: number %d, %v", none.Number, err)
	}
}
