package main

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/store/bolt"
	"github.com/linkpack/linkpack-go/store/storetest"
	"github.com/linkpack/linkpack-go/store/transfer"
)

// filledFile makes a file with something of everything.
func filledFile(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "source.db")
	s, err := bolt.Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	storetest.Fill(t, s, rand.New(rand.NewPCG(1, 1)))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// runs runs the command and checks its exit code and what it prints.
func runs(ctx context.Context, t *testing.T, code int, prints string, args ...string) {
	t.Helper()
	var out strings.Builder
	if got := run(ctx, args, &out, false); got != code || !strings.Contains(out.String(), prints) {
		t.Errorf("migrate %q exits with %d and prints\n%s\nwant %d and %q", args, got, out.String(), code, prints)
	}
}

func TestCopyOfAFile(t *testing.T) {
	src, dst := filledFile(t), filepath.Join(t.TempDir(), "copy.db")
	runs(t.Context(), t, succeeded, "rows were copied and compared", "-copy", src, dst)
	s, err := bolt.Open(dst, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if last, err := s.LastChange(t.Context()); last == 0 || err != nil {
		t.Errorf("the last change is %d, error %v", last, err)
	}
}

func TestInterruptedCopyGoesOn(t *testing.T) {
	src, dst := filledFile(t), filepath.Join(t.TempDir(), "copy.db")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	runs(ctx, t, isFailed, "The same command goes on", "-copy", src, dst)
	runs(t.Context(), t, succeeded, "copied", "-copy", src, dst)
}

func TestFailures(t *testing.T) {
	src, none := filledFile(t), filepath.Join(t.TempDir(), "none.db")
	nothing := "postgres:///nothing?host=" + t.TempDir()
	runs(t.Context(), t, isFailed, "no such file", "-copy", none, src)
	if _, err := os.Stat(none); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the source was made")
	}
	runs(t.Context(), t, isFailed, "is not empty", "-copy", src, filledFile(t))
	runs(t.Context(), t, isFailed, "source: ", "-copy", nothing, none)
	runs(t.Context(), t, isFailed, "destination: ", "-copy", src, nothing)
	runs(t.Context(), t, isMisused, "usage: ", src, none)
	runs(t.Context(), t, isMisused, "usage: ", "-copy", src)
	runs(t.Context(), t, isMisused, "not defined", "-move", src, none)
	runs(t.Context(), t, succeeded, "usage: ", "-h")
}

func TestProgress(t *testing.T) {
	const hour = time.Hour // so that only the first and the last of a step are shown
	for _, test := range []struct {
		name     string
		terminal bool
		want     string
	}{
		{"lines", false, "" +
			"read   0 rows\n" +
			"write  [##########....................]  33% 1 of 3 rows\n" +
			"write  [##############################] 100% 3 of 3 rows\n"},
		{"a bar", true, "" +
			"\rread   0 rows\n" +
			"\rwrite  [##########....................]  33% 1 of 3 rows" +
			"\rwrite  [##############################] 100% 3 of 3 rows\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out strings.Builder
			p := &progress{out: &out, terminal: test.terminal, every: hour}
			for _, now := range []transfer.Progress{
				{Step: transfer.Reading}, {Step: transfer.Reading, Rows: 3},
				{Step: transfer.Writing, Rows: 1, Total: 3}, {Step: transfer.Writing, Rows: 2, Total: 3}, {Step: transfer.Writing, Rows: 3, Total: 3},
			} {
				p.tell(now)
			}
			p.end()
			if out.String() != test.want {
				t.Errorf("got %q, want %q", out.String(), test.want)
			}
		})
	}
}
