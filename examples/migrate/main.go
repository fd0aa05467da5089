// Migrate copies everything that a store has to another one:
//
//	go run ./examples/migrate -copy linkpack.db postgres://linkpack@db.example/links
//	go run ./examples/migrate -copy postgres://linkpack@db.example/links linkpack.db
//
// A store is a file, or the address of a PostgreSQL database. The destination must be new:
// a file that does not exist, or a database without links, in which migrate makes the
// tables. Stop all programs that use the two stores first.
//
// When it was interrupted, the same command goes on. It exits with 0 once the destination
// has been compared with the source, with 1 if something failed, and with 2 if the
// command is wrong.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/linkpack/linkpack-go/store/transfer"
)

// The exit codes.
const (
	succeeded = iota
	isFailed
	isMisused
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stderr, isTerminal(os.Stderr))
	stop()
	os.Exit(code)
}

// run runs the command and returns its exit code.
func run(ctx context.Context, args []string, out io.Writer, terminal bool) int {
	flags := flag.NewFlagSet("migrate", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.Usage = func() {
		fmt.Fprintln(out, "usage: migrate -copy source destination")
		flags.PrintDefaults()
	}
	isCopy := flags.Bool("copy", false, "copy a store to another one; a store is a file or a postgres:// address")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return succeeded
	} else if err != nil {
		return isMisused
	}
	if !*isCopy || flags.NArg() != 2 {
		flags.Usage()
		return isMisused
	}
	bar := &progress{out: out, terminal: terminal, every: time.Second}
	return report(ctx, out, bar, copyStore(ctx, flags.Arg(0), flags.Arg(1), bar))
}

// report says how a copy has ended and returns the exit code.
func report(ctx context.Context, out io.Writer, bar *progress, err error) int {
	bar.end()
	if err != nil {
		fmt.Fprintln(out, "migrate:", explain(ctx, err))
		return isFailed
	}
	fmt.Fprintf(out, "%d rows were copied and compared\n", bar.now.Rows)
	return succeeded
}

// copyStore copies the store at a place to another place.
func copyStore(ctx context.Context, from, to string, bar *progress) (err error) {
	src, err := openSource(ctx, from)
	if err != nil {
		return fmt.Errorf("source: %w", err)
	}
	defer func() { err = errors.Join(err, src.close()) }()
	dst, err := openDestination(ctx, to)
	if err != nil {
		return fmt.Errorf("destination: %w", err)
	}
	defer func() { err = errors.Join(err, dst.close()) }()
	return transfer.Copy(ctx, dst.Store, src.Store, &transfer.Options{Progress: bar.tell})
}

// explain adds to an error what to do about it.
func explain(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("%w\nThe same command goes on with the copy", err)
	case errors.Is(err, transfer.ErrInUse):
		return fmt.Errorf("%w\nStop the programs that use it. A lane of one that died is free after 15 seconds", err)
	case errors.Is(err, transfer.ErrChanged), errors.Is(err, transfer.ErrDiffers):
		return fmt.Errorf("%w\nBegin again with a new destination", err)
	}
	return err
}
