// Command accesslog shows click statistics of a web server's access logs. Each path
// becomes a short link, and each request becomes a click at the time in the log.
//
//	go run ./examples/accesslog access.log access.log.1.gz
//
// It reads the Common and the Combined Log Format of Apache and nginx, with or without
// the virtual host in front, and lines of JSON from Caddy and Traefik, or from nginx with
// the names of its variables. Files can be compressed by gzip, bzip2 or zstd; "-" means
// standard input. While it reads, it tells standard error how far it is. GET and HEAD requests with a status from 200 to 399 count, and other requests
// are passed over. Lines that cannot be parsed are counted and shown with their
// numbers. Countries come from the embedded database; devices, systems, browsers and
// bots come from the User-Agent.
//
// It prints the number of requests by class and of visitors, then the paths, countries,
// devices, systems, browsers and referring hosts with the most human clicks, and the
// clicks by day and by hour of the day, in UTC. If it counts nothing, it exits with 1:
//
//	18 lines: 10 counted, 4 passed over, 4 not understood
//	  line 12 has no time in brackets
//	...
//	human 6, bot 2, preview 1, head 1
//	5 visitors; who came on several days counts for each
//
//	Links            Clicks
//	/launch               3
//	...
//
// docs/accesslog.md compares the figures with those of GoAccess.
//
// The flags:
//
//	-db FILE    store links and clicks in this file, for examples/server; replaying
//	            a log again counts it again (default: in memory)
//	-internal PREFIXES
//	            networks of your own office and monitoring, whose visits are
//	            not counted as clicks, as in 192.0.2.0/24,198.51.100.7
//	-json FILE  write all statistics as JSON to this file
//	-site URL   destination of the paths, without a path (default https://example.com)
//	-top N      number of values to print in each table (default 10)
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing/geoip/countrydb"
	"github.com/linkpack/linkpack-go/store"
	"github.com/linkpack/linkpack-go/store/memory"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "accesslog:", err)
		os.Exit(1)
	}
}

// config holds the values of the flags.
type config struct {
	files          []string
	db, json, site string
	top            int
	internal       []netip.Prefix
}

func parseFlags(args []string, out io.Writer) (config, error) {
	var c config
	flags := flag.NewFlagSet("accesslog", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.Usage = func() {
		fmt.Fprintln(out, "usage: accesslog [flags] FILE...")
		flags.PrintDefaults()
	}
	flags.StringVar(&c.db, "db", "", "store links and clicks in this `file`, for examples/server")
	flags.Func("internal", "comma-separated `prefixes` of your own office and monitoring, whose visits are not counted as clicks", c.setInternal)
	flags.StringVar(&c.json, "json", "", "write all statistics as JSON to this `file`")
	flags.StringVar(&c.site, "site", "https://example.com", "destination of the paths, a `URL` without a path")
	flags.IntVar(&c.top, "top", 10, "number of values to print in each table")
	if err := flags.Parse(args); err != nil {
		return c, err
	}
	if flags.NArg() == 0 {
		flags.Usage()
		return c, errors.New("name log files, or - for standard input")
	}
	c.files = flags.Args()
	site, err := url.Parse(c.site)
	if err != nil || site.Host == "" || strings.Trim(site.Path, "/") != "" || site.RawQuery != "" {
		return c, fmt.Errorf("-site %q must be like https://example.com", c.site)
	}
	return c, nil
}

// errNothing is the error if no line of the logs was counted.
var errNothing = errors.New("nothing was counted")

// run replays logs and prints their statistics. It tells messages how far it is.
func run(ctx context.Context, args []string, out, messages io.Writer) (err error) {
	c, err := parseFlags(args, out)
	if err != nil {
		return err
	}
	log := &logFiles{names: c.files, progress: &progress{out: messages, every: 5 * time.Second}}
	if err := log.checkAll(); err != nil {
		return err
	}
	if err := checkWritable(c.json); err != nil {
		return fmt.Errorf("-json: %w", err)
	}
	s, err := openStore(c.db)
	if err != nil {
		return fmt.Errorf("-db: %w", err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	countries, err := countrydb.Open()
	if err != nil {
		return err
	}
	defer countries.Close()
	links, err := linkpack.New(s, &linkpack.Options{Geo: countries, Internal: c.internal})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, links.Close(context.WithoutCancel(ctx))) }()

	r := newReplay(links, log, c.site)
	if err := r.run(ctx); err != nil {
		return fmt.Errorf("after %d requests were counted: %w", r.counted, err)
	}
	report, err := r.report(ctx)
	if err != nil {
		return err
	}
	report.print(out, c.top)
	if c.json != "" {
		if err := report.writeJSON(c.json); err != nil {
			return err
		}
	}
	if r.counted == 0 {
		return errNothing
	}
	return nil
}

// openStore opens a file, or a store in memory if path is empty.
func openStore(path string) (linkpack.Store, error) {
	if path == "" {
		return memory.New(), nil
	}
	return store.Open(path)
}
