package analytics

import (
	"context"
	"time"
)

// Store stores the click log and its statistics. It has lanes and a shared table.
// Each lane has the same [Tables], which are ordered by key, and is written by one
// recorder at a time. Keys and values are bytes that only this module interprets,
// so their format is the same in every store.
//
// A store that only one process can open has only lane 0.
//
// Implementations must be safe for concurrent use. They must return when the context
// is canceled before a transaction begins, even while they wait for another
// transaction. Functions passed to a store must not call it.
type Store interface {
	// LeaseLane leases a lane to one writer. If lane is 0, it leases a lane that
	// was released, else one whose lease has expired, else a new one. owner
	// describes the writer for people. LeaseLane returns an error that wraps
	// [ErrLeased] if the lane, or for 0 every possible lane, is leased to another
	// writer. It returns a different error for a lane that can never be leased.
	LeaseLane(ctx context.Context, lane Lane, owner string) (Lease, error)
	// ViewClicks runs fn on a consistent snapshot of all lanes and the shared
	// table, taken when it begins, with every update that has returned. It does not
	// wait for updates, nor do updates wait for it. Only a store that has yet to show
	// an earlier update may wait for the one that runs. It returns the error of fn
	// unchanged. fn must not keep anything that it got from the view.
	ViewClicks(ctx context.Context, fn func(View) error) error
	// UpdateShared runs fn in a read-write transaction on [TableShared], with the
	// guarantees of [Lease.UpdateClicks]. It needs no lease. These updates run one
	// after another, even those of different processes.
	UpdateShared(ctx context.Context, fn func(Tx) error) error
	// Ask stores a request for the owners of lanes, which [Lease.Renew] returns
	// to them, or to later owners, until [Lease.Fulfil] removes it. A request with an
	// ID that a lane already has is ignored there. A store with a single lane does
	// nothing, since its owner is in this process.
	Ask(ctx context.Context, lanes []Lane, request Request) error
	// Asked returns those of some lanes that still have the request with an ID.
	Asked(ctx context.Context, lanes []Lane, id string) ([]Lane, error)
}

// Lane is the number of a lane, 0 to [MaxLane].
type Lane uint16

// MaxLane is the greatest lane. The IDs of clicks have ten bits for the lane.
const MaxLane Lane = 1<<10 - 1

// Lease is the right to write to a lane. It ends with Release, or when it has
// expired and another writer has leased the lane. It is safe for concurrent use.
type Lease interface {
	// Lane returns the lane.
	Lane() Lane
	// Epoch distinguishes the lease from earlier leases of the lane. It is not
	// zero, and greater than that of each earlier lease that wrote something.
	Epoch() uint64
	// UpdateClicks runs fn in a read-write transaction on the lane's tables. When
	// it returns nil, everything that fn wrote is durable. If fn returns an error
	// or panics, nothing is written; UpdateClicks returns the error unchanged, or
	// passes the panic on. After any other error the transaction may have been
	// committed. fn may run more than once and must not keep anything that it got
	// from the transaction.
	//
	// Updates of a lane run one after another; those of other lanes need not wait
	// for them. Once the lease has ended, UpdateClicks writes nothing and returns
	// an error that wraps [ErrLeaseLost].
	UpdateClicks(ctx context.Context, fn func(Tx) error) error
	// Renew extends the lease, which is needed while there are no updates. It
	// returns the requests that the owner has not fulfilled yet, or an error that
	// wraps [ErrLeaseLost] if the lease has ended.
	Renew(ctx context.Context) ([]Request, error)
	// Fulfil removes requests to the lane, which must have been fulfilled. Those that
	// the lane does not have are no error. Once the lease has ended, Fulfil removes
	// nothing and returns an error that wraps [ErrLeaseLost].
	Fulfil(ctx context.Context, ids ...string) error
	// Release ends the lease after waiting for a running update. Releasing a
	// lease that has ended is no error.
	Release(ctx context.Context) error
}

// LaneInfo describes a lane and its lease.
type LaneInfo struct {
	// Lane is the lane.
	Lane Lane
	// Epoch is the epoch of the newest lease that wrote to the lane, or of a later
	// lease. Zero means that no lease has written to it.
	Epoch uint64
	// Leased says that the lane is leased.
	Leased bool
	// Until is when the lease expires unless it is renewed. Zero means that it
	// lasts as long as the process.
	Until time.Time
	// Expired says that the last lease has run out without being released, so its
	// owner may have died. It is false while the lane is leased.
	Expired bool
	// Asked says that the lane has requests.
	Asked bool
}

// Request asks the owner of a lane to do something.
type Request struct {
	// ID identifies the request.
	ID string
	// Kind says what to do.
	Kind RequestKind
	// Value is the argument, as defined by the kind.
	Value []byte
}

// RequestKind is a kind of [Request].
type RequestKind uint8

// The kinds of requests.
const (
	// RequestFlush asks to write all recorded clicks to disk.
	RequestFlush RequestKind = iota + 1
	// RequestErase asks to erase clicks of links.
	RequestErase
	// RequestRebuild asks to rebuild rollups.
	RequestRebuild
	// RequestEraseVisitors asks to blank clicks of visitors.
	RequestEraseVisitors
)
