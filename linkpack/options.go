package linkpack

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/useragent"
)

// Options are the options of a [Shortener]. The zero value is usable.
type Options struct {
	// BaseURL is the scheme, host and optional path of short URLs. All short
	// URLs are built from it, never from a request's Host. Defaults to
	// "http://localhost:8080".
	BaseURL string
	// Domains are further hosts for short links, each with its own namespace of
	// short codes, for all workspaces. Hosts that are neither in Domains nor
	// verified by [Shortener.VerifyDomain] serve the default domain. Defaults to
	// none.
	Domains []string
	// FoldCase and UnicodeCodes apply to the default domain and to Domains, with
	// the meaning that they have in [Domain], so that printed links work in
	// capitals and codes such as "🍞" or "setup.py" are allowed. They can change
	// while there are links: links made before FoldCase was set are found by their
	// codes as written, and in case of doubt come first. Default to false.
	FoldCase, UnicodeCodes bool
	// Reserved are the codes that links cannot use, regardless of case. If your
	// server has other pages on the same host, add the first segments of their
	// paths. Defaults to [DefaultReserved].
	Reserved []string
	// Schemes are the schemes that destinations may have in addition to http and
	// https, such as those of mobile apps. Defaults to none.
	Schemes []string
	// CheckDestination checks each new URL before it is stored, after the
	// built-in checks. An error becomes the [FieldError] of the URL's field. URLs
	// that an update leaves unchanged are not checked again. The function must be
	// safe for concurrent use. Defaults to no further checks.
	CheckDestination func(ctx context.Context, url string) error
	// CheckQuota decides whether a workspace may create something, before links, groups,
	// domains, tokens, designs, templates and visitors are created: once for all links of
	// a call, and once more for each group that they make. Links that are restored from
	// the bin count as created. Compare [Shortener.Usage] with what the workspace may
	// have; ctx may read that, whatever the rights of the caller. An error refuses the
	// call, which returns it wrapped; package httpadapter answers one that wraps
	// [ErrQuota] with 403 and its text, any other as a failure of the server. A caller
	// who may not read visitors is not told; see [Shortener.IdentifyVisitor]. Calls at
	// the same moment are checked apart, so together they may create a few more than
	// allowed. The function must be safe for concurrent use. Defaults to no limits.
	CheckQuota func(ctx context.Context, workspace string, operation Operation) error
	// NotFoundURL, RootURL and FallbackURL are the URLs of the default domain
	// and of Domains, with the meaning that they have in [Domain]. Default to
	// none.
	NotFoundURL, RootURL, FallbackURL string
	// LookupTXT returns the TXT records of a name. [Shortener.VerifyDomain] uses
	// it to verify who owns a domain. If there are no records, it returns an empty
	// slice or a [net.DNSError] with IsNotFound set. Defaults to the LookupTXT
	// method of [net.DefaultResolver].
	LookupTXT func(ctx context.Context, name string) ([]string, error)
	// ScriptsAllowed decides whether a link may have the Scripts that it has, when
	// they are written and at each visit. Scripts that are no longer allowed stay
	// with the link, but do not run. They run on the origin of the short links and
	// can use its cookies, so serve short links from a host name of their own before
	// you allow them. The function must be safe for concurrent use and must not keep
	// or change the link, whose ID, GroupID and generated code may not be set yet when
	// it is written; Group has the name of its group. A group that cannot be read ends
	// the call or the visit with that error. Defaults to none being allowed.
	ScriptsAllowed func(link *Link) bool
	// CodeLength is the length of generated codes. Defaults to 7.
	CodeLength int
	// NewCode makes the codes of links that are created without one, as [WordCodes]
	// and [PrefixCodes] do. domain is the link's domain, "" for the default one.
	// try counts from 0 the codes for the same link that were taken or reserved;
	// after 100 of them, creating the link fails. A code that a link cannot have is
	// a [FieldError] of the short code. The function must be safe for concurrent
	// use, and CodeLength does not apply to it. Defaults to random letters and
	// digits.
	NewCode func(ctx context.Context, domain string, try int) (string, error)
	// Internal are the networks of internal visits: of your office, your testers
	// and your monitoring. These visits are redirected like those of others, but
	// recorded as [analytics.Internal], never counted as clicks, and use up no link
	// with MaxClicks; see [Shortener.Resolve]. httpadapter.Options.InternalCookie is
	// for people without an address of their own.
	//
	// A network of proxies makes all visits through them internal, unless
	// httpadapter knows these proxies. Defaults to none.
	Internal []netip.Prefix
	// Conditions are additional conditions for rules, used by name like the
	// built-in ones. Defaults to none.
	Conditions []routing.Condition
	// CheckDesign checks a QR code design, which is JSON that this package does
	// not parse, and returns it as it is to be stored. A design that is checked again
	// must stay the same. Use qrcode.CheckDesign for designs of the package qr. Defaults
	// to accepting every JSON object as it is.
	CheckDesign func(design []byte) (stored []byte, err error)
	// Geo locates visitors by address. geoip.Open reads a database file, and
	// countrydb.Open has a database of countries built in, which knows no regions
	// and cities. Defaults to none, so that places are unknown unless visits bring
	// them, as by httpadapter.Options.Place; Logger then gets a warning when a rule
	// asks for a place.
	Geo routing.Locator
	// Agents detects devices and bots. Defaults to [useragent.Classifier].
	Agents routing.Classifier
	// Devices finds versions and models in the User-Agent headers of stored clicks,
	// for [Shortener.AgentDetails], as a *uap.Parser of the package
	// routing/useragent/uap does. Defaults to none: they are unknown.
	Devices routing.AgentParser
	// Scorer says how good leads are, for [Shortener.LeadScore]. Defaults to
	// [DefaultScorer].
	Scorer Scorer
	// Clock returns the current time. Defaults to [time.Now].
	Clock func() time.Time
	// Random is the source of codes, tokens and keys. It must be safe for
	// concurrent use. Defaults to [rand.Reader].
	Random io.Reader
	// SealKey encrypts the secret keys of the store, with which tokens, webhooks and URLs
	// of images are signed and visitors assigned to variants. It has 32 random bytes,
	// which you keep elsewhere; without them, a copy of the store signs nothing. New
	// seals keys that are not sealed yet. From then on New needs the SealKey.
	//
	// To change it, move it to OldSealKeys and set another one. New seals the keys again,
	// and the old one can go once New was called with both. Of several processes that
	// share a store, let all have both keys before one loses the old one. Signatures
	// stay valid.
	//
	// Copies of the store from before the first SealKey still have the keys in the
	// clear, and so have the unused pages of a bbolt file until bolt.Compact. Defaults
	// to keys that are not sealed.
	SealKey []byte
	// OldSealKeys are earlier values of SealKey, which is required with them. They only
	// open keys. Defaults to none.
	OldSealKeys [][]byte
	// Clicks are the options of the click recorder, such as whether
	// [Shortener.Record] waits until the click is on disk (Sync), how much of
	// visitors' addresses and User-Agent headers is stored, and how long single
	// clicks are kept, which is forever by default. Its Clock, Random and Logger
	// default to those of these options.
	Clicks analytics.Options
	// Bin is how long deleted links can be restored; see [Shortener.DeleteLink].
	// They are removed within an hour after that. Negative means that deleted links
	// are removed at once, and those in the bin within an hour. Defaults to 30 days.
	Bin time.Duration
	// CacheBytes is the approximate memory limit of the link cache. Defaults to
	// 128 MiB.
	CacheBytes int
	// Logger receives errors of background work, which no call can return, and
	// warnings. Defaults to [slog.Default]. To discard them, set
	// slog.New(slog.DiscardHandler).
	Logger *slog.Logger
}

// withDefaults returns a copy of o with defaults for unset fields.
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
	if c.Scorer == nil {
		c.Scorer = DefaultScorer{}
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
	if c.Bin == 0 {
		c.Bin = defaultBin
	}
	if c.CacheBytes <= 0 {
		c.CacheBytes = 128 << 20
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	c.completeClicks()
	return c
}

// completeClicks sets those options of the recorder that default to others.
func (o *Options) completeClicks() {
	if o.Clicks.Clock == nil {
		o.Clicks.Clock = o.Clock
	}
	if o.Clicks.Random == nil {
		o.Clicks.Random = o.Random
	}
	if o.Clicks.Logger == nil {
		o.Clicks.Logger = o.Logger
	}
}

// DefaultReserved returns the default of Options.Reserved: path segments of
// handlers that are often mounted on the same host.
func DefaultReserved() []string {
	return []string{
		"api", "v1", "v3", "v4", "json", "xml", "jsv", "csv", "html",
		"docs", "dashboard", "admin", "assets", "static", "auth", "login",
		"metadata", "types", "health", "healthz", "readyz", "metrics", "debug",
		".well-known", "robots.txt", "favicon.ico", "sitemap.xml", "ads.txt",
		"apple-touch-icon.png", "manifest.json", "index.html", "openapi.json",
	}
}
