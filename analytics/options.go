package analytics

import (
	"io"
	"log/slog"
	"time"
)

// KeyPeriod says how long visitors are told apart with the same key. Within a
// period a visitor is one; in the next, nobody can tell that he came back.
type KeyPeriod uint8

const (
	// OneDay is one UTC day.
	OneDay KeyPeriod = iota
	// ThirtyDays are 30 UTC days. One period follows the other from 1970-01-01
	// on, so that one of them began on 2026-03-08, wherever months begin.
	ThirtyDays
)

// Durability says when a click is safe on disk.
type Durability uint8

const (
	// Batched has a click on disk within 100 ms after [recorder.Recorder.Record]
	// returned, on a store that keeps up. A process that is killed loses no
	// click that is older.
	Batched Durability = iota
	// Sync has it there before Record returns.
	Sync
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
	// Durability defaults to Batched.
	Durability Durability
	// QueueSize is the most hits that wait to be written. Defaults to 65,536;
	// at most 1,048,576. A hit takes about 1 KB, at most 8,
	// whatever the request held.
	QueueSize int
	// Addresses defaults to TruncateAddresses.
	Addresses AddressPolicy
	// KeyPeriod is how long visitors are told apart with the same key, which is
	// then destroyed. It defaults to OneDay; ThirtyDays counts who comes on
	// several days once, see [Period.Uniques], and lets whoever reads the store
	// see which clicks of 30 days came from the same visitor. Another period
	// than the store has had begins with the UTC day after its latest click.
	KeyPeriod KeyPeriod
	// Retention is how long clicks are kept. Older ones are removed from the
	// log, in whole blocks from its front and a few minutes late; the figures
	// that they were counted in stay. 0, the default, keeps them for ever; any
	// other value is at least an hour.
	Retention time.Duration
	// Clock tells the day whose words and visitor key are used, how old clicks
	// are, and the time of a visit that does not say it. Defaults to [time.Now].
	Clock func() time.Time
	// Random gives the keys that visitors are hashed with. Defaults to
	// [rand.Reader]. Only tests should set it.
	Random io.Reader
	// Logger is told of lost clicks, failing stores and damaged records.
	// Defaults to [slog.Default].
	Logger *slog.Logger
}

const (
	DefaultQueueSize = 1 << 16
	MaxQueueSize     = 1 << 20
)
