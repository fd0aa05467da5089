// Command accesslog replays a web server's access log: each path becomes a
// short link, each request for it a click on the day that the log says, and a
// minute later the statistics are there.
//
//	go run ./examples/accesslog access.log
//
// It reads the Common and the Combined Log Format of Apache and nginx, also with
// the virtual host in front, packed by gzip, or from the standard input as "-".
// GET and HEAD requests that were answered with a status from 200 to 399 count;
// others are passed over, and lines that cannot be read are counted and shown
// with their numbers. Countries come from the embedded database, devices,
// systems, browsers and bots from the User-Agent.
//
// It prints how the requests were classified, then the paths, countries,
// devices, systems, browsers and referring hosts with the most human clicks:
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
// docs/accesslog.md compares its figures with those of another program.
//
// The flags:
//
//	-db FILE    keep links and clicks in this file, for examples/server to show;
//	            the same log once more is counted once more (default: in memory)
//	-json FILE  write the statistics as JSON, all of them
//	-site URL   where the paths lead (default https://example.com)
//	-top N      how many values are printed of each kind (default 10)
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

// config is what the flags say.
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
	flags.StringVar(&c.db, "db", "", "keep links and clicks in this `file`")
	flags.StringVar(&c.json, "json", "", "write the statistics to this `file`")
	flags.StringVar(&c.site, "site", "https://example.com", "where the paths lead, a `URL` without path")
	flags.IntVar(&c.top, "top", 10, "how many values are printed of each kind")
	if err := flags.Parse(args); err != nil {
		return c, err
	}
	if flags.NArg() != 1 {
		flags.Usage()
		return c, errors.New("give one log file, or - for the standard input")
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

// openStore opens a file, or a store that forgets everything.
func openStore(path string) (linkpack.Store, error) {
	if path == "" {
		return memory.New(), nil
	}
	return store.Open(path)
}
