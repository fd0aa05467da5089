package bolt

import "time"

// JournalAlways lets every update of clicks join the one before it, and no time commit
// them.
func (s *Store) JournalAlways() {
	s.inner.soon, s.inner.quickBefore, s.inner.patience = time.Hour, 0, time.Hour
}

// Unpublished reports whether only the journal has an update.
func (s *Store) Unpublished() bool { return s.inner.unpublished.Load() }

// JournalPath returns the path of the journal.
func (s *Store) JournalPath() string { return s.inner.journalPath }
