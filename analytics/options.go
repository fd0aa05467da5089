package analytics

import (
	"io"
	"log/slog"
	"time"
)

// AddressPolicy says how much of a client's address is stored.
type AddressPolicy uint8

const (
	// TruncateAddresses stores the /24 of an IPv4 and the /48 of an IPv6 address.
	TruncateAddresses AddressPolicy = iota
	// KeepAddresses stores the whole address.
	KeepAddresses
	// DropAddresses stores no address.
	DropAddresses
)

// Options are the options of a recorder.Recorder. The zero value is usable.
type Options struct {
	// Sync makes recorder.Recorder.Record return only when the click is on disk.
	// Otherwise the click is on disk within 100 ms, if the store is fast enough, and
	// a killed process loses at most the clicks of that time. Defaults to false.
	Sync bool
	// QueueSize is the maximum number of hits that wait to be written. Defaults to
	// 65,536; the maximum is 1,048,576. A click takes about 1 KB and never more than
	// 8 KB. A conversion can take another 8 KB for its form responses and properties.
	QueueSize int
	// Addresses says how much of visitors' addresses is stored. Defaults to
	// TruncateAddresses.
	Addresses AddressPolicy
	// DropUserAgents stores no User-Agent headers. What they say about the device,
	// the system, the browser and bots is stored all the same, and unique visitors
	// are counted as before. Defaults to false: up to 512 bytes of the header are
	// kept as long as the click.
	DropUserAgents bool
	// KeyDays is how many UTC days the same key is used to recognize visitors: 1
	// or 30. Then the key is destroyed, and returning visitors cannot be recognized
	// any more. Defaults to 1. With 30, a visitor who comes on several days of the
	// period counts once (see [Period.Uniques]), and anyone who can read the store
	// sees which clicks of the period came from the same visitor. Periods of 30
	// days are counted from 1970-01-01, so one began on 2026-03-08. A changed value
	// takes effect on the UTC day after the latest click in the store.
	KeyDays int
	// Retention is how long single clicks are kept, with their addresses and
	// User-Agent headers. Older clicks are removed from the log in whole blocks, a
	// few minutes late. Statistics that include them stay. Defaults to 0, which
	// means forever; any other value must be at least an hour. Where the law limits
	// how long such data may be kept, set it: 90 days are usual.
	Retention time.Duration
	// Clock returns the current time. Defaults to [time.Now].
	Clock func() time.Time
	// Random is the source of the keys for hashing visitors and of the IDs of
	// conversions. It must be safe for concurrent use. Only tests should set it. Defaults to [rand.Reader].
	Random io.Reader
	// Logger receives reports of lost clicks, failing stores and damaged records.
	// Defaults to [slog.Default].
	Logger *slog.Logger
}
