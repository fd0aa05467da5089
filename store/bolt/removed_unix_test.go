//go:build unix

package bolt_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/bolt"
)

func TestNothingIsAcknowledgedInAFileThatIsNoMore(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(path string) error
	}{
		{"removed", os.Remove},
		{"replaced", func(path string) error {
			if err := os.WriteFile(path+".new", []byte("another"), 0o600); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "linkpack.db")
			s := openFile(t, path)
			if err := s.CreateLinks(t.Context(), batch(0)...); err != nil {
				t.Fatal(err)
			}
			l := lease(t, s)
			if err := c.do(path); err != nil {
				t.Fatal(err)
			}
			if err := s.CreateLinks(t.Context(), batch(1)...); !errors.Is(err, bolt.ErrRemoved) {
				t.Errorf("CreateLinks: %v", err)
			}
			nothing := func(analytics.Tx) error { return nil }
			if err := l.UpdateClicks(t.Context(), nothing); !errors.Is(err, bolt.ErrRemoved) {
				t.Errorf("UpdateClicks: %v", err)
			}
			wantCode(t, s, batch(0)[99].ShortCode, nil)
			if err := s.Backup(t.Context(), path+".saved"); err != nil {
				t.Errorf("Backup: %v", err)
			}
			if err := s.Close(); !errors.Is(err, bolt.ErrRemoved) {
				t.Errorf("Close: %v", err)
			}
			saved := openFile(t, path+".saved")
			defer saved.Close()
			wantCode(t, saved, batch(0)[99].ShortCode, nil)
		})
	}
}

func TestAFileThatIsRenamedKeepsWhatComes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "linkpack.db")
	s := openFile(t, path)
	if err := os.Rename(path, path+".moved"); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.CreateLinks(t.Context(), batch(0)...), s.Close()); err != nil {
		t.Fatal(err)
	}
	s = openFile(t, path+".moved")
	t.Cleanup(func() { _ = s.Close() })
	wantCode(t, s, batch(0)[99].ShortCode, nil)
}
