package recorder

import (
	"sync"

	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// lane is what readers need to know of a lane, besides its tables. The recorder keeps
// that of its own lane as it writes, and those of other lanes as mirrors.
type lane struct {
	log   wire.LaneReader
	words *clicklog.WordCache // of the log

	mu      sync.Mutex               // guards what follows
	readers map[*openReader]struct{} // calls that read at the moment
	heads   clicklog.Heads
	pending clicklog.Pending
	block   uint64 // the newest in the log
	marks   clicklog.Marks
	left    bool          // the recorder writes to another lane
	waiting chan struct{} // closed with the next block; nil if nobody waits for it
	// rewrites is [clicklog.LoadRewrites] when the lane was loaded. A mirror of which
	// it has changed is loaded anew.
	rewrites uint64
}

// newLane returns a lane of which nothing is known yet.
func newLane() *lane {
	return &lane{words: clicklog.NewWordCache(), readers: make(map[*openReader]struct{})}
}
