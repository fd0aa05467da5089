package bolt_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/linkpack/linkpack-go/store/bolt"
)

// A file belongs to one process at a time; another one is told so.
func ExampleOpen() {
	dir, _ := os.MkdirTemp("", "linkpack")
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "linkpack.db")

	first, err := bolt.Open(path, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer first.Close()

	_, err = bolt.Open(path, &bolt.Options{LockTimeout: 10 * time.Millisecond})
	fmt.Println(errors.Is(err, bolt.ErrLocked))
	// Output: true
}
