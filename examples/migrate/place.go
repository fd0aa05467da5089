package main

import (
	"context"
	"os"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/store/bolt"
	"github.com/linkpack/linkpack-go/store/postgres"
	"github.com/linkpack/linkpack-go/store/transfer"
)

// place is an open store.
type place struct {
	transfer.Store
	close func() error
}

// isAddress reports whether a place is a database and not a file.
func isAddress(at string) bool {
	return strings.HasPrefix(at, "postgres://") || strings.HasPrefix(at, "postgresql://")
}

// openSource opens a store that exists.
func openSource(ctx context.Context, at string) (*place, error) {
	if isAddress(at) {
		return openDatabase(ctx, at, func(*pgxpool.Pool) error { return nil }, false)
	}
	if _, err := os.Stat(at); err != nil { // Open would make a new file
		return nil, err
	}
	return openFile(at, false)
}

// openDestination opens a new store, or one to which a copy is unfinished.
func openDestination(ctx context.Context, at string) (*place, error) {
	if isAddress(at) {
		return openDatabase(ctx, at, func(pool *pgxpool.Pool) error { return postgres.Migrate(ctx, pool) }, true)
	}
	return openFile(at, true)
}

// openFile opens a file.
func openFile(path string, unfinished bool) (*place, error) {
	s, err := bolt.Open(path, &bolt.Options{Unfinished: unfinished})
	if err != nil {
		return nil, err
	}
	return &place{s, s.Close}, nil
}

// openDatabase opens a database after it was prepared.
func openDatabase(ctx context.Context, address string, prepare func(*pgxpool.Pool) error, unfinished bool) (*place, error) {
	pool, err := pgxpool.New(ctx, address)
	if err != nil {
		return nil, err
	}
	if err := prepare(pool); err != nil {
		pool.Close()
		return nil, err
	}
	s, err := postgres.Open(ctx, pool, &postgres.Options{Unfinished: unfinished})
	if err != nil {
		pool.Close()
		return nil, err
	}
	return &place{s, func() error {
		err := s.Close()
		pool.Close()
		return err
	}}, nil
}
