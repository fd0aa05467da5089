package bolt

import (
	"errors"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// deletion is when the links of withBin were deleted.
var deletion = time.Date(2026, 3, 14, 15, 9, 26, 0, time.UTC)

// withBin returns a store with the deleted links 1 and 3 (2 is the workspace), after a
// write to the file.
func withBin(t *testing.T, write func(*bbolt.Tx) error) *Store {
	t.Helper()
	s := inFile(t, func(*bbolt.Tx) error { return nil })
	err := s.CreateLinks(t.Context(), &linkpack.Link{ID: "l2", ShortCode: "second"})
	if err == nil {
		_, err = s.UpdateLinks(t.Context(), "", []string{"l1", "l2"}, func(_ int, l *linkpack.Link) error {
			l.DeletedAt = deletion
			return nil
		})
	}
	if err := errors.Join(err, s.inner.db.Update(write)); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestADamagedLinkDoesNotKeepOthersInTheBin(t *testing.T) {
	for name, write := range map[string]func(*bbolt.Tx) error{
		"a link":             flip(bucketLinks, numberKey(1)),
		"a link in the bin":  flip(bucketBin, keys.Bin(deletion, 1)),
		"a missing link":     remove(bucketLinks, numberKey(1)),
		"another time":       putRow(bucketBin, keys.Bin(deletion.Add(-1e9), 1), ""),
		"a link that is not": putRow(bucketBin, keys.Bin(deletion, 9), ""),
	} {
		t.Run(name, func(t *testing.T) {
			s := withBin(t, write)
			removed, err := s.EmptyBin(t.Context(), deletion.Add(time.Hour), linkpack.Edit{}, 9)
			if !errors.Is(err, linkpack.ErrDamaged) || removed == 0 {
				t.Errorf("removed %d links, %v", removed, err)
			}
			if _, err := s.DeletedLink(t.Context(), "", "l2"); err != nil {
				t.Errorf("the sound link: %v", err)
			}
		})
	}
}

func TestCheckNamesWhatIsDamagedInTheBin(t *testing.T) {
	for want, write := range map[string]func(*bbolt.Tx) error{
		`"bin": its checksum does not match`:                          flip(bucketBin, keys.Bin(deletion, 1)),
		`deleted link "l1": its entry in the bin is not in the index`: remove(bucketBin, keys.Bin(deletion, 1)),
		`e1" points to link 00000001, which does not have it`:         putRow(bucketExternal, keys.External("", "e1"), string(numberKey(1))),
		"00000001 points to link 00000001, which does not have it":    putRow(bucketDestinations, keys.Destination(inFileLink()), ""),
		`the tombstone of its code "code" is not in the index`:        remove(bucketCodes, keys.Code("", "code")),
		"link 00000001 was not deleted when its entry":                putRow(bucketBin, keys.Bin(deletion.Add(-1e9), 1), ""),
		"link 00000001 does not have the code":                        putRow(bucketCodes, keys.Code("", "code"), string(numberKey(1))),
		`the entry of code "\x00code" has 5 bytes`:                    putRow(bucketCodes, keys.Code("", "code"), "12345"),
	} {
		found := findings(t.Context(), withBin(t, write))
		if !strings.Contains(strings.Join(found, "\n"), want) {
			t.Errorf("found %q, want %q", found, want)
		}
	}
	if found := findings(t.Context(), withBin(t, func(*bbolt.Tx) error { return nil })); found != nil {
		t.Errorf("a sound bin: %q", found)
	}
}

// TestADamagedLinkInTheBinCanBeRemoved removes it by its ID.
func TestADamagedLinkInTheBinCanBeRemoved(t *testing.T) {
	for name, damage := range map[string]func(*bbolt.Tx) error{
		"its record":              flip(bucketLinks, numberKey(1)),
		"no record":               remove(bucketLinks, numberKey(1)),
		"its id":                  flip(bucketIDs, keys.Link("", "l1")),
		"its entry":               flip(bucketBin, keys.Bin(deletion, 1)),
		"no entry":                remove(bucketBin, keys.Bin(deletion, 1)),
		"the key of its entry":    misplace(bucketBin, keys.Bin(deletion, 1)),
		"the tombstone of a code": remove(bucketCodes, keys.Code("", "other")),
	} {
		t.Run(name, func(t *testing.T) {
			s := withBin(t, damage)
			if err := s.DeleteLinks(t.Context(), "", linkpack.Edit{}, "l1"); err != nil {
				t.Fatal(err)
			}
			if found := findings(t.Context(), s); found != nil {
				t.Errorf("the file is not sound: %q", found)
			}
			rows, err := s.ChangesAfter(t.Context(), 0, 0)
			if err != nil || rows[len(rows)-1].Action != linkpack.ActionRemove {
				t.Errorf("the change log has %+v, %v", rows, err)
			}
			if _, err := s.LinkByCode(t.Context(), "", "code"); !errors.Is(err, linkpack.ErrGone) {
				t.Errorf("its code: %v", err)
			}
		})
	}
}
