package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/store/postgres"
)

// senderDSN is an environment variable. It makes the test program a process that sends
// deliveries of the database named there until its standard input ends.
const senderDSN = "LINKPACK_TEST_SENDER_DSN"

// send sends deliveries.
func send(dsn string) (err error) {
	ctx := context.Background()
	p, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return err
	}
	defer p.Close()
	store, err := postgres.Open(ctx, p, many())
	if err != nil {
		return err
	}
	s, err := linkpack.New(store, nil)
	if err != nil {
		return err
	}
	hooks, err := webhook.Open(ctx, s, &webhook.Options{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	if err != nil {
		return err
	}
	fmt.Println("ready")
	_, err = io.Copy(io.Discard, os.Stdin)
	return errors.Join(err, hooks.Close(ctx), s.Close(ctx), store.Close())
}
