package linkpack

import (
	"context"
	"fmt"
	"net/netip"
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
	"github.com/linkpack/linkpack-go/linkpack/internal/ranking"
	"github.com/linkpack/linkpack-go/linkpack/internal/urls"
)

// Shortener creates and resolves short links and counts their clicks. It is
// safe for concurrent use.
type Shortener struct {
	store      groupedStore
	opts       Options
	base       *url.URL
	domains    domainTable
	internal   []netip.Prefix // whose visits are internal
	reserved   map[string]struct{}
	splitKey   [32]byte
	signingKey secretKey
	sealing    sealing
	ids        *random.IDs
	cache      *cache.Cache[*entry]
	revisions  *cache.Revisions
	rankings   ranking.Shelf
	watch      *changeWatch
	guard      *passwords.Guard
	uses       tokenUses
	loops      chan struct{} // held while links are written that may close a loop
	erasing    chan struct{} // held while the clicks of a deleted visitor are erased
	recorder   *recorder.Recorder
	numbered   sync.Map      // numbers of workspaces in the click log, by ID
	deleted    sync.Map      // workspaces that are being deleted, by ID
	unknown    atomic.Uint64 // visits that found no link
	trimmed    time.Time     // when upkeep last trimmed the visitors
	isClosed   atomic.Bool
	// placeWarned says that the log tells of rules without Geo.
	placeWarned atomic.Bool
}

// New returns a Shortener that uses store. In a new store it creates the default
// workspace and secret keys. opts may be nil for the defaults. New returns a
// [FieldError] for an invalid option or a nil store, and one of the field seal_key if
// Options.SealKey does not open the secret keys of the store.
//
// Several Shorteners may use one store, in different processes if the store
// supports that. Each sees its own changes at once and those of the others
// within a second. The stores of this module in a file or in memory allow one
// Shortener at a time; until it is closed, New returns an error that wraps
// [analytics.ErrLeased].
//
// Damaged rows of the statistics do not prevent New: redirects go on, and what can be
// derived from other rows is derived again; see [recorder.Open].
//
// New does not take ownership of the store. Close it after [Shortener.Close].
func New(store Store, opts *Options) (*Shortener, error) {
	if store == nil {
		return nil, invalid("store", "is required")
	}
	s := &Shortener{store: groupedStore{store}, opts: opts.withDefaults(), loops: make(chan struct{}, 1), erasing: make(chan struct{}, 1)}
	s.ids = random.NewIDs(s.opts.Random)
	s.guard = passwords.NewGuard(s.opts.Clock)
	if err := s.configure(); err != nil {
		return nil, err
	}
	ctx := context.Background()
	seen, err := store.LastChange(ctx) // before reading anything that may change
	if err != nil {
		return nil, fmt.Errorf("reading the change log: %w", err)
	}
	if err := s.initialize(ctx); err != nil {
		return nil, err
	}
	recorder, err := recorder.Open(ctx, store, &s.opts.Clicks)
	if err != nil {
		return nil, err
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
	if err := s.configureInternal(); err != nil {
		return err
	}
	if err := s.configureSealing(); err != nil {
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

// initialize reads the workspaces, the keys and the domains, and creates the default
// workspace and the keys in a new store.
func (s *Shortener) initialize(ctx context.Context) error {
	if err := s.ensureDefaultWorkspace(ctx); err != nil {
		return fmt.Errorf("making the default workspace: %w", err)
	}
	splitKey, err := s.ensureKey(ctx, settingSplitKey)
	if err != nil {
		return fmt.Errorf("reading the split key: %w", err)
	}
	s.splitKey = [32]byte(splitKey)
	if s.signingKey, err = s.ensureKey(ctx, settingSigningKey); err != nil {
		return fmt.Errorf("reading the signing key: %w", err)
	}
	if err := s.noteDeleted(ctx); err != nil {
		return fmt.Errorf("reading the workspaces: %w", err)
	}
	if err := s.loadDomains(ctx); err != nil {
		return fmt.Errorf("reading the domains: %w", err)
	}
	return nil
}

// Flush waits until all clicks recorded so far are on disk.
func (s *Shortener) Flush(ctx context.Context) error { return s.recorder.Flush(ctx) }

// Close writes clicks still in memory and stops the background goroutines.
// Afterwards [Shortener.Record] returns [ErrClosed], while [Shortener.Resolve]
// still works. Close does not close the store. Shut down in this order: the
// server, the Shortener, the store.
func (s *Shortener) Close(ctx context.Context) error {
	s.isClosed.Store(true)
	s.watch.close(ctx)
	s.writeTokenUses(ctx)
	s.cache.Close()
	return s.recorder.Close(ctx)
}

// Now returns the current time of the Shortener's clock.
func (s *Shortener) Now() time.Time { return s.opts.Clock() }

// now returns the time as it is stored, in UTC and whole milliseconds.
func (s *Shortener) now() time.Time { return s.opts.Clock().UTC().Truncate(time.Millisecond) }

// Reserved returns the codes that links cannot use, in lower case and sorted.
func (s *Shortener) Reserved() []string {
	codes := make([]string, 0, len(s.reserved))
	for code := range s.reserved {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}
