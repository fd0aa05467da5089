package limits

import "github.com/jackc/pgx/v5/pgxpool"

// OpenWithClock is Open with another clock, which is an expression in nanoseconds.
func OpenWithClock(pool *pgxpool.Pool, clock string) *Store { return newStore(pool, clock) }

// Statements returns the statements of a store, by name.
func Statements() map[string]string {
	s := newStatements(databaseClock)
	return map[string]string{"steady": s.steady, "fixed": s.fixed, "sweep": s.sweep}
}
