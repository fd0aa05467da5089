package linkpack

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	usesInterval = time.Minute // between two writes of the uses of tokens
	usesDays     = 90          // days with numbers of requests that are kept
)

// tokenUses counts the requests made with tokens. They are written once a minute, so
// that a request writes nothing.
type tokenUses struct {
	mu      sync.Mutex
	pending map[tokenKey]*tokenUse // not written yet
}

// tokenKey names a token.
type tokenKey struct{ workspace, id string }

// tokenUse is the use of a token, as stored.
type tokenUse struct {
	LastUsedAt time.Time         `json:"last_used_at,omitzero"`
	Requests   map[string]uint64 `json:"requests,omitempty"` // by UTC day
}

// add adds the later use other.
func (u *tokenUse) add(other *tokenUse) {
	if other.LastUsedAt.After(u.LastUsedAt) {
		u.LastUsedAt = other.LastUsedAt
	}
	if u.Requests == nil {
		u.Requests = make(map[string]uint64)
	}
	for day, n := range other.Requests {
		u.Requests[day] += n
	}
	for days := slices.Sorted(maps.Keys(u.Requests)); len(days) > usesDays; days = days[1:] {
		delete(u.Requests, days[0])
	}
}

// note counts a request.
func (t *tokenUses) note(key tokenKey, now time.Time) {
	now = now.UTC().Truncate(time.Millisecond)
	t.put(key, &tokenUse{LastUsedAt: now, Requests: map[string]uint64{now.Format(time.DateOnly): 1}})
}

// put adds a use that is not written yet.
func (t *tokenUses) put(key tokenKey, use *tokenUse) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if known := t.pending[key]; known != nil {
		known.add(use)
		return
	}
	if t.pending == nil {
		t.pending = make(map[tokenKey]*tokenUse)
	}
	t.pending[tokenKey{strings.Clone(key.workspace), strings.Clone(key.id)}] = use
}

// take returns the uses that are not written yet and forgets them.
func (t *tokenUses) take() map[tokenKey]*tokenUse {
	t.mu.Lock()
	defer t.mu.Unlock()
	pending := t.pending
	t.pending = nil
	return pending
}

// of returns a copy of a token's use that is not written yet.
func (t *tokenUses) of(key tokenKey) *tokenUse {
	t.mu.Lock()
	defer t.mu.Unlock()
	use := new(tokenUse)
	if pending := t.pending[key]; pending != nil {
		use.add(pending)
	}
	return use
}

// writeTokenUses stores the uses of tokens since the last call. They are no changes of
// the tokens. It keeps those that cannot be written for the next call, except of damaged
// tokens.
func (s *Shortener) writeTokenUses(ctx context.Context) {
	for key, use := range s.uses.take() {
		_, err := updateBody(ctx, s, KindToken, key.workspace, key.id, nil, func(b *tokenBody) ([]string, error) {
			b.Use.add(use)
			return nil, nil
		})
		if err == nil || errors.Is(err, ErrNotFound) { // or the token was deleted
			continue
		}
		if !errors.Is(err, ErrDamaged) {
			s.uses.put(key, use)
		}
		if ctx.Err() == nil {
			s.opts.Logger.WarnContext(ctx, "storing the use of a token", slog.String("token", key.id), slog.Any("error", err))
		}
	}
}
