package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/postgres"
)

// address returns the address of an empty database, as a program's configuration would.
func address() (dsn string, remove func()) {
	server, err := shared.start()
	if err != nil {
		log.Fatal(err)
	}
	dsn, drop, err := shared.schema(server)
	if err != nil {
		log.Fatal(err)
	}
	return dsn, func() {
		if err := drop(); err != nil {
			log.Fatal(err)
		}
	}
}

// Prepare the database, open the store and make a link.
func Example() {
	ctx := context.Background()
	dsn, remove := address()
	defer remove()

	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		log.Fatal(err)
	}
	defer pool.Close()
	if err := postgres.Migrate(ctx, pool); err != nil {
		log.Fatal(err)
	}
	store, err := postgres.Open(ctx, pool, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer store.Close()
	s, err := linkpack.New(store, &linkpack.Options{BaseURL: "https://go.example"})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)

	if _, err := s.CreateLink(ctx, linkpack.Link{ShortCode: "sale", Destination: "https://example.com/sale"}); err != nil {
		log.Fatal(err)
	}
	res, err := s.Resolve(ctx, "go.example", "sale", &routing.Visit{Method: "GET"})
	fmt.Println(res.Location, err)
	// Output: https://example.com/sale <nil>
}

// A database that has not been migrated is refused, and so is a second process that
// records clicks.
func ExampleOpen() {
	ctx := context.Background()
	dsn, remove := address()
	defer remove()
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		log.Fatal(err)
	}
	defer pool.Close()

	_, err = postgres.Open(ctx, pool, nil)
	fmt.Println("to be migrated:", errors.Is(err, postgres.ErrNotMigrated))

	if err := postgres.Migrate(ctx, pool); err != nil {
		log.Fatal(err)
	}
	first, err := postgres.Open(ctx, pool, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer first.Close()
	s, err := linkpack.New(first, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)

	second, err := postgres.Open(ctx, pool, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer second.Close()
	_, err = linkpack.New(second, nil)
	fmt.Println("in use:", errors.Is(err, analytics.ErrLeased))
	// Output:
	// to be migrated: true
	// in use: true
}

// An order and its link are committed together, by a host that keeps its orders in the same
// database.
func ExampleWithTx() {
	ctx := context.Background()
	dsn, remove := address()
	defer remove()
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		log.Fatal(err)
	}
	defer pool.Close()
	if err := postgres.Migrate(ctx, pool); err != nil {
		log.Fatal(err)
	}
	store, err := postgres.Open(ctx, pool, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer store.Close()
	s, err := linkpack.New(store, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	if _, err := pool.Exec(ctx, "create table orders (id int, link text)"); err != nil {
		log.Fatal(err)
	}

	order := func(tx pgx.Tx) error {
		link, err := s.CreateLink(postgres.WithTx(ctx, tx), linkpack.Link{ShortCode: "order-7", Destination: "https://shop.example/orders/7"})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "insert into orders (id, link) values (7, $1)", link.ID)
		return err
	}
	for {
		err = pgx.BeginTxFunc(ctx, pool, pgx.TxOptions{IsoLevel: pgx.Serializable}, order)
		failed, ok := errors.AsType[*pgconn.PgError](err)
		if again := errors.Is(err, postgres.ErrRetry) || ok && failed.Code == "40001"; !again {
			break
		}
	}
	if err != nil {
		log.Fatal(err)
	}
	if err := s.CatchUp(ctx); err != nil { // otherwise this process sees it within a second, like the others
		log.Print(err)
	}
	res, err := s.Resolve(ctx, "", "order-7", &routing.Visit{Method: "GET"})
	fmt.Println(res.Location, err)
	// Output: https://shop.example/orders/7 <nil>
}
