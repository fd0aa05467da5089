package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"time"
)

// baseline is the name of the target that the others are compared with.
const baseline = "baseline"

// target is a server in its own process.
type target struct {
	name    string
	url     string
	process *exec.Cmd
	output  bytes.Buffer // complete after the process has exited
	ended   bool
}

// startAll builds and starts the baseline and the servers. The caller must call stop,
// which ends the processes that still run.
func startAll(ctx context.Context, opts *options) (targets []*target, stop func(), err error) {
	dir, err := os.MkdirTemp("", "load")
	if err != nil {
		return nil, func() {}, err
	}
	stop = func() {
		for _, t := range targets {
			_ = t.stop()
		}
		_ = os.RemoveAll(dir)
	}
	server := filepath.Join(dir, "server")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", server, "./examples/server").CombinedOutput(); err != nil {
		return nil, stop, fmt.Errorf("building the server: %w\n%s", err, out)
	}
	self, err := os.Executable()
	if err != nil {
		return nil, stop, err
	}
	add := func(name string, command func(addr string) []string) error {
		t, err := start(ctx, name, command)
		if t != nil {
			targets = append(targets, t)
		}
		return err
	}
	err = add(baseline, func(addr string) []string { return []string{self, baseline, addr} })
	for _, name := range opts.targets {
		err = errors.Join(err, add(name, func(addr string) []string {
			if name == floor {
				return []string{self, floor, addr, filepath.Join(dir, "floor.log")}
			}
			command := []string{server, "-addr", addr, "-db", filepath.Join(dir, name+".db"), "-no-demo", "-seed", fmt.Sprint(links), "-durability", name}
			return append(command, opts.serverFlags...)
		}))
	}
	return targets, stop, err
}

// start starts a target on a free port and waits until it answers.
func start(ctx context.Context, name string, command func(addr string) []string) (*target, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := listener.Addr().String()
	if err := listener.Close(); err != nil {
		return nil, err
	}
	args := command(addr)
	t := &target{name: name, url: "http://" + addr}
	t.process = exec.Command(args[0], args[1:]...)
	t.process.Stdout, t.process.Stderr = &t.output, &t.output
	if err := t.process.Start(); err != nil {
		return nil, err
	}
	return t, t.await(ctx)
}

// await waits until the target redirects.
func (t *target) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	for {
		r, err := http.NewRequestWithContext(ctx, http.MethodHead, t.url+"/c00000", nil)
		if err != nil {
			return err
		}
		answer, err := http.DefaultTransport.RoundTrip(r)
		if err == nil && answer.Body.Close() == nil && answer.StatusCode == http.StatusTemporaryRedirect {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer: %w\n%s", t.name, errors.Join(context.Cause(ctx), t.stop()), &t.output)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// stop lets the target finish its work and exit.
func (t *target) stop() error {
	if t.ended {
		return nil
	}
	t.ended = true
	if err := t.process.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return t.process.Wait()
}

// lossless matches the last line of a server that lost no clicks.
var lossless = regexp.MustCompile(`(?m)^Stopped\. Clicks lost: 0\.$`)

// stopAll stops the targets. It fails if a server lost clicks.
func stopAll(targets []*target) (err error) {
	for _, t := range targets {
		stopped := t.stop()
		if t.name != baseline && t.name != floor && (stopped != nil || !lossless.Match(t.output.Bytes())) {
			err = errors.Join(err, fmt.Errorf("%s does not end well: %w\n%s", t.name, stopped, &t.output))
		}
	}
	return err
}
