// Command server runs everything in one process: short links with rules, the Link
// Pack and Linkbreakers APIs and click analytics, stored in one file, or with -postgres in
// a database that several of them share. At its first
// start it makes a token and a few demonstration links, and prints commands to try. One
// of these links has a retargeting script; with -allow-scripts, others may have some, too.
//
//	go run ./examples/server
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // rules need time zones, which small systems may lack
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200) // halves the work of marking cached links, for a fifth more memory
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	err := run(ctx, os.Args[1:], os.Stdout)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Println("Stopped during the start; the next start continues it.")
	default:
		fmt.Fprintln(os.Stderr, "server:", err)
		os.Exit(1)
	}
}

// run runs the server until ctx is done. It checks the flags before it touches the
// file, so that a wrong flag does not use up the first start.
func run(ctx context.Context, args []string, out io.Writer) (err error) {
	cfg, err := parseFlags(args, out)
	if err != nil {
		return err
	}
	if err := rehearse(ctx, cfg); err != nil {
		return err
	}
	places, err := openPlaces(cfg.geo)
	if err != nil {
		return fmt.Errorf("-geo: %w", err)
	}
	defer places.Close()
	stopProfile, err := startProfile(cfg.cpuProfile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stopProfile()) }()
	listener, err := net.Listen("tcp", cfg.addr)
	if err != nil {
		return fmt.Errorf("-addr: %w", err)
	}
	defer listener.Close()
	if cfg.baseURL == "" {
		cfg.baseURL = localURL(listener.Addr())
	}
	db, err := openDatabase(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()

	token, err := prepare(ctx, db, places, cfg, out)
	if err != nil {
		return err
	}
	return serve(ctx, listener, db, places, token, cfg, out)
}
