package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
	"github.com/linkpack/linkpack-go/linkpack/internal/hosts"
)

// domainLifetime is how long the domain table is used before it is read again,
// unless the change log announces a change sooner.
const domainLifetime = time.Minute

// domainTable holds all domains by host, without those that were never verified.
type domainTable struct {
	main  *Domain            // the default domain, for all other hosts
	fixed map[string]*Domain // the domains of the options
	now   atomic.Pointer[knownDomains]

	// loading is held while the table is read, so that a slow read cannot
	// replace the result of a later one.
	loading sync.Mutex
}

// knownDomains is an immutable snapshot of the domains.
type knownDomains struct {
	byHost map[string]*Domain
	byID   map[string]*Domain // without those of the options
	// documents are the revisions that byHost was read from.
	documents map[string]DocumentRevision
	// damaged is not nil if some domain could not be read.
	damaged error
	stale   time.Time
}

// configureDomains creates the domains given in the options.
func (s *Shortener) configureDomains() error {
	main, err := s.mainDomain()
	if err != nil {
		return err
	}
	s.domains.main = main
	s.domains.fixed = make(map[string]*Domain, len(s.opts.Domains))
	for i, name := range s.opts.Domains {
		field := fmt.Sprintf("domains[%d]", i)
		host, err := parseName(field, name)
		if err != nil {
			return err
		}
		if host == s.baseHost() {
			return invalid(field, "%q is the host of the base URL, the default domain", clip.Text(name))
		}
		d := *main
		d.Host = host
		s.domains.fixed[host] = &d
	}
	return nil
}

// parseName returns the host of a domain from a field.
func parseName(field, name string) (string, error) {
	host, err := hosts.Parse(name)
	if err != nil {
		return "", invalid(field, "%q is not a host name such as go.example.com: it %v", clip.Text(name), err)
	}
	if !hosts.IsName(host) {
		return "", invalid(field, "%q is not a host name such as go.example.com", clip.Text(name))
	}
	return host, nil
}

// mainDomain returns the default domain.
func (s *Shortener) mainDomain() (*Domain, error) {
	o := &s.opts
	d := &Domain{
		Status: DomainActive, FoldCase: o.FoldCase, UnicodeCodes: o.UnicodeCodes,
		NotFoundURL: o.NotFoundURL, RootURL: o.RootURL, FallbackURL: o.FallbackURL,
	}
	for _, f := range d.urls() {
		if *f.url == "" {
			continue
		}
		checked, err := s.checkURL(*f.url)
		if err != nil {
			return nil, invalid(f.name, "%v", err)
		}
		*f.url = checked
	}
	if s.isRoot(d.RootURL) {
		return nil, invalid("root_url", "must not be the base URL itself")
	}
	return d, nil
}

// loadDomains reads the domains from the store.
func (s *Shortener) loadDomains(ctx context.Context) error {
	s.domains.loading.Lock()
	defer s.domains.loading.Unlock()
	stored, err := s.store.ListDocuments(outside(ctx), KindDomain, "", "", 0)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return err
	}
	known := &knownDomains{
		byHost: maps.Clone(s.domains.fixed), byID: make(map[string]*Domain), documents: make(map[string]DocumentRevision, len(stored)),
		damaged: err, stale: s.opts.Clock().Add(domainLifetime),
	}
	for _, document := range stored {
		d, err := decodeAs[Domain](document)
		if err != nil {
			known.damaged = errors.Join(known.damaged, err)
			continue
		}
		if d.isClaim() || d.ID != document.ID || s.domains.fixed[d.Host] != nil || d.Host == s.baseHost() {
			continue // older files have domains without an ID
		}
		known.byHost[d.Host], known.byID[d.ID] = s.vetted(d), d
		known.documents[d.Host] = DocumentRevision{KindDomain, document.Workspace, document.ID, document.Revision}
	}
	if known.damaged != nil {
		s.opts.Logger.Error("a domain is damaged; visits of hosts that are not registered fail", slog.Any("error", known.damaged))
	}
	s.domains.now.Store(known)
	return nil
}

// serving returns the domain that serves a host, also with an error: that a damaged
// domain may be the one.
func (s *Shortener) serving(ctx context.Context, host string, now time.Time) (*Domain, error) {
	s.refreshDomains(ctx, now)
	d := s.answering(host)
	if d != s.domains.main || s.domains.now.Load().damaged == nil {
		return d, nil
	}
	return d, s.certain(host)
}

// certain returns an error if a damaged domain may be the one that serves a host.
func (s *Shortener) certain(host string) error {
	known := s.domains.now.Load()
	if known.damaged == nil {
		return nil
	}
	normal, err := hosts.Normalize(host)
	if err == nil && (normal == s.baseHost() || known.byHost[normal] != nil) {
		return nil
	}
	return fmt.Errorf("host %q: %w", clip.Text(host), known.damaged)
}

// vetted clears the URLs that are not safe to redirect to. The store may have
// been written by something other than this package.
func (s *Shortener) vetted(d *Domain) *Domain {
	for _, f := range d.urls() {
		if checked, err := s.checkURL(*f.url); *f.url != "" && (err != nil || checked != *f.url) {
			s.opts.Logger.Warn("ignoring an invalid domain URL", slog.String("domain", d.Host), slog.String("field", f.name))
			*f.url = ""
		}
	}
	return d
}

// refreshDomains reads the table again if it is too old. Only one goroutine
// does so at a time; the others use the old table.
func (s *Shortener) refreshDomains(ctx context.Context, now time.Time) {
	known := s.domains.now.Load()
	if now.Before(known.stale) {
		return
	}
	later := *known
	later.stale = now.Add(time.Second) // retry then if this fails
	if !s.domains.now.CompareAndSwap(known, &later) {
		return
	}
	if err := s.loadDomains(ctx); err != nil && !errors.Is(err, ctx.Err()) {
		s.opts.Logger.Error("reading the domains", slog.Any("error", err))
	}
}

// answering returns the domain that serves a request's Host.
func (s *Shortener) answering(host string) *Domain {
	known := s.domains.now.Load()
	if len(known.byHost) == 0 {
		return s.domains.main
	}
	normal, err := hosts.Normalize(host)
	if d := known.byHost[normal]; err == nil && d != nil && d.Status == DomainActive {
		return d
	}
	return s.domains.main
}

// DomainAt returns the domain that serves a request's Host. The default domain has
// an empty Host.
func (s *Shortener) DomainAt(host string) Domain { return *s.answering(host) }

// LinkDomain returns the domain of a link's short code, also if it is not active any
// more. The default domain has an empty Host. ok is false if there is no such domain,
// if it is another workspace's than the link's, was never verified or is damaged.
func (s *Shortener) LinkDomain(link *Link) (d Domain, ok bool) {
	_, found, err := s.registered(link.Domain)
	if err != nil || found == nil || !found.usableBy(link.Workspace) {
		return Domain{}, false
	}
	return *found, true
}

// registered returns the normalized host of a link's domain field, which may be the
// ID of a domain, "" for the base URL's host, and its domain, or nil if there is none.
func (s *Shortener) registered(domain string) (host string, d *Domain, err error) {
	if domain != "" {
		if host, err = hosts.Parse(domain); err != nil {
			return "", nil, invalid("domain", "%q is no host: it %v", clip.Text(domain), err)
		}
	}
	known := s.domains.now.Load()
	if d = cmp.Or(known.byHost[host], known.byID[host]); d != nil {
		return d.Host, d, nil
	}
	if host == "" || host == s.baseHost() {
		return "", s.domains.main, nil
	}
	return host, nil, nil
}

// baseHost returns the host of the default domain.
func (s *Shortener) baseHost() string {
	host, err := hosts.Normalize(s.base.Host)
	if err != nil {
		return s.base.Host
	}
	return host
}

// usableBy reports whether a workspace's links can use the domain.
func (d *Domain) usableBy(workspace string) bool {
	return d.Workspace == "" || d.Workspace == cmp.Or(workspace, DefaultWorkspace)
}
