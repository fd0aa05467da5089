package linkpack

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/useragent"
)

// Options adjust a [Shortener]. The zero value works.
type Options struct {
	// BaseURL is the scheme, host and path under which short links are
	// reached. It makes every URL that is printed; a request's Host never
	// does. Defaults to "http://localhost:8080".
	BaseURL string
	// Domains are further hosts that point here, beside that of BaseURL, each
	// with short codes of its own, for every workspace. Hosts that are neither
	// among them nor made by [Shortener.CreateDomain] share the default domain.
	// Defaults to none.
	Domains []string
	// Reserved are the codes that links cannot have, in any case. A host that
	// serves pages of its own beside short links adds their first segments.
	// Defaults to [DefaultReserved].
	Reserved []string
	// Schemes are the schemes beside http and https that destinations may
	// have, such as those of mobile apps. Defaults to none.
	Schemes []string
	// CheckDestination has the last word on every URL that is about to be
	// written: an error becomes the [FieldError] of its field. A change asks for
	// those URLs alone that are new. It must be safe for concurrent use.
	// Defaults to none: every sound URL is accepted.
	CheckDestination func(ctx context.Context, url string) error
	// NotFoundURL, RootURL and FallbackURL are those of the default domain and
	// of Domains, as in [Domain]. Default to none.
	NotFoundURL, RootURL, FallbackURL string
	// LookupTXT returns the TXT records of a name, with which [Shortener.VerifyDomain]
	// finds out who owns a domain. That there are none is a [net.DNSError] with
	// IsNotFound set, or an empty answer. Defaults to the LookupTXT of
	// [net.DefaultResolver].
	LookupTXT func(ctx context.Context, name string) ([]string, error)
	// AllowScripts lets links carry scripts. They run on the origin of the short
	// links, with all its cookies and rights: give short links a host name of
	// their own before you turn this on. Defaults to false.
	AllowScripts bool
	// CodeLength is the length of generated codes. Defaults to 7.
	CodeLength int
	// Conditions are the host's own conditions, which rules use by their names
	// like the built-in ones. Defaults to none.
	Conditions []routing.Condition
	// CheckDesign has the last word on the designs of QR codes, which are JSON
	// that this package does not read. qrcode.CheckDesign knows those of the
	// package qr. Defaults to accepting every JSON object.
	CheckDesign func(design []byte) error
	// Geo finds the visitor's place: geoip.Open reads a database of places, and
	// countrydb.Open has one of countries in it. Defaults to none: countries are
	// unknown.
	Geo routing.Locator
	// Agents tells devices and bots. Defaults to [useragent.Classifier].
	Agents routing.Classifier
	// Clock tells the time. Defaults to [time.Now].
	Clock func() time.Time
	// Random is the source of codes, tokens and keys. It must be safe for
	// concurrent use. Defaults to [rand.Reader].
	Random io.Reader
	// Clicks says how visits are recorded: whether they are on disk before the
	// answer (Sync), what is kept of visitors, and for how long. Its Clock, Random
	// and Logger default to those of these options.
	Clicks analytics.Options
	// CacheBytes bounds the memory of cached links, roughly. Defaults to
	// 128 MiB.
	CacheBytes int
	// Logger hears what nobody waits for. Defaults to discarding.
	Logger *slog.Logger
}

// withDefaults returns a copy of o with every unset field filled in.
func (o *Options) withDefaults() Options {
	var c Options
	if o != nil {
		c = *o
	}
	if c.BaseURL == "" {
		c.BaseURL = "http://localhost:8080"
	}
	if c.Reserved == nil {
		c.Reserved = DefaultReserved()
	}
	if c.CodeLength <= 0 {
		c.CodeLength = 7
	}
	if c.Agents == nil {
		c.Agents = useragent.Classifier{}
	}
	if c.LookupTXT == nil {
		c.LookupTXT = net.DefaultResolver.LookupTXT
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.CacheBytes <= 0 {
		c.CacheBytes = 128 << 20
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Clicks.Clock == nil {
		c.Clicks.Clock = c.Clock
	}
	if c.Clicks.Random == nil {
		c.Clicks.Random = c.Random
	}
	if c.Clicks.Logger == nil {
		c.Clicks.Logger = c.Logger
	}
	return c
}

// DefaultReserved returns the codes that are kept for what can be mounted
// beside the links.
func DefaultReserved() []string {
	return []string{
		"api", "v1", "v3", "v4", "json", "xml", "jsv", "csv", "html",
		"docs", "dashboard", "admin", "assets", "static", "auth", "login",
		"metadata", "types", "health", "healthz", "readyz", "metrics", "debug",
		".well-known", "robots.txt", "favicon.ico", "sitemap.xml", "ads.txt",
		"apple-touch-icon.png", "manifest.json", "index.html",
	}
}
