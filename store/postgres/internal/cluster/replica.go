package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrNoReplica says that the program that copies a server is not installed.
var ErrNoReplica = errors.New("pg_basebackup is not installed")

// Replica starts a copy of the server, which follows it until [Cluster.Promote]. The error
// wraps [ErrNoReplica] if it cannot.
func (c *Cluster) Replica() (*Cluster, error) {
	if _, err := os.Stat(filepath.Join(c.bin, "pg_basebackup")); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoReplica, err)
	}
	return start(c.bin, func(r *Cluster) error {
		return r.do("pg_basebackup", "-h", c.dir, "-U", superuser, "-D", r.data(), "-R", "-c", "fast", "--no-sync")
	}, []string{"wal_retrieve_retry_interval=50ms"})
}

// Wait makes each commit wait until the replica has it on disk, from now on.
func (c *Cluster) Wait() error {
	return errors.Join(
		c.ask("select count(*) > 0 from pg_stat_replication where state = 'streaming'"),
		c.set("synchronous_standby_names", "*"),
		c.ask("select count(*) > 0 from pg_stat_replication where sync_state = 'sync'"),
	)
}

// Leave makes a replica stop following its server, as one that is behind.
func (c *Cluster) Leave() error {
	return errors.Join(c.set("primary_conninfo", ""), c.ask("select count(*) = 0 from pg_stat_wal_receiver"))
}

// Promote makes a replica a server of its own, which takes changes.
func (c *Cluster) Promote() error { return c.do("pg_ctl", "promote", "-D", c.data(), "-w", "-s") }

// Or returns how to connect to the one of two servers that takes changes.
func (c *Cluster) Or(other *Cluster) string {
	return strings.Replace(c.DSN(), "host="+c.dir, "host="+c.dir+","+other.dir, 1) + " target_session_attrs=read-write"
}

// set changes a setting of the running server.
func (c *Cluster) set(name, value string) error {
	return c.with(func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, fmt.Sprintf("alter system set %s = '%s'", name, value))
		if err == nil {
			_, err = conn.Exec(ctx, "select pg_reload_conf()")
		}
		return err
	})
}

// ask waits until the answer to a question is yes.
func (c *Cluster) ask(question string) error {
	return c.with(func(ctx context.Context, conn *pgx.Conn) (err error) {
		for yes := false; !yes && err == nil; time.Sleep(10 * time.Millisecond) {
			err = conn.QueryRow(ctx, question).Scan(&yes)
		}
		return err
	})
}

// with runs fn with a connection to the server.
func (c *Cluster) with(fn func(context.Context, *pgx.Conn) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.DSN())
	if err != nil {
		return err
	}
	return errors.Join(fn(ctx, conn), conn.Close(ctx))
}
