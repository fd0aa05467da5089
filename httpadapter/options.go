package httpadapter

import (
	"html/template"
	"log/slog"
	"net/http"
	"net/netip"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// Options adjust a [Handler]. The zero value serves redirects alone, to clients
// that connect directly.
type Options struct {
	// APIs are the dialects that are served. Defaults to none.
	APIs []API
	// Images serves the QR codes of links, at "/{code}/qr" and, by the name of
	// their format, as in "/{code}/qr.svg". Defaults to none; the package
	// qrcode has one.
	Images Images
	// Authenticate says who makes an API request, in the place of bearer
	// tokens. An error that wraps [linkpack.ErrUnauthorized] is answered 401.
	// One that reads cookies has to refuse requests from other sites, as
	// [http.CrossOriginProtection] does. Defaults to the workspace tokens of
	// [linkpack.Shortener.Authenticate].
	Authenticate func(*http.Request) (linkpack.Principal, error)
	// Limiter keeps clients within the rate limits of the dialects. Defaults
	// to counting in this process, for up to 20,000 tokens at a time.
	Limiter Limiter
	// AllowedOrigins are the web pages, beside the host's own, whose scripts may
	// call the APIs, by their origins, as in "https://app.example.com"; "*" is
	// every page. Whoever sees such a page can see its token; cookies are never
	// let through. Defaults to none.
	AllowedOrigins []string
	// MaxBody is the most bytes of an API request's body. Defaults to 1 MiB.
	MaxBody int64

	// TrustedProxies are the networks of the proxies in front of the handler.
	// See [AddressResolver]. Defaults to none.
	TrustedProxies []netip.Prefix
	// TrustedHops is the number of proxies in front of the handler, where their
	// addresses are not known. It excludes TrustedProxies. See
	// [AddressResolver]. Defaults to 0.
	TrustedHops int
	// ClientAddressHeader is the header in which the proxies pass the client's
	// address. See [AddressResolver]. Defaults to X-Forwarded-For, or Forwarded
	// in its absence, when there are trusted proxies or hops, and to none
	// otherwise.
	ClientAddressHeader string

	// Place reads the visitor's place from headers that the proxies add, as
	// cdn.Cloudflare().Place does. It is asked only for requests whose peer is
	// a trusted proxy, by the three options above; a zero Place leaves the
	// question to the shortener's Geo. The proxies have to remove such headers
	// when visitors send them. Defaults to none.
	Place func(http.Header) routing.Place

	// Visitor says who visits, where the host knows: a key by which percentage
	// splits know somebody again, such as a user id, and whether they were here
	// before, for the conditions new and returning. The key is never stored; an
	// empty one leaves it to the address and the User-Agent. Take it from
	// nothing that visitors can make up, or they choose their variant. It is
	// called once for each visit, by many goroutines at once. Defaults to none.
	Visitor func(*http.Request) (key string, known routing.Familiarity)
	// VisitorCookie has visitors known again by a random number in a cookie, for
	// percentage splits and the conditions new and returning, which match nobody
	// without it. It is given to who follows a link, and neither to those who
	// send Sec-GPC nor for requests that fetch ahead. Name is needed, Secure
	// advised; Path defaults to "/", MaxAge to a year, SameSite to Lax, and
	// HttpOnly is always set. It excludes Visitor. A cookie may need the
	// visitor's consent by law; it never makes unique visitors more exact.
	// Defaults to none.
	VisitorCookie *http.Cookie

	// Pages are templates in the place of built-in ones of the same name, each
	// executed with a [Page]: "message" (a link that does not exist or work),
	// "preview", "password", "scripts", "card", and "head", which all but the
	// last begin with. See the folder pages for the built-in ones. They must not
	// have been executed; they may load styles, fonts and pictures. Defaults to
	// none.
	Pages *template.Template
	// Texts are words of the pages by their language, as in "it" or "pt-BR":
	// whole languages, or single words in the place of built-in ones. See
	// [DefaultTexts]. Defaults to none.
	Texts map[string]Texts

	// Logger hears of failures that the client is not told about. Defaults to
	// discarding.
	Logger *slog.Logger
}

// Images serves pictures of short links. Its method must be safe for concurrent
// use.
type Images interface {
	// ServeImage answers a GET or HEAD request for the image of a code.
	// extension names the format, as in "svg"; empty is the preferred one.
	ServeImage(w http.ResponseWriter, r *http.Request, code, extension string)
}

// withDefaults returns a copy of o with every unset field filled in.
func (o *Options) withDefaults(s *linkpack.Shortener) Options {
	var c Options
	if o != nil {
		c = *o
	}
	if c.Authenticate == nil {
		c.Authenticate = bearer(s)
	}
	if c.Limiter == nil {
		c.Limiter = newBuckets(s.Now)
	}
	if c.MaxBody <= 0 {
		c.MaxBody = 1 << 20
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}
