package bolt_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/linkpack/linkpack-go/store/bolt"
)

// Only one process at a time can open a file.
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
	fmt.Println("in use:", errors.Is(err, bolt.ErrLocked))
	// Output: in use: true
}

// Make a backup every night, while the store is in use.
func ExampleStore_Backup() {
	dir, _ := os.MkdirTemp("", "linkpack")
	defer os.RemoveAll(dir)
	store, err := bolt.Open(filepath.Join(dir, "linkpack.db"), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer store.Close()

	night := time.Date(2026, 3, 1, 3, 0, 0, 0, time.UTC)
	backup := filepath.Join(dir, "linkpack-"+night.Format(time.DateOnly)+".db")
	if err := store.Backup(context.Background(), backup); err != nil {
		fmt.Println(err)
		return
	}

	saved, err := bolt.Open(backup, nil) // a backup is a store like any other
	if err != nil {
		fmt.Println(err)
		return
	}
	defer saved.Close()
	fmt.Println("saved", filepath.Base(backup))
	// Output: saved linkpack-2026-03-01.db
}

// Make a file smaller after many clicks were erased or retention was shortened.
func ExampleCompact() {
	dir, _ := os.MkdirTemp("", "linkpack")
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "linkpack.db")
	store, err := bolt.Open(path, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := store.Close(); err != nil { // the file must not be in use
		fmt.Println(err)
		return
	}

	compact := filepath.Join(dir, "compact.db")
	if err := bolt.Compact(context.Background(), path, compact); err != nil {
		fmt.Println(err)
		return
	}
	if err := os.Rename(compact, path); err != nil {
		fmt.Println(err)
		return
	}

	store, err = bolt.Open(path, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer store.Close()
	fmt.Println("compacted", filepath.Base(path))
	// Output: compacted linkpack.db
}
