package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrNoBouncer says that pgbouncer is not installed.
var ErrNoBouncer = errors.New("pgbouncer is not installed")

// bouncerConfig shares few connections to the server among all clients, of which each has
// one for a transaction at a time.
const bouncerConfig = `[databases]
postgres = host=%[1]s user=` + superuser + `
[pgbouncer]
unix_socket_dir = %[1]s
listen_port = 6432
auth_type = any
pool_mode = transaction
default_pool_size = 20
max_client_conn = 500
logfile = %[1]s/bouncer.log
ignore_startup_parameters = extra_float_digits
`

// Bouncer starts pgbouncer before the server and returns how to connect to it, and how to
// stop it. The error wraps [ErrNoBouncer] if it cannot.
func (c *Cluster) Bouncer() (dsn string, stop func() error, err error) {
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		program = "/usr/sbin/pgbouncer"
	}
	if _, err := os.Stat(program); err != nil {
		return "", nil, fmt.Errorf("%w: %w", ErrNoBouncer, err)
	}
	config := filepath.Join(c.dir, "bouncer.ini")
	if err := os.WriteFile(config, fmt.Appendf(nil, bouncerConfig, c.dir), 0o644); err != nil {
		return "", nil, err
	}
	bouncer := c.as.command(program, "-q", config)
	if err := bouncer.Start(); err != nil {
		return "", nil, err
	}
	stop = func() error {
		if err := bouncer.Process.Signal(os.Interrupt); err != nil {
			return err
		}
		_ = bouncer.Wait() // it says that it was interrupted
		return nil
	}
	dsn = c.DSN() + " port=6432 default_query_exec_mode=cache_describe"
	if err := reachable(dsn); err != nil {
		return "", nil, errors.Join(err, stop())
	}
	return dsn, stop, nil
}

// reachable waits until a server answers.
func reachable(dsn string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, dsn)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return err
		}
	}
}
