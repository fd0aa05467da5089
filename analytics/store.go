package analytics

import (
	"context"
	"time"
)

// Store is the role a store plays for analytics. It keeps lanes: ordered tables
// of bytes, alike for every lane, each written by one recorder at a time, and one
// table that all of them share. What the bytes mean is this package's business,
// so every engine keeps the same log and the same rollups.
//
// A store that one process owns has lane 0 alone to write to.
//
// Implementations MUST be safe for concurrent use and honour the context's
// cancellation before a transaction begins, also while they wait for another
// one. Functions that they are given must not call the store.
type Store interface {
	// LeaseLane takes a lane for whoever writes to it, so that nobody else does.
	// lane 0 asks for any: one that was released, else one whose lease has run
	// out, else a new one. owner says who takes it, for people. The error wraps
	// [ErrLeased] when somebody else has the lane, or every lane that there can
	// be; a lane that can never be had is another error.
	LeaseLane(ctx context.Context, lane Lane, owner string) (Lease, error)
	// ViewClicks runs fn on one consistent snapshot of all lanes and of the
	// shared table, taken when it begins. It waits for no update, and no update
	// waits for it. fn's error is returned as it is. fn must not keep what the
	// view hands out.
	ViewClicks(ctx context.Context, fn func(View) error) error
	// UpdateShared runs fn in one read-write transaction on [TableShared], with
	// the promises of [Lease.UpdateClicks]. These updates run one after another,
	// whoever makes them, and need no lease.
	UpdateShared(ctx context.Context, fn func(Tx) error) error
	// Ask leaves a request for the owners of lanes. [Lease.Renew] hands it out. A
	// store with one lane does nothing: its owner is in this process.
	Ask(ctx context.Context, lanes []Lane, request Request) error
}

// Lane is the number of a lane, 0 to [MaxLane].
type Lane uint16

// MaxLane is the highest number of a lane: the ids of clicks have ten bits for it.
const MaxLane Lane = 1<<10 - 1

// Lease is the right to write to a lane. It ends with Release, or is lost when
// it has run out and somebody else took the lane. It is safe for concurrent use.
type Lease interface {
	// Lane is the lane.
	Lane() Lane
	// Epoch tells the lease from earlier ones of the lane: it is above that of
	// each of them that has written something, and not zero.
	Epoch() uint64
	// UpdateClicks runs fn in one read-write transaction on the lane's tables.
	// When it returns nil, everything fn wrote is durable; when fn fails or
	// panics, nothing of it is, and fn's error is returned as it is, its panic
	// passed on. After
	// another error the transaction may have been committed. fn may run more than
	// once and must not keep what the transaction handed out.
	//
	// Updates of a lane run one after another; those of other lanes need not wait
	// for them. When the lease has ended, nothing is written and the error wraps
	// [ErrLeaseLost], now and from then on.
	UpdateClicks(ctx context.Context, fn func(Tx) error) error
	// Renew keeps the lease while nothing is written, and returns what the owner
	// was asked for and has not done. The error wraps [ErrLeaseLost] when the
	// lease has ended.
	Renew(ctx context.Context) ([]Request, error)
	// Release gives the lane back, after an update that runs. To release a lease
	// that has ended is no error.
	Release(ctx context.Context) error
}

// LaneInfo says what there is to know about a lane.
type LaneInfo struct {
	// Lane is its number.
	Lane Lane
	// Epoch is that of the newest lease that wrote to it, or of a later one; zero
	// for none.
	Epoch uint64
	// Leased says that somebody has it.
	Leased bool
	// Until is when the lease runs out unless it is renewed. Zero means that it
	// does not, as long as the process lives.
	Until time.Time
}

// Request is something that the owner of a lane is asked to do.
type Request struct {
	// ID tells it from others.
	ID string
	// Kind says what is to be done.
	Kind RequestKind
	// Value is what it is to be done to, as the kind says.
	Value []byte
}

// RequestKind is a kind of [Request].
type RequestKind uint8

// The kinds of requests.
const (
	// RequestFlush asks that everything that was recorded be put on disk.
	RequestFlush RequestKind = iota + 1
	// RequestErase asks that clicks of links be erased.
	RequestErase
	// RequestRebuild asks that rollups be made again.
	RequestRebuild
)
