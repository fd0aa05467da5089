// Checkfile names everything that is damaged in a database file:
//
//	go run ./examples/checkfile linkpack.db
//
// It exits with 1 if something is. Stop the program that uses the file first. The
// statistics of clicks have a check of their own, Shortener.Audit.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/linkpack/linkpack-go/store"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: checkfile file")
	}
	if err := check(context.Background(), os.Stdout, os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

// check prints what is damaged in the file at path.
func check(ctx context.Context, out io.Writer, path string) (err error) {
	if _, err := os.Stat(path); err != nil { // Open would make a new file
		return err
	}
	s, err := store.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	found := 0
	for damage := range s.Check(ctx) {
		found++
		fmt.Fprintln(out, damage)
	}
	if found > 0 {
		return fmt.Errorf("%d faults in %s", found, path)
	}
	fmt.Fprintln(out, "nothing is damaged")
	return nil
}
