//go:build unix

package webhook_test

import (
	"bufio"
	"context"
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/store/bolt"
)

const (
	loadWebhooks = 10
	loadLinks    = 50 // one in five has a webhook
)

// TestLoadOfWebhooks visits links over HTTP, without and with webhooks, for the time in
// LINKPACK_LOAD each. A fifth of the visits is delivered. All must arrive. The visitors
// and the receiver are another process.
func TestLoadOfWebhooks(t *testing.T) {
	span, err := time.ParseDuration(os.Getenv("LINKPACK_LOAD"))
	if err != nil {
		span = time.Second
	}
	visits := int(span.Seconds() * visitsPerSecond)
	without, idle := loadOnce(t, visits, 0)
	with, busy := loadOnce(t, visits, loadWebhooks)
	t.Logf("redirects p50 %v, p99 %v without webhooks; p50 %v, p99 %v with",
		quantile(without.Visits, 50), quantile(without.Visits, 99), quantile(with.Visits, 50), quantile(with.Visits, 99))
	t.Logf("%d deliveries on %d connections, from the click p50 %v, p99 %v; %v of processor time each; the last came %v after the last visit",
		len(with.Deliveries), with.Connections, quantile(with.Deliveries, 50), quantile(with.Deliveries, 99),
		(busy-idle)/time.Duration(max(1, len(with.Deliveries))), with.Last.Round(time.Millisecond))
}

func quantile(all []time.Duration, percent int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[min(len(all)-1, len(all)*percent/100)]
}

// loadOnce has links visited, some with a webhook. It also returns the processor time of
// this process.
func loadOnce(t *testing.T, visits, webhooks int) (crowdFigures, time.Duration) {
	t.Helper()
	db, err := bolt.Open(filepath.Join(t.TempDir(), "load.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	links, err := linkpack.New(db, &linkpack.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer links.Close(context.Background())
	hooks, err := webhook.Open(t.Context(), links, &webhook.Options{Allowed: loopback()})
	if err != nil {
		t.Fatal(err)
	}
	defer hooks.Close(context.Background())
	handler, err := httpadapter.New(links, nil)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	c := startCrowd(t)
	job := crowdJob{Server: server.Listener.Addr().String(), Visits: visits}
	for i := range loadLinks {
		l, err := links.CreateLink(t.Context(), linkpack.Link{Destination: home})
		if err != nil {
			t.Fatal(err)
		}
		job.Codes = append(job.Codes, l.ShortCode)
		if i < webhooks {
			create(t, hooks, webhook.Webhook{URL: c.receiver, Link: l.ID, Events: []webhook.Event{webhook.LinkClicked}})
		}
	}
	for i := range visits {
		if i%loadLinks < webhooks {
			job.Deliveries++
		}
	}
	before := processorTime(t)
	figures := c.run(&job)
	took := processorTime(t) - before
	if len(figures.Visits) != visits || len(figures.Deliveries) != job.Deliveries {
		t.Errorf("%d of %d visits were answered, %d of %d deliveries came",
			len(figures.Visits), visits, len(figures.Deliveries), job.Deliveries)
	}
	return figures, took
}

// processorTime returns the processor time of this process.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// crowdProcess is the process of the visitors and the receiver.
type crowdProcess struct {
	t        *testing.T
	receiver string // its URL
	in       *json.Encoder
	out      *json.Decoder
}

// startCrowd starts the visitors and the receiver.
func startCrowd(t *testing.T) *crowdProcess {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Env = append(os.Environ(), asCrowd+"=1", "GOGC=1000") // so that its garbage delays no visit
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		if err := cmd.Wait(); err != nil && t.Context().Err() == nil {
			t.Error(err)
		}
	})
	c := &crowdProcess{t: t, in: json.NewEncoder(in), out: json.NewDecoder(bufio.NewReader(out))}
	if err := c.out.Decode(&c.receiver); err != nil {
		t.Fatal(err)
	}
	return c
}

// run has the visitors do their job.
func (c *crowdProcess) run(job *crowdJob) (figures crowdFigures) {
	c.t.Helper()
	if err := c.in.Encode(job); err != nil {
		c.t.Fatal(err)
	}
	if err := c.out.Decode(&figures); err != nil {
		c.t.Fatal(err)
	}
	return figures
}
