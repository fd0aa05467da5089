package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"strconv"
	"time"
)

// round is the result of one run of wrk against one target.
type round struct {
	target      string
	number      int
	connections int
	perSecond   float64
	p50, p99    time.Duration
	cpu         time.Duration // per request, including later work
	memory      int64         // bytes
}

// report is the output of visits.lua. Times are in microseconds.
type report struct {
	Requests, Duration, Failed, Refused int64
	P50, P99                            int64
}

// afterWork is the minimum time for background work after the requests: the server
// writes all rollups within 10 s.
const afterWork = 11 * time.Second

// round measures a target once.
func (t *target) round(ctx context.Context, number, connections int, opts *options) (round, error) {
	pid := t.process.Process.Pid
	before, err := processorTime(pid)
	if err != nil {
		return round{}, err
	}
	w, err := wrk(ctx, t.url, connections, opts)
	if err != nil {
		return round{}, err
	}
	if t.name != baseline {
		time.Sleep(afterWork)
	}
	after, err := awaitIdle(pid)
	if err != nil {
		return round{}, err
	}
	memory, err := memory(pid)
	return round{
		target: t.name, number: number, connections: connections,
		perSecond: float64(w.Requests) / (time.Duration(w.Duration) * time.Microsecond).Seconds(),
		p50:       time.Duration(w.P50) * time.Microsecond, p99: time.Duration(w.P99) * time.Microsecond,
		cpu: (after - before) / time.Duration(w.Requests), memory: memory,
	}, err
}

// wrk runs one round of requests and reads its report. Every answer must be a redirect,
// or 404 for unknown codes.
func wrk(ctx context.Context, url string, connections int, opts *options) (*report, error) {
	seconds := strconv.Itoa(int(opts.duration.Seconds()))
	cmd := exec.CommandContext(ctx, "wrk", "-t1", fmt.Sprint("-c", connections), "-d"+seconds, "--timeout", "8s",
		"-s", ".ci/load/visits.lua", url, "--", opts.traffic)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("wrk (Debian: apt-get install wrk): %w\n%s", err, out)
	}
	_, line, _ := bytes.Cut(out, []byte("\nJSON "))
	r := &report{}
	if err := json.Unmarshal(line, r); err != nil {
		return nil, fmt.Errorf("wrk: %w\n%s", err, out)
	}
	refused := int64(0)
	if opts.traffic == "unknown" {
		refused = r.Requests
	}
	if r.Requests == 0 || r.Failed > 0 || r.Refused != refused {
		return nil, fmt.Errorf("%d requests, %d without an answer, %d refused\n%s", r.Requests, r.Failed, r.Refused, out)
	}
	return r, nil
}
