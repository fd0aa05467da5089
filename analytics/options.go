package analytics

import (
	"io"
	"log/slog"
	"time"
)

// AddressPolicy says what is kept of a client's address.
type AddressPolicy uint8

const (
	// TruncateAddresses keeps the /24 of an IPv4 and the /48 of an IPv6 address.
	TruncateAddresses AddressPolicy = iota
	// KeepAddresses keeps the whole address.
	KeepAddresses
	// DropAddresses keeps nothing.
	DropAddresses
)

// Options are the choices of a [recorder.Recorder]. nil means the defaults.
type Options struct {
	// Sync has a click on disk before [recorder.Recorder.Record] returns.
	// Otherwise, which is the default, it is on disk within 100 ms after that, if
	// the store keeps up: a process that is killed loses no click that is older.
	Sync bool
	// QueueSize is the most hits that wait to be written. Defaults to 65,536;
	// at most 1,048,576. A hit takes about 1 KB, at most 8,
	// whatever the request held.
	QueueSize int
	// Addresses defaults to TruncateAddresses.
	Addresses AddressPolicy
	// KeyDays is how many UTC days visitors are told apart with the same key, 1
	// or 30. Then the key is destroyed, and nobody can tell who comes back.
	// Defaults to 1. With 30, a visitor who comes on several days is counted once,
	// see [Period.Uniques], and whoever reads the store sees which clicks of 30
	// days came from the same visitor. Periods of 30 days are counted from
	// 1970-01-01, so that one of them began on 2026-03-08. A changed value takes
	// effect on the UTC day after the store's latest click.
	KeyDays int
	// Retention is how long clicks are kept. Older ones are removed from the
	// log, in whole blocks and a few minutes late. The figures that include them
	// stay. Defaults to 0, which keeps them forever. Any other value must be at
	// least an hour.
	Retention time.Duration
	// Clock tells the time: for the visitor key of the day, for the age of clicks,
	// and for visits without a time. Defaults to [time.Now].
	Clock func() time.Time
	// Random gives the keys that visitors are hashed with. Defaults to
	// [rand.Reader]. Only tests should set it.
	Random io.Reader
	// Logger logs lost clicks, failing stores and damaged records.
	// Defaults to [slog.Default].
	Logger *slog.Logger
}
