package bolt_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/bolt"
)

func TestTheFileOfAKilledProcessHoldsWhatWasAcknowledged(t *testing.T) {
	for round := range 8 {
		path := filepath.Join(t.TempDir(), "linkpack.db")
		writer := startWriter(t, path)
		promised := -1
		for range 1 + rand.IntN(40) {
			promised = writer.next(t)
		}
		time.Sleep(rand.N(3 * time.Millisecond)) // into the middle of a step
		promised = max(promised, writer.kill())
		checkPages(t, path)
		held := checkSteps(t, path, promised)
		t.Logf("round %d: %d steps were promised, %d are held", round, promised+1, held)
	}
}

func TestTheJournalOfAKilledProcessHoldsWhatWasAcknowledged(t *testing.T) {
	for round := range 8 {
		path := filepath.Join(t.TempDir(), "linkpack.db")
		writer := startProcess(t, clicksFile, path)
		promised := -1
		for range 1 + rand.IntN(400) {
			promised = writer.next(t)
		}
		promised = max(promised, writer.kill())
		_, err := os.Stat(path + "-journal")
		s := openFile(t, path)
		held, failed := steps(t.Context(), s)
		if failed != nil || held <= promised {
			t.Errorf("step %d was promised, %d are held, %v", promised, held, failed)
		}
		t.Logf("round %d: %d steps were promised, %d are held, with a journal: %t", round, promised+1, held, err == nil)
		if err := errors.Join(s.Close(), failed); err != nil {
			t.Error(err)
		}
		checkPages(t, path)
	}
}

// checkSteps checks that every acknowledged step is there, and of the next one no
// part of a change. It returns how many steps the file holds.
func checkSteps(t *testing.T, path string, promised int) int {
	t.Helper()
	s := openFile(t, path)
	defer s.Close()
	held, err := steps(t.Context(), s)
	if err != nil || held <= promised || held > promised+2 {
		t.Fatalf("step %d was promised, %d are held, %v", promised, held, err)
	}
	for n := range held {
		wantCode(t, s, stepLinks(n)[0].ShortCode, nil)
		wantCode(t, s, stepLinks(n)[1].ShortCode, linkpack.ErrGone)
		wantCode(t, s, stepLinks(n)[1].ShortCode+"-renamed", nil)
		wantCode(t, s, stepLinks(n)[2].ShortCode, linkpack.ErrGone)
	}
	checkLog(t, s)
	checkCutStep(t, s, held)
	return held
}

// checkLog checks that the change log names exactly the links that there are.
func checkLog(t *testing.T, s *bolt.Store) {
	t.Helper()
	rows, err := s.ChangesAfter(t.Context(), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, row := range rows {
		if row.Action == linkpack.ActionCreate {
			told = append(told, row.ID)
		} else {
			told = slices.DeleteFunc(told, func(id string) bool { return id == row.ID })
		}
	}
	page, err := s.ListLinks(t.Context(), linkpack.LinkQuery{Limit: len(told) + 1})
	if err != nil || len(page.Links) != len(told) {
		t.Errorf("the log tells of %d links, there are %d, %v", len(told), len(page.Links), err)
	}
	for _, l := range page.Links {
		if !slices.Contains(told, l.ID) {
			t.Errorf("the log does not tell of link %s", l.ID)
		}
	}
}

// checkCutStep checks that the step during which the writer died left whole changes:
// no link, three links, or two links and a tombstone.
func checkCutStep(t *testing.T, s *bolt.Store, n int) {
	t.Helper()
	var errs []error
	for _, l := range stepLinks(n) {
		_, err := s.Link(t.Context(), "", l.ID)
		errs = append(errs, err)
	}
	deleted := stepLinks(n)[2].ShortCode
	switch {
	case errs[2] == nil && errs[0] == nil && errs[1] == nil:
		wantCode(t, s, deleted, nil)
	case errs[2] != nil && errs[0] == nil && errs[1] == nil:
		wantCode(t, s, deleted, linkpack.ErrGone)
	case errs[2] != nil && errs[0] != nil && errs[1] != nil:
		wantCode(t, s, deleted, linkpack.ErrNotFound)
	default:
		t.Errorf("step %d is half done: %v", n, errs)
	}
	if err := s.CreateLinks(t.Context(), batch(n)...); err != nil {
		t.Errorf("the file does not go on: %v", err)
	}
}

// wantCode checks that a code leads to a link, or to the error want.
func wantCode(t *testing.T, s *bolt.Store, code string, want error) {
	t.Helper()
	l, err := s.LinkByCode(t.Context(), "", code)
	if !errors.Is(err, want) || err == nil && l.ShortCode != code {
		t.Errorf("%q: %+v, %v, want %v", code, l, err, want)
	}
}

// checkPages checks that every page of a file is in its place.
func checkPages(t *testing.T, path string) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.View(func(tx *bbolt.Tx) error {
		for err := range tx.Check() {
			t.Error(err)
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}

func TestAnotherProcessHoldsTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "linkpack.db")
	writer := startWriter(t, path)
	if _, err := bolt.Open(path, &bolt.Options{LockTimeout: 100 * time.Millisecond}); !errors.Is(err, bolt.ErrLocked) {
		t.Errorf("Open while another process writes: %v", err)
	}
	writer.next(t) // it goes on undisturbed
	writer.kill()
	s, err := bolt.Open(path, nil)
	if err != nil {
		t.Fatalf("Open after the other process died: %v", err)
	}
	if _, err := steps(context.Background(), s); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
