// Command load compares redirects with bare net/http. It runs rounds of wrk against the
// baseline and the server in turn, so that a noisy machine affects both alike. Quote
// the median ratio, from rounds of 10 s or longer; absolute figures depend on the
// machine.
//
//	go run ./.ci/load                              # batched, 5 rounds of 10 s
//	go run ./.ci/load -targets batched,sync -connections 64,256
//	go run ./.ci/load -targets floor,sync          # bare net/http that syncs a file
//	go run ./.ci/load -traffic many                # 10,000 User-Agents
//	go run ./.ci/load -traffic unknown             # unknown codes
//
// The processor time of a target includes work after the last answer, such as writing
// rollups: it is read when the target is idle.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"time"
)

// options holds the values of the flags.
type options struct {
	duration    time.Duration
	rounds      int
	connections []int
	traffic     string
	targets     []string
	serverFlags []string // for all servers
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 2 && args[0] == baseline {
		return serveBaseline(args[1])
	}
	if len(args) == 3 && args[0] == floor {
		return serveFloor(args[1], args[2])
	}
	opts, err := parseFlags(args)
	if err != nil {
		return err
	}
	targets, stop, err := startAll(ctx, opts)
	defer stop()
	if err != nil {
		return err
	}
	var rounds []round
	for _, connections := range opts.connections {
		for n := range opts.rounds {
			for _, t := range targets {
				r, err := t.round(ctx, n+1, connections, opts)
				if err != nil {
					return fmt.Errorf("%s: %w", t.name, err)
				}
				rounds = append(rounds, r)
				fmt.Println(r.line(rounds))
			}
		}
	}
	fmt.Printf("\n%s traffic, rounds of %v, medians of %d:\n", opts.traffic, opts.duration, opts.rounds)
	printTable(os.Stdout, rounds)
	return stopAll(targets)
}

func parseFlags(args []string) (*options, error) {
	opts := &options{}
	flags := flag.NewFlagSet("load", flag.ExitOnError)
	flags.DurationVar(&opts.duration, "duration", 10*time.Second, "duration of a round")
	flags.IntVar(&opts.rounds, "rounds", 5, "number of rounds for each target")
	connections := flags.String("connections", "64", "comma-separated `numbers` of connections")
	flags.StringVar(&opts.traffic, "traffic", "few", "few or many User-Agents, or unknown codes")
	targets := flags.String("targets", "batched", "comma-separated durabilities of the server: batched, sync; or floor")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	opts.serverFlags = flags.Args()
	opts.targets = strings.Split(*targets, ",")
	for text := range strings.SplitSeq(*connections, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("-connections: %q is not a number of connections", text)
		}
		opts.connections = append(opts.connections, n)
	}
	if !slices.Contains([]string{"few", "many", "unknown"}, opts.traffic) {
		return nil, fmt.Errorf("-traffic: must be few, many or unknown, not %q", opts.traffic)
	}
	if opts.rounds < 1 || opts.duration < time.Second {
		return nil, fmt.Errorf("-rounds must be at least 1, and -duration at least 1 s")
	}
	return opts, nil
}
