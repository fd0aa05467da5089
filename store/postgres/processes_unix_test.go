//go:build unix

package postgres_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/postgres"
)

// recording is a process that records.
type recording struct {
	*exec.Cmd
	in          io.Closer
	sent, acked atomic.Int64
	read        chan struct{} // closed when its output ends
}

// startRecording starts a process.
func startRecording(t *testing.T, dsn string) *recording {
	t.Helper()
	r := &recording{Cmd: exec.Command(os.Args[0]), read: make(chan struct{})}
	r.Env = append(os.Environ(), envProcess+"="+dsn)
	r.Stderr = os.Stderr
	in, err := r.StdinPipe()
	check(t, err)
	out, err := r.StdoutPipe()
	check(t, err)
	r.in = in
	check(t, r.Start())
	t.Cleanup(func() { _ = r.Process.Kill() })
	go r.listen(out)
	return r
}

// listen counts what the process says.
func (r *recording) listen(out io.Reader) {
	defer close(r.read)
	for in := bufio.NewReader(out); ; {
		b, err := in.ReadByte()
		switch {
		case err != nil:
			return
		case b == 's':
			r.sent.Add(1)
		case b == 'a':
			r.acked.Add(1)
		}
	}
}

// progress waits until the process has recorded some more clicks.
func (r *recording) progress(t *testing.T) {
	t.Helper()
	before := r.acked.Load()
	eventually(t, fmt.Sprint("process ", r.Process.Pid, " records"), func() bool { return r.acked.Load() > before+20 })
}

// ends waits until the process has ended.
func (r *recording) ends() error {
	<-r.read
	return r.Wait()
}

// eventually waits for something that takes as long as the machine needs.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it takes too long until " + what)
		}
	}
}

// TestProcessesAreKilledAndStopped kills a process with kill -9 and stops another one for
// longer than its lease, while three record. Nothing acknowledged is lost, nothing is
// counted twice, and each lane is whole.
func TestProcessesAreKilledAndStopped(t *testing.T) {
	dsn := shared.empty(t)
	p := pool(t, dsn)
	check(t, postgres.Migrate(t.Context(), p))
	store, err := openLanes(t.Context(), p)
	check(t, err)
	defer store.Close()
	all := []*recording{startRecording(t, dsn), startRecording(t, dsn), startRecording(t, dsn)}
	for _, r := range all {
		r.progress(t)
	}
	killed, stopped := all[0], all[1]
	check(t, killed.Process.Kill())
	check(t, stopped.Process.Signal(syscall.SIGSTOP))
	eventually(t, "the leases of two processes have run out", func() bool { return len(expiredLanes(t, store)) == 2 })
	for range 2 { // they take these lanes
		next := startRecording(t, dsn)
		next.progress(t)
		all = append(all, next)
	}
	check(t, stopped.Process.Signal(syscall.SIGCONT))
	for _, r := range all[1:] {
		r.progress(t)
	}
	sent, acked := int64(0), int64(0)
	for _, r := range all {
		check(t, r.in.Close())
		if err := r.ends(); err != nil && r != killed {
			t.Errorf("a process ended with %v", err)
		}
		sent, acked = sent+r.sent.Load(), acked+r.acked.Load()
	}
	wholeLanes(t, store, sent, acked)
}

// expiredLanes returns the lanes whose leases have run out.
func expiredLanes(t *testing.T, store linkpack.Store) (expired []analytics.Lane) {
	check(t, store.ViewClicks(t.Context(), func(v analytics.View) error {
		lanes, err := v.Lanes()
		for _, l := range lanes {
			if l.Expired {
				expired = append(expired, l.Lane)
			}
		}
		return err
	}))
	return expired
}

// wholeLanes audits each lane and counts the clicks of all.
func wholeLanes(t *testing.T, store linkpack.Store, sent, acked int64) {
	t.Helper()
	lanes := 0
	check(t, store.ViewClicks(t.Context(), func(v analytics.View) error {
		all, err := v.Lanes()
		lanes = len(all)
		return err
	}))
	if lanes > 5 {
		t.Errorf("5 processes used %d lanes", lanes)
	}
	query := analytics.Query{Links: []uint32{1}, From: time.Now().AddDate(0, 0, -2), To: time.Now().AddDate(0, 0, 1)}
	for range lanes {
		r, err := recorder.Open(t.Context(), store, nil)
		check(t, err)
		defer r.Close(context.Background())
		a, err := r.Audit(t.Context(), analytics.Selection{})
		check(t, err)
		if len(a.Findings) > 0 {
			t.Errorf("lane %d: %v", r.Metrics().Lane, a.Findings)
		}
		s, err := r.Stats(t.Context(), query)
		check(t, err)
		if n := int64(s.Clicks()); n < acked || n > sent {
			t.Errorf("%d clicks: %d were recorded, and %d are on disk for sure", n, sent, acked)
		}
	}
	t.Logf("%d clicks were recorded, and %d are on disk for sure", sent, acked)
}
