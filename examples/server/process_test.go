package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// asServer makes the test program run the server, so that tests can start it as a
// process.
const asServer = "LINKPACK_TEST_AS_SERVER"

func TestMain(m *testing.M) {
	if os.Getenv(asServer) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// process is a running server.
type process struct {
	t      *testing.T
	cmd    *exec.Cmd
	stderr bytes.Buffer
	// printed is its output before it began to serve.
	printed string
	// url is where it listens.
	url  string
	rest chan string
}

// command returns the server, not yet started, with dir for its file.
func command(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, append([]string{"-addr", "127.0.0.1:0"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asServer+"=1")
	return cmd
}

// start starts the server in dir and waits until it serves.
func start(t *testing.T, dir string, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: command(t, dir, args...), rest: make(chan string, 1)}
	p.cmd.Stderr = &p.stderr
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.stop(os.Kill) })

	ready := make(chan struct{})
	go p.read(bufio.NewScanner(stdout), ready)
	select {
	case <-ready:
	case <-time.After(time.Minute):
		t.Fatal("the server does not get ready")
	}
	if p.url == "" {
		t.Fatalf("the server ended:\n%s\n%s", p.printed, &p.stderr)
	}
	return p
}

// read collects the output of the server, before and after it is ready.
func (p *process) read(lines *bufio.Scanner, ready chan<- struct{}) {
	served := regexp.MustCompile(`served on (http://\S+)`)
	var text strings.Builder
	for lines.Scan() {
		text.WriteString(lines.Text() + "\n")
		if found := served.FindStringSubmatch(lines.Text()); found != nil {
			p.url = found[1]
		}
		if strings.HasPrefix(lines.Text(), "Ctrl-C") {
			p.printed = text.String()
			close(ready)
			text.Reset()
			ready = nil
		}
	}
	if ready != nil {
		p.printed = text.String()
		close(ready)
	}
	p.rest <- text.String()
}

// stop ends the server and returns its output since it was ready.
func (p *process) stop(signal os.Signal) string {
	p.t.Helper()
	if p.cmd.ProcessState != nil {
		return ""
	}
	if err := p.cmd.Process.Signal(signal); err != nil {
		p.t.Errorf("signal: %v", err)
	}
	rest := <-p.rest
	err := p.cmd.Wait()
	if signal != os.Kill && err != nil {
		p.t.Errorf("the server ended with %v:\n%s", err, &p.stderr)
	}
	return rest
}

// terminate stops the server as a service manager would.
func (p *process) terminate() string { return p.stop(syscall.SIGTERM) }

// token returns the token that was printed.
func (p *process) token() string {
	p.t.Helper()
	found := regexp.MustCompile(`Token, shown only now: (\S+)`).FindStringSubmatch(p.printed)
	if found == nil {
		p.t.Fatalf("no token in:\n%s", p.printed)
	}
	return found[1]
}

// curls returns the printed commands.
func (p *process) curls() []string {
	var lines []string
	for line := range strings.Lines(p.printed) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "curl ") {
			lines = append(lines, line)
		}
	}
	return lines
}

// fail runs the server, which must fail, and returns its error message.
func fail(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := command(t, dir, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	if err := cmd.Wait(); cmd.ProcessState.ExitCode() != 1 {
		t.Fatalf("ended with %v, want exit status 1; stderr:\n%s", err, &stderr)
	}
	return stderr.String()
}

// exists reports whether dir contains a file.
func exists(dir, name string) bool {
	_, err := os.Stat(filepath.Join(dir, name))
	return err == nil
}
