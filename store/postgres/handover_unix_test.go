//go:build unix

package postgres_test

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// sender is a process that sends.
type sender struct {
	cmd   *exec.Cmd
	input io.Closer
}

// startSender starts a process that sends, and waits until it has begun.
func startSender(t *testing.T, dsn string) *sender {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), senderDSN+"="+dsn)
	cmd.Stderr = t.Output()
	input, err := cmd.StdinPipe()
	check(t, err)
	output, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	t.Cleanup(func() { _, _ = cmd.Process.Kill(), cmd.Wait() })
	if lines := bufio.NewScanner(output); !lines.Scan() || lines.Text() != "ready" {
		t.Fatalf("the process says %q, %v", lines.Text(), lines.Err())
	}
	return &sender{cmd, input}
}

// signal sends a signal to the process.
func (s *sender) signal(t *testing.T, signal syscall.Signal) {
	t.Helper()
	check(t, s.cmd.Process.Signal(signal))
}

// end has the process end in order.
func (s *sender) end(t *testing.T) {
	t.Helper()
	check(t, errors.Join(s.input.Close(), s.cmd.Wait()))
}

// TestAProcessSendsWhatAKilledOneHasNotSent kills the process that sends, and then ends the
// next one in order.
func TestAProcessSendsWhatAKilledOneHasNotSent(t *testing.T) {
	t.Parallel()
	r, dsn := receive(t)
	killed, second := startSender(t, dsn), startSender(t, dsn)
	third := startSender(t, dsn)
	all := r.create(t)
	r.wait(t, all)
	r.settled(t)
	killed.signal(t, syscall.SIGKILL)
	more := r.create(t)
	r.wait(t, more)
	all = append(all, more...)
	second.end(t)
	more = r.create(t)
	r.wait(t, more)
	third.end(t)
	r.once(t, append(all, more...))
}

// TestAProcessThatWasStoppedSendsNothingMore stops the process that sends until another one
// has taken over, and lets it go on.
func TestAProcessThatWasStoppedSendsNothingMore(t *testing.T) {
	t.Parallel()
	r, dsn := receive(t)
	stopped := startSender(t, dsn)
	all := r.create(t)
	r.wait(t, all)
	r.settled(t)
	second := startSender(t, dsn)
	stopped.signal(t, syscall.SIGSTOP)
	more := r.create(t)
	r.wait(t, more)
	stopped.signal(t, syscall.SIGCONT)
	all = append(all, more...)
	more = r.create(t)
	r.wait(t, more)
	r.settled(t)
	stopped.end(t)
	all = append(all, more...)
	more = r.create(t)
	r.wait(t, more)
	second.end(t)
	r.once(t, append(all, more...))
}
