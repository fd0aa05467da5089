// Command accesslog shows click statistics of a web server's access log. Each path
// becomes a short link, and each request becomes a click at the time in the log.
//
//	go run ./examples/accesslog access.log
//
// It reads the Common and the Combined Log Format of Apache and nginx, with or without
// the virtual host in front. The file can be compressed by gzip; "-" means standard
// input. GET and HEAD requests with a status from 200 to 399 count, and other requests
// are passed over. Lines that cannot be parsed are counted and shown with their
// numbers. Countries come from the embedded database; devices, systems, browsers and
// bots come from the User-Agent.
//
// It prints the number of requests by class, then the paths, countries, devices,
// systems, browsers and referring hosts with the most human clicks:
//
//	18 lines: 10 counted, 4 passed over, 4 not understood
//	  line 12 has no time in brackets
//	...
//	human 6, bot 2, preview 1, head 1
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
	"net/url"
	"os"
	"os/signal"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing/geoip/countrydb"
	"github.com/linkpack/linkpack-go/store"
	"github.com/linkpack/linkpack-go/store/memory"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout)
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
	file, db, json, site string
	top                  int
}

func parseFlags(args []string, out io.Writer) (config, error) {
	var c config
	flags := flag.NewFlagSet("accesslog", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.Usage = func() {
		fmt.Fprintln(out, "usage: accesslog [flags] FILE")
		flags.PrintDefaults()
	}
	flags.StringVar(&c.db, "db", "", "store links and clicks in this `file`, for examples/server")
	flags.StringVar(&c.json, "json", "", "write all statistics as JSON to this `file`")
	flags.StringVar(&c.site, "site", "https://example.com", "destination of the paths, a `URL` without a path")
	flags.IntVar(&c.top, "top", 10, "number of values to print in each table")
	if err := flags.Parse(args); err != nil {
		return c, err
	}
	if flags.NArg() != 1 {
		flags.Usage()
		return c, errors.New("name one log file, or - for standard input")
	}
	c.file = flags.Arg(0)
	site, err := url.Parse(c.site)
	if err != nil || site.Host == "" || strings.Trim(site.Path, "/") != "" || site.RawQuery != "" {
		return c, fmt.Errorf("-site %q must be like https://example.com", c.site)
	}
	return c, nil
}

// run replays a log and prints its statistics.
func run(ctx context.Context, args []string, out io.Writer) (err error) {
	c, err := parseFlags(args, out)
	if err != nil {
		return err
	}
	log, file, err := openLog(c.file)
	if err != nil {
		return err
	}
	defer file.Close()
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
	links, err := linkpack.New(s, &linkpack.Options{Geo: countries})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, links.Close(context.WithoutCancel(ctx))) }()

	r := newReplay(links, log, c.site)
	if err := r.run(ctx); err != nil {
		return fmt.Errorf("%s, after %d requests were counted: %w", c.file, r.counted, err)
	}
	report, err := r.report(ctx)
	if err != nil {
		return err
	}
	report.print(out, c.top)
	if c.json != "" {
		return report.writeJSON(c.json)
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
