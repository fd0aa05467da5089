package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
)

func TestAnUnreadableChangeIsAnErrorThatNamesIt(t *testing.T) {
	for name, row := range map[string]string{
		"cut off":      `{"seq":1,"ki`,
		"another row":  `{"seq":2,"kind":"link"}`,
		"a wrong type": `{"seq":"1"}`,
	} {
		t.Run(name, func(t *testing.T) {
			s := inFile(t, putRow(bucketChanges, changeKey(1), row))
			_, err := s.ChangesAfter(t.Context(), 0, 0)
			if !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "change 0000000000000001") {
				t.Errorf("error %v", err)
			}
		})
	}
}

// TestAChangeThatIsMissingIsAnError damages the key of a change between others.
func TestAChangeThatIsMissingIsAnError(t *testing.T) {
	for name, key := range map[string][]byte{"removed": nil, "another key": {0, 0, 0, 0, 0, 0, 1}} {
		for n := uint64(2); n <= 3; n++ { // a log without its first row looks trimmed
			t.Run(fmt.Sprintf("change %d, %s", n, name), func(t *testing.T) {
				s := inFile(t, func(*bbolt.Tx) error { return nil })
				steps := []error{
					s.CreateLinks(t.Context(), &linkpack.Link{ID: "l2", ShortCode: "2"}, &linkpack.Link{ID: "l3", ShortCode: "3"}),
					s.inner.db.Update(func(tx *bbolt.Tx) error {
						b := tx.Bucket(bucketChanges)
						row := bytes.Clone(b.Get(changeKey(n)))
						if err := b.Delete(changeKey(n)); err != nil || key == nil {
							return err
						}
						return b.Put(key, row)
					}),
				}
				if err := errors.Join(steps...); err != nil {
					t.Fatal(err)
				}
				if rows, err := s.ChangesAfter(t.Context(), 0, 0); !errors.Is(err, ErrCorrupt) {
					t.Errorf("the log has %+v, %v", rows, err)
				}
			})
		}
	}
}

func TestAnUnreadableLinkIsAnErrorByItsNumber(t *testing.T) {
	s := inFile(t, putRow(bucketLinks, numberKey(1), "{"))
	if _, err := s.LinkByNumber(t.Context(), 1); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "link 00000001") {
		t.Errorf("error %v", err)
	}
	other := &linkpack.Link{ID: "l2", ShortCode: "other"}
	if err := s.CreateLinks(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	found, err := s.LinksByNumber(t.Context(), []uint32{1, other.Number})
	damaged, ok := errors.AsType[*linkpack.DamagedError](err)
	if len(found) != 1 || found[0].ID != other.ID || !ok || damaged.Kind != linkpack.KindLink || !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "link number 1:") {
		t.Errorf("%d links, %v", len(found), err)
	}
}

// TestACompactedFileGoesOnWithTheLog trims the whole change log before it copies the
// file.
func TestACompactedFileGoesOnWithTheLog(t *testing.T) {
	s := inFile(t, func(*bbolt.Tx) error { return nil })
	last, err := s.LastChange(t.Context())
	path := s.inner.db.Path()
	if err := errors.Join(err, s.TrimChanges(t.Context(), last), s.Close(), Compact(t.Context(), path, path+"2")); err != nil {
		t.Fatal(err)
	}
	again, err := Open(path+"2", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got, err := again.LastChange(t.Context()); got != last || err != nil {
		t.Errorf("the last change is %d, %v, want %d", got, err, last)
	}
	if err := again.CreateLinks(t.Context(), &linkpack.Link{ID: "next", ShortCode: "next"}); err != nil {
		t.Fatal(err)
	}
	if rows, err := again.ChangesAfter(t.Context(), last, 0); err != nil || len(rows) != 1 || rows[0].Seq != last+1 {
		t.Errorf("rows behind it: %+v, %v", rows, err)
	}
}
