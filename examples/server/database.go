package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store"
	"github.com/linkpack/linkpack-go/store/postgres"
	"github.com/linkpack/linkpack-go/store/postgres/limits"
)

// database is where everything is stored: a file, or a PostgreSQL database.
type database struct {
	linkpack.Store
	name    string              // for people
	limiter httpadapter.Limiter // shared by all servers; nil if it is a file
	pool    *pgxpool.Pool       // nil if it is a file
}

// openDatabase opens the database that the flags name.
func openDatabase(ctx context.Context, cfg *config) (*database, error) {
	if cfg.postgres.pool != nil {
		db, err := openPostgres(ctx, cfg.postgres)
		if err != nil {
			return nil, fmt.Errorf("-postgres: %w", oneLine(err))
		}
		return db, nil
	}
	file, err := store.Open(cfg.db)
	if err != nil {
		return nil, fmt.Errorf("-db: %w", err)
	}
	return &database{Store: file, name: cfg.db}, nil
}

// Close closes the database.
func (d *database) Close() error {
	err := d.Store.Close()
	if d.pool != nil {
		d.pool.Close()
	}
	return err
}

// server configures a PostgreSQL server.
type server struct {
	dsn   string
	lanes int
	pool  *pgxpool.Config // nil without -postgres
}

// openPostgres makes or changes the tables and opens the store.
func openPostgres(ctx context.Context, s server) (*database, error) {
	pool, err := pgxpool.NewWithConfig(ctx, s.pool)
	if err != nil {
		return nil, err
	}
	db, err := s.open(ctx, pool)
	if err != nil {
		pool.Close()
	}
	return db, err
}

// open is openPostgres with a pool of connections.
func (s server) open(ctx context.Context, pool *pgxpool.Pool) (*database, error) {
	if err := postgres.Migrate(ctx, pool); err != nil {
		return nil, err
	}
	counts, err := limits.Open(ctx, pool)
	if err != nil {
		return nil, err
	}
	links, err := postgres.Open(ctx, pool, &postgres.Options{Lanes: s.lanes})
	if err != nil {
		return nil, err
	}
	return &database{links, s.name(), httpadapter.NewSharedLimiter(counts, nil), pool}, nil
}

// name says where the data is.
func (s server) name() string {
	return fmt.Sprintf("database %q on %s", s.pool.ConnConfig.Database, s.pool.ConnConfig.Host)
}

// connectTimeout is how long a connection may take to be made, if the flag does not say.
const connectTimeout = 10 * time.Second

// read checks the flags and reads how to connect.
func (s *server) read(flags *flag.FlagSet) error {
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	switch {
	case given["postgres"] && given["db"]:
		return errors.New("-db: cannot be given with -postgres, which stores everything in the database")
	case !given["postgres"] && given["lanes"]:
		return errors.New("-lanes: is for -postgres alone")
	case s.lanes < 1 || s.lanes > int(analytics.MaxLane):
		return fmt.Errorf("-lanes %d: must be between 1 and %d", s.lanes, analytics.MaxLane)
	case !given["postgres"]:
		return nil
	}
	return s.readDSN()
}

// readDSN reads how to connect. Its error quotes nothing of that, since it may have a
// password.
func (s *server) readDSN() error {
	config, err := pgxpool.ParseConfig(s.dsn)
	if err != nil || s.dsn == "" {
		return errors.New(`-postgres: must be a URL such as "postgres://linkpack@db.example/links", or pairs such as "host=/run/postgresql dbname=links"; it is not shown here, as it may have a password`)
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = connectTimeout
	}
	s.pool = config
	return nil
}

// oneLine shortens the spaces in an error's text, as that of each address that was tried
// has a line of its own.
func oneLine(err error) error {
	return &line{err, strings.Join(strings.Fields(err.Error()), " ")}
}

// line is an error with another text.
type line struct {
	error
	text string
}

func (l *line) Error() string { return l.text }
func (l *line) Unwrap() error { return l.error }
