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
	log      *os.File
}

// Start makes an empty server and starts it. settings are those of postgresql.conf, such
// as "fsync=off". The error wraps [ErrMissing] if it cannot.
func Start(settings ...string) (*Cluster, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		return nil, err
	}
	c := &Cluster{bin: bin, dir: dir, as: unprivileged()}
	if err := errors.Join(c.as.own(dir), c.init()); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if err := c.Run(settings...); err != nil {
		return nil, errors.Join(err, c.Stop())
	}
	return c, nil
}

// programs returns the folder of PostgreSQL's programs, the newest if there are several.
func programs() (string, error) {
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

// init makes the files of the server. They need not be on disk: nothing is in them.
func (c *Cluster) init() error {
	out, err := c.as.command(filepath.Join(c.bin, "initdb"), "-D", c.data(), "-U", superuser, "-A", "trust",
		"-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions").CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return nil
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// Run starts the server again after [Cluster.Kill].
func (c *Cluster) Run(settings ...string) (err error) {
	args := []string{"-D", c.data(), "-k", c.dir, "-c", "listen_addresses=", "-c", "max_connections=300"}
	for _, s := range settings {
		args = append(args, "-c", s)
	}
	if c.log, err = os.Create(filepath.Join(c.dir, "log")); err != nil {
		return err
	}
	c.server = c.as.command(filepath.Join(c.bin, "postgres"), args...)
	c.server.Stdout, c.server.Stderr = c.log, c.log
	if err := c.server.Start(); err != nil {
		return err
	}
	return c.wait()
}

// wait waits until the server answers.
func (c *Cluster) wait() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, c.DSN())
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			text, _ := os.ReadFile(c.log.Name())
			return fmt.Errorf("the server does not answer: %w: %s", err, text)
		}
	}
}

// DSN returns how to connect to the server, as "key=value" pairs.
func (c *Cluster) DSN() string {
	return strings.Join([]string{"host=" + c.dir, "user=" + superuser, "dbname=postgres"}, " ")
}

// Kill ends the server as a crash does.
func (c *Cluster) Kill() error {
	// The other processes of the server end when they notice.
	err := c.server.Process.Kill()
	_ = c.server.Wait() // it says that it was killed
	return errors.Join(err, c.log.Close())
}

// Stop ends the server and removes its files.
func (c *Cluster) Stop() (err error) {
	if c.server != nil && c.server.Process != nil && c.server.ProcessState == nil {
		err = errors.Join(c.server.Process.Signal(os.Interrupt), c.server.Wait(), c.log.Close())
	}
	return errors.Join(err, os.RemoveAll(c.dir))
}
