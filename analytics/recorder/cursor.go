package recorder

import "github.com/linkpack/linkpack-go/analytics"

// LogEnd returns the end of what is in the log: what comes after it is new.
func (r *Recorder) LogEnd() analytics.Cursor { return analytics.Cursor{}.With(r.log.Lane, r.end()) }

// end returns the end of the log.
func (r *Recorder) end() analytics.Place {
	r.mu.Lock()
	defer r.mu.Unlock()
	return analytics.Place{Block: r.block + 1}
}
