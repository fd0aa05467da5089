package httpadapter

import (
	"html/template"
	"log/slog"
	"net/http"
	"net/netip"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// Options configure a [Handler]. The zero value serves only redirects, to
// clients that connect directly.
type Options struct {
	// APIs are the dialects that are served. Defaults to none.
	APIs []API
	// Images serves the QR codes of links, at "/{code}/qr" and, with the format
	// as extension, at paths such as "/{code}/qr.svg". The package qrcode has an
	// implementation. Defaults to none.
	Images Images
	// Fallback serves the host's own pages: the requests, of any method, whose path
	// leads to no short link. These are the root, codes that no link has or had, and
	// paths below a code, as in "/blog/today", unless the link "blog" forwards
	// paths. The other paths keep the pages of this package: those of links that are
	// deleted, expired, disabled, archived or not yet started, and those of APIs.
	// The RootURL and the NotFoundURL of a domain come first, but no NotFoundURL is
	// for reserved paths. On domains of workspaces there is no fallback. Add the first
	// segments of the host's paths to Reserved in [linkpack.Options], so that no link
	// can take their place and all of them are served with a NotFoundURL, too.
	// Defaults to none: there is a page for unknown links.
	Fallback http.Handler
	// Authenticate returns who makes an API request. It replaces the
	// authentication of all dialects. An error that wraps [linkpack.ErrUnauthorized] is answered 401, and
	// so is a principal without a Workspace. Each User has a rate limit of its own
	// and is the actor of changes, unless the request's context has one by
	// [linkpack.WithActor]; without a User, the limit is that of the workspace and
	// client address.
	//
	// Browsers add cookies to requests of other sites, too. Before Authenticate is
	// called, a request that is not GET, HEAD or OPTIONS is therefore answered 403
	// if it comes from a page of another origin, by the rules of
	// [http.CrossOriginProtection]. Pages of AllowedOrigins may make it; with "*",
	// all pages may, but without cookies, passwords and client certificates.
	//
	// Defaults to that of each dialect, which is usually by workspace tokens.
	Authenticate func(*http.Request) (linkpack.Principal, error)
	// Limiter enforces the rate limits of the dialects. Several processes can
	// share a [SharedLimiter]. Defaults to token buckets in this process, for up to
	// 20,000 tokens at a time.
	Limiter Limiter
	// AllowedOrigins are the origins of other sites whose scripts may call the
	// APIs (CORS), as in "https://app.example.com"; "*" allows every origin.
	// A token that such a page uses is visible to everyone who opens the page.
	// Such pages cannot read answers to requests with cookies. Defaults to none.
	AllowedOrigins []string
	// MaxBody limits the body of an API request, in bytes. Defaults to 1 MiB.
	MaxBody int64

	// TrustedProxies are the networks of the proxies in front of the handler. The
	// addresses that proxies add to a header are read from right to left, beginning
	// with the TCP peer, as long as they lie in these networks. The first address
	// outside of them is the client. Defaults to none: any client can send any
	// header, so the peer is the client.
	TrustedProxies []netip.Prefix
	// TrustedHops is the number of proxies in front of the handler, if their
	// addresses are not known. The client is that many addresses from the right.
	// Use it only if the server cannot be reached without the proxies. It cannot be
	// combined with TrustedProxies. Defaults to 0.
	TrustedHops int
	// ClientAddressHeader is the header in which the proxies send the client's
	// address. Without the two options above, it is a header that a CDN overwrites,
	// such as CF-Connecting-IP. It is then trusted from every peer, so use it only if
	// the server cannot be reached without the CDN. With one of them, it defaults to
	// X-Forwarded-For, or Forwarded (RFC 7239) if that is absent. If your proxies
	// write only Forwarded, name it: otherwise clients can send an X-Forwarded-For
	// header of their own.
	ClientAddressHeader string

	// Place reads the visitor's place from headers that the proxies add, as
	// cdn.Cloudflare().Place does. It is called only for requests whose peer is
	// a trusted proxy by the three options above. If it returns the zero Place,
	// the shortener's Geo is asked. The proxies must remove these headers from
	// what visitors send. Defaults to none.
	Place func(http.Header) routing.Place

	// Visitor identifies the visitor, for hosts that know their users. key, such
	// as a user id, keeps the visitor's variant in percentage splits; known says
	// whether the visitor was here before, for the conditions new and returning.
	// The key is never stored, but for a hash with a secret of the store, by which the
	// tracked clicks of a visitor to a workspace are found. With an empty key, the address and the User-Agent
	// are used. Do not derive the key from anything that visitors can forge, or
	// they can choose their variant. Visitor is called once for each visit and
	// must be safe for concurrent use. Defaults to none.
	Visitor func(*http.Request) (key string, known routing.Familiarity)
	// VisitorCookie recognizes returning visitors by a random number in a
	// cookie, for percentage splits and the conditions new and returning. Without
	// it or Visitor, these conditions match nobody. The cookie is set when a
	// visitor follows a link, but not for prefetches or visitors who send
	// Sec-GPC. Name is required, and Secure is advised. Path defaults to "/",
	// MaxAge to one year, SameSite to Lax; HttpOnly is always set. It cannot be
	// combined with Visitor. The law may require the visitor's consent to a
	// cookie. The cookie does not change the count of unique visitors. Defaults
	// to none.
	VisitorCookie *http.Cookie

	// InternalCookie marks the browsers of the host's own people, whose visits are
	// then internal: they are redirected, but recorded as class internal, never
	// counted as clicks, and use up no link with MaxClicks. [Handler.Internal] sets
	// the cookie, signed with a key of the store, so that nobody can make one up. It
	// works for all workspaces. Name is required, and Secure is advised. Domain
	// extends the cookie to the subdomains of a host; other hosts need their own.
	// MaxAge defaults to 90 days, after which the signature is not valid either, Path
	// and SameSite are as in VisitorCookie; HttpOnly is always set. For addresses, see
	// Internal in [linkpack.Options]. Defaults to none.
	InternalCookie *http.Cookie

	// ConversionCookie keeps the lbid of a visitor's latest click on a link with
	// TrackConversions, for pages that lose the parameter of their URL on the way to
	// where the visitor converts. Its Domain is a parent domain that the short links
	// and those pages share, such as example.com of go.example.com and
	// www.example.com. An API that takes conversions reads it by [LBID] if the request
	// names no click. It is set with the redirect, but not for visitors who send
	// Sec-GPC. Name defaults to lbid, MaxAge to 30 days; Secure is advised, and Path and
	// SameSite are as in VisitorCookie; HttpOnly is always set. The law may require the
	// visitor's consent to it. Defaults to none.
	ConversionCookie *http.Cookie

	// Pages are templates that replace the built-in ones of the same name. Each
	// is executed with a [Page]: "message" (an unknown or broken link),
	// "preview", "password", "scripts", "card" and "internal"; the template "head" is
	// included by all of them but "card". The built-in templates are in the
	// folder pages. Pages must not have been executed before; they may load
	// styles, fonts and images. Defaults to none.
	Pages *template.Template
	// Texts are texts of the pages: by language, as in "it" or "pt-BR", then by key,
	// as in "NotFound.Title" or "Continue". They add languages or replace single
	// built-in texts. [DefaultTexts] lists the keys; [New] refuses others. Defaults
	// to none.
	Texts map[string]map[string]string

	// Logger logs failures that are not shown to the client, and warnings. Defaults
	// to [slog.Default]. To discard them, set slog.New(slog.DiscardHandler).
	Logger *slog.Logger
}

// Images serves images of short links. Its method must be safe for concurrent
// use.
type Images interface {
	// ServeImage answers a GET or HEAD request for the image of a code.
	// extension is the format, as in "svg"; if empty, the preferred format.
	ServeImage(w http.ResponseWriter, r *http.Request, code, extension string)
}

// withDefaults returns a copy of o with every unset field filled in.
func (o *Options) withDefaults(s *linkpack.Shortener) Options {
	var c Options
	if o != nil {
		c = *o
	}
	if c.Limiter == nil {
		c.Limiter = newAccounts(s.Now)
	}
	if c.MaxBody <= 0 {
		c.MaxBody = 1 << 20
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	return c
}
