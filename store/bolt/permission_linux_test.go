package bolt_test

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"syscall"
	"testing"

	"github.com/linkpack/linkpack-go/store/bolt"
)

func TestOpenWithoutPermission(t *testing.T) {
	path := file(t, []byte("x"))
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		if os.Geteuid() == 0 { // root may open every file, so be nobody
			runtime.LockOSThread() // the thread ends with the goroutine
			if err := syscall.Setfsuid(65534); err != nil {
				t.Error(err)
			}
		}
		_, err := bolt.Open(path, nil)
		done <- err
	}()
	if err := <-done; !errors.Is(err, fs.ErrPermission) {
		t.Errorf("Open: %v, want a permission error", err)
	}
}
