// Package postgres stores everything in a PostgreSQL database. Prepare the database with
// [Migrate], open a store with [Open] and pass it to [linkpack.New]. The driver is pgx; the
// host makes the pool of connections, and so decides about addresses, passwords and
// encryption.
package postgres
