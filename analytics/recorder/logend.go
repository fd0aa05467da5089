package recorder

import "github.com/linkpack/linkpack-go/analytics"

// LogEnd returns a cursor for the end of the log. All clicks behind it are new.
func (r *Recorder) LogEnd() analytics.Cursor { return analytics.Cursor{}.With(r.log.Lane, r.end()) }

// end returns the end of the log.
func (l *lane) end() analytics.Place {
	l.mu.Lock()
	defer l.mu.Unlock()
	return analytics.Place{Block: l.block + 1}
}
