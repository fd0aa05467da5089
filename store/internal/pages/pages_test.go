package pages_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/store/internal/pages"
)

// grown returns a file after random changes, and calls see after each transaction.
func grown(t *testing.T, seed uint64, transactions int, see func(db *bbolt.DB)) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "db")
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{NoSync: true, FreelistType: bbolt.FreelistMapType, InitialMmapSize: 1 << 26})
	if err != nil {
		t.Fatal(err)
	}
	db.AllocSize = 1 << 16 // so that the file stays small
	random := rand.New(rand.NewPCG(seed, 1))
	for range transactions {
		if err := db.Update(func(tx *bbolt.Tx) error { return change(tx, random) }); err != nil {
			t.Fatal(err)
		}
		see(db)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// change puts and deletes rows of one of three buckets, few or many, small or large.
func change(tx *bbolt.Tx, random *rand.Rand) error {
	b, err := tx.CreateBucketIfNotExists(fmt.Appendf(nil, "bucket %d", random.IntN(3)))
	if err != nil {
		return err
	}
	b.FillPercent = []float64{0.5, 0.9, 0.98}[random.IntN(3)]
	first, stride := random.IntN(3000), random.IntN(7)
	for i := range random.IntN(200) {
		key := fmt.Appendf(nil, "key %d", first+i*stride)
		if random.IntN(3) == 0 {
			err = errors.Join(err, b.Delete(key))
			continue
		}
		size := random.IntN(100)
		if random.IntN(50) == 0 {
			size = random.IntN(20_000)
		}
		err = errors.Join(err, b.Put(key, make([]byte, size)))
	}
	return err
}

// faults returns what is wrong with a file.
func faults(content []byte) (found []*pages.Fault) {
	pages.Check(bytes.NewReader(content), os.Getpagesize(), func(f *pages.Fault) { found = append(found, f) })
	return found
}

func TestASoundFileHasNoFaults(t *testing.T) {
	for seed := range uint64(5) {
		content := grown(t, seed, 60, func(db *bbolt.DB) {
			content, err := os.ReadFile(db.Path())
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range faults(content) {
				t.Errorf("seed %d: %v", seed, f)
			}
		})
		for _, f := range faults(content) {
			t.Errorf("seed %d: %v", seed, f)
		}
	}
}

func TestTheTreesOfATransactionAreSoundWhileOthersWrite(t *testing.T) {
	grown(t, 99, 40, func(db *bbolt.DB) {
		err := db.View(func(old *bbolt.Tx) error {
			random := rand.New(rand.NewPCG(7, 7))
			for range 3 {
				if err := db.Update(func(tx *bbolt.Tx) error { return change(tx, random) }); err != nil {
					return err
				}
			}
			file, err := os.Open(db.Path())
			if err != nil {
				return err
			}
			defer file.Close()
			size := os.Getpagesize()
			pages.CheckTrees(file, size, uint64(old.Cursor().Bucket().Root()), uint64(old.Size())/uint64(size), func(f *pages.Fault) {
				t.Error(f)
			})
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// rows returns all rows of a file, or an error where bbolt panics.
func rows(t *testing.T, content []byte) (all map[string]string, err error) {
	path := filepath.Join(t.TempDir(), "db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	all = make(map[string]string)
	return all, db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(key, value []byte) error {
				all[string(name)+"/"+string(key)] = fmt.Sprint(string(b.Get(key)) == string(value), len(value))
				return nil
			})
		})
	})
}

// TestAFlippedBitIsAFaultOrChangesNoMoreThanOneRow flips bits outside of values.
func TestAFlippedBitIsAFaultOrChangesNoMoreThanOneRow(t *testing.T) {
	content := grown(t, 5, 60, func(*bbolt.DB) {})
	want, err := rows(t, content)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 3))
	found := 0
	for range 150 {
		damaged := bytes.Clone(content)
		at := random.IntN(len(content))
		damaged[at] ^= 1 << random.IntN(8)
		if len(faults(damaged)) > 0 {
			found++
			continue
		}
		got, err := rows(t, damaged)
		if err != nil {
			t.Errorf("byte %d: %v", at, err)
		}
		if lost, more := without(want, got), without(got, want); lost > 1 || more != lost {
			t.Errorf("byte %d: %d rows are missing, %d are new", at, lost, more)
		}
	}
	if found < 3 {
		t.Errorf("only %d of 150 flipped bits were found", found)
	}
}

// without counts what a has and b has not.
func without(a, b map[string]string) (n int) {
	for key, value := range a {
		if b[key] != value {
			n++
		}
	}
	return n
}
