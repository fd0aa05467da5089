package postgres

import "errors"

// Reasons why [Open] refuses a database.
var (
	// ErrNotMigrated says that the database has no tables of this package, or those of an
	// older release. [Migrate] makes them.
	ErrNotMigrated = errors.New("postgres: the schema is older than this release; call Migrate")
	// ErrUnfinished says that a migration has begun and not ended. If none is running,
	// [Migrate] goes on with it.
	ErrUnfinished = errors.New("postgres: a migration of the schema is unfinished")
	// ErrNewer says that a newer release has migrated the database. This one must not
	// use it.
	ErrNewer = errors.New("postgres: the schema is newer than this release")
	// ErrForeign says that the tables belong to another program, or are in another schema
	// of the search_path than the first.
	ErrForeign = errors.New("postgres: the schema is that of another program")
)

// Reasons why a call in a transaction of the host's fails; see [WithTx].
var (
	// ErrRetry says that the transaction conflicts with another one, which ended in the
	// meantime or did not end in time. Roll it back and begin again. The commit of a
	// serializable transaction can fail for that reason, too, with the code 40001 and
	// without ErrRetry.
	ErrRetry = errors.New("postgres: the transaction conflicts with another one; begin it again")
	// ErrOtherDatabase says that the transaction is not one of the store's database, or
	// its search_path leads to another schema.
	ErrOtherDatabase = errors.New("postgres: the transaction is not one of the store's database")
)
