// Package postgres stores everything in a PostgreSQL database. Prepare the database with
// [Migrate], open a store with [Open] and pass it to [linkpack.New]. The driver is pgx; the
// host makes the pool of connections, and so decides about addresses, passwords and
// encryption.
//
// Options.Lanes says how many processes can record clicks. The page docs/postgres.md of the
// repository says what the database must be like, and what is weaker than in a file.
//
// # Layout
//
// Most tables have keys and values, which are bytes that only this module reads: the keys
// are those of the other stores, and a database compares bytea byte by byte. The files in
// the folder migrations make the tables and say what they hold.
//
// A transaction keeps in memory what it changes, and writes it when it ends: one statement
// for each table, all sent at once. What it is going to read it reads at once, too, where
// that is known.
//
// Links, documents and visitors are changed in serializable transactions, one at a time in
// a process. Those of several processes that conflict are run again by the store, with the
// functions that were passed to it. The rows of the change log wait in an outbox without a
// number, so that no transaction waits for another because of them. Who reads the log
// numbers them first.
//
// A transaction of the host's takes the place of the store's own; see [WithTx]. Each call
// runs behind a savepoint there. If the transaction is not serializable, it locks tables,
// and writes what it must not lose sight of, so that the serializable ones notice it.
//
// A lane of the click log is leased by a row, by the clock of the database. The first
// statement of every update renews the lease and asks for its epoch, which rises when
// somebody else leases the lane. So an update of a process that has lost its lane writes
// nothing. It locks the row, and so the lane, until it ends; the database ends it if the
// process stops in the middle.
package postgres
