package limits_test

import (
	"context"
	"log"
	"net/http"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/postgres"
	"github.com/linkpack/linkpack-go/store/postgres/limits"
)

// Share the limits of all APIs among the processes that use a database.
func ExampleOpen() {
	ctx := context.Background()
	pool, err := pgxpool.New(ctx, "postgres://linkpack@db.example/links")
	if err != nil {
		log.Fatal(err)
	}
	if err := postgres.Migrate(ctx, pool); err != nil {
		log.Fatal(err)
	}
	store, err := postgres.Open(ctx, pool, nil)
	if err != nil {
		log.Fatal(err)
	}
	links, err := linkpack.New(store, nil)
	if err != nil {
		log.Fatal(err)
	}

	counts, err := limits.Open(ctx, pool)
	if err != nil {
		log.Fatal(err)
	}
	handler, err := httpadapter.New(links, &httpadapter.Options{
		Limiter: httpadapter.NewSharedLimiter(counts, &httpadapter.SharedLimiterOptions{InAdvance: true}),
	})
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", handler))
}
