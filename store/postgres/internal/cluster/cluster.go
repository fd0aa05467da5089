// Package cluster runs a PostgreSQL server of its own for tests, from installed programs.
// It listens on a Unix socket in a temporary folder alone.
package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrMissing says that the programs of PostgreSQL are not installed.
var ErrMissing = errors.New("PostgreSQL is not installed: no programs initdb and postgres")

// superuser is that of the server.
const superuser = "linkpack"

// Cluster is a running server.
type Cluster struct {
	bin, dir string
	as       account
	server   *exec.Cmd
	exited   chan struct{} // closed when the server's process has ended
}

// Start makes an empty server and starts it. settings are those of postgresql.conf, such
// as "fsync=off". The error wraps [ErrMissing] if it cannot.
func Start(settings ...string) (*Cluster, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	return start(bin, (*Cluster).fill, settings)
}

// start starts a server whose files fill makes.
func start(bin string, fill func(*Cluster) error, settings []string) (*Cluster, error) {
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		return nil, err
	}
	c := &Cluster{bin: bin, dir: dir, as: unprivileged()}
	err = c.as.own(dir)
	if err == nil {
		err = fill(c)
	}
	if err == nil {
		err = c.Run(settings...)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return c, nil
}

// Installed reports whether there are programs to start a server with.
func Installed() bool {
	_, err := programs()
	return err == nil
}

// programs returns the folder of PostgreSQL's programs: LINKPACK_TEST_POSTGRES_BIN, or the
// newest of those that are installed.
func programs() (string, error) {
	if dir := os.Getenv("LINKPACK_TEST_POSTGRES_BIN"); dir != "" {
		return dir, nil
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			return filepath.Dir(path), nil
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", ErrMissing
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// fill makes the files of the server. They need not be on disk: nothing is in them.
func (c *Cluster) fill() error {
	return c.do("initdb", "-D", c.data(), "-U", superuser, "-A", "trust",
		"-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")
}

// do runs a program of PostgreSQL.
func (c *Cluster) do(name string, args ...string) error {
	out, err := c.as.command(filepath.Join(c.bin, name), args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// Run starts the server again after [Cluster.Kill] or [Cluster.Halt] and waits until it answers.
func (c *Cluster) Run(settings ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		if err := c.begin(settings); err != nil {
			return err
		}
		if c.answers(ctx) {
			return nil
		}
		if err := c.end(os.Kill); ctx.Err() != nil {
			text, _ := os.ReadFile(c.log())
			return errors.Join(fmt.Errorf("the server does not answer: %s", text), err)
		}
	}
}

// begin starts the server's process.
func (c *Cluster) begin(settings []string) error {
	args := []string{"-D", c.data(), "-k", c.dir, "-c", "listen_addresses=", "-c", "max_connections=300"}
	for _, s := range settings {
		args = append(args, "-c", s)
	}
	log, err := os.OpenFile(c.log(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	c.server = c.as.command(filepath.Join(c.bin, "postgres"), args...)
	c.server.Stdout, c.server.Stderr = log, log
	if err := c.server.Start(); err != nil {
		return err
	}
	exited, server := make(chan struct{}), c.server
	c.exited = exited
	go func() {
		_ = server.Wait() // the log says why
		close(exited)
	}()
	return nil
}

// answers waits until the server answers. It reports false if its process ends before:
// after a crash, a server does not start while a process of the last one is still there.
func (c *Cluster) answers(ctx context.Context) bool {
	for {
		conn, err := pgx.Connect(ctx, c.DSN())
		if err == nil {
			return conn.Close(ctx) == nil
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-c.exited:
			return false
		case <-ctx.Done():
			return false
		}
	}
}

func (c *Cluster) log() string { return filepath.Join(c.dir, "log") }

// DSN returns how to connect to the server, as "key=value" pairs.
func (c *Cluster) DSN() string {
	return strings.Join([]string{"host=" + c.dir, "user=" + superuser, "dbname=postgres"}, " ")
}

// Dir returns a folder that the server may use. Stop removes it.
func (c *Cluster) Dir() string { return c.dir }

// Own gives a folder to the server.
func (c *Cluster) Own(dir string) error { return c.as.own(dir) }

// Halt ends the server as an administrator does, without waiting for its clients.
func (c *Cluster) Halt() error { return c.end(os.Interrupt) }

// Kill ends the server as a crash does. Its other processes end when they notice.
func (c *Cluster) Kill() error { return c.end(os.Kill) }

// Stop ends the server and removes its files.
func (c *Cluster) Stop() error {
	return errors.Join(c.end(os.Interrupt), os.RemoveAll(c.dir))
}

// end sends the server a signal and waits for its end, unless it has ended.
func (c *Cluster) end(signal os.Signal) error {
	select {
	case <-c.exited:
		return nil
	default:
	}
	if err := c.server.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	<-c.exited
	return nil
}
