package linkpack

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/linkpack/internal/cache"
	"github.com/linkpack/linkpack-go/linkpack/internal/passwords"
	"github.com/linkpack/linkpack-go/linkpack/internal/random"
	"github.com/linkpack/linkpack-go/linkpack/internal/urls"
)

// Shortener makes, finds and counts short links. It is safe for concurrent
// use.
type Shortener struct {
	store     Store
	opts      Options
	base      *url.URL
	domains   domainTable
	reserved  map[string]struct{}
	splitKey  [32]byte
	imageKey  secretKey
	ids       *random.IDs
	cache     *cache.Cache[*entry]
	revisions *cache.Revisions
	watch     *changeWatch
	guard     *passwords.Guard
	recorder  *recorder.Recorder
	numbered  sync.Map      // numbers of workspaces in the click log, by their ids
	unknown   atomic.Uint64 // visits that found no link
}

// New returns a Shortener that works on store. On a store's first use it makes
// the default workspace and the key of the percentage splits. nil options are
// the defaults; a nil store or a field that cannot be used is a [FieldError].
//
// Several Shorteners may use one store, also in different processes if the store
// allows that. Each sees its own changes at once and those of the others within a
// second. A file or a store in memory has one Shortener at a time: until that is
// closed, the error of another one wraps [analytics.ErrLeased].
//
// The store stays the caller's: close it after [Shortener.Close].
func New(store Store, opts *Options) (*Shortener, error) {
	if store == nil {
		return nil, invalid("store", "is required")
	}
	s := &Shortener{store: store, opts: opts.withDefaults()}
	s.ids = random.NewIDs(s.opts.Random)
	s.guard = passwords.NewGuard(s.opts.Clock)
	if err := s.configure(); err != nil {
		return nil, err
	}
	ctx := context.Background()
	seen, err := store.LastChange(ctx) // before anything is read that may change
	if err != nil {
		return nil, fmt.Errorf("reading the log of changes: %w", err)
	}
	if err := s.initialize(ctx); err != nil {
		return nil, err
	}
	recorder, err := recorder.Open(ctx, store, &s.opts.Clicks)
	if err != nil {
		return nil, fmt.Errorf("opening the click log: %w", err)
	}
	s.recorder = recorder
	lifetime := lifetimeOf(store)
	s.cache = cache.New(s.opts.CacheBytes, lifetime, s.opts.Clock, s.load)
	s.revisions = cache.NewRevisions(lifetime)
	s.watch = s.watchChanges(seen)
	return s, nil
}

// configure checks the options.
func (s *Shortener) configure() error {
	var err error
	if s.base, err = urls.ParseBase(s.opts.BaseURL); err != nil {
		return invalid("base_url", "%v", err)
	}
	if err := s.configureDomains(); err != nil {
		return err
	}
	if _, err := s.table(nil, ""); err != nil {
		return err
	}
	s.reserved = make(map[string]struct{}, len(s.opts.Reserved))
	for _, code := range s.opts.Reserved {
		s.reserved[strings.ToLower(code)] = struct{}{}
	}
	return nil
}

// initialize makes what every store has once.
func (s *Shortener) initialize(ctx context.Context) error {
	if err := s.ensureDefaultWorkspace(ctx); err != nil {
		return fmt.Errorf("making the default workspace: %w", err)
	}
	splitKey, err := s.ensureKey(ctx, settingSplitKey)
	if err != nil {
		return fmt.Errorf("reading the split key: %w", err)
	}
	s.splitKey = [32]byte(splitKey)
	if s.imageKey, err = s.ensureKey(ctx, settingImageKey); err != nil {
		return fmt.Errorf("reading the image key: %w", err)
	}
	if err := s.loadDomains(ctx); err != nil {
		return fmt.Errorf("reading the domains: %w", err)
	}
	return nil
}

// Flush waits until everything recorded so far is on disk.
func (s *Shortener) Flush(ctx context.Context) error { return s.recorder.Flush(ctx) }

// Close writes what is still in memory and stops the background work. Recording
// a visit afterwards fails with [ErrClosed]; resolving one still works. Close
// does not close the store. A program ends its server first, then closes the
// Shortener, and then the store.
func (s *Shortener) Close(ctx context.Context) error {
	s.watch.close(ctx)
	s.cache.Close()
	return s.recorder.Close(ctx)
}

// Now tells the time by the Shortener's clock.
func (s *Shortener) Now() time.Time { return s.opts.Clock() }

// now is the time as links store it.
func (s *Shortener) now() time.Time { return s.opts.Clock().UTC().Truncate(time.Millisecond) }

// Reserved returns the codes that links cannot have, in lower case and sorted.
func (s *Shortener) Reserved() []string {
	codes := make([]string, 0, len(s.reserved))
	for code := range s.reserved {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}
