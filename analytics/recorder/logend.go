package recorder

import "github.com/linkpack/linkpack-go/analytics"

// LogEnd returns a cursor for the end of the log. All clicks behind it are new.
func (r *Recorder) LogEnd() analytics.Cursor { return analytics.Cursor{}.With(r.log.Lane, r.end()) }

// end returns the end of the log.
func (r *Recorder) end() analytics.Place {
	r.mu.Lock()
	defer r.mu.Unlock()
	return analytics.Place{Block: r.block + 1}
}
