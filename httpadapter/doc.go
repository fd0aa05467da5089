// Package httpadapter serves short links and their APIs over HTTP.
//
// [New] turns a [linkpack.Shortener] into one [http.Handler], which answers
// redirects and the APIs that the host chooses. Mount it at the root of a mux,
// or under a prefix with [http.StripPrefix]. To mount redirects and APIs
// separately, use [Handler.Redirects] and [Handler.API].
//
// # Redirects
//
//	GET, HEAD /{code}        the link's redirect: 307, or the status of the link
//	GET, HEAD /{code}/{path} the same, for a link that forwards paths
//	GET, HEAD /{code}+       a page that says where the link leads
//	GET, HEAD /{code}/qr     its QR code, if Options.Images is set
//	POST      /{code}        the password form: 303 if the password is right
//	GET, HEAD /              a redirect to the domain's root URL
//	other paths              the host's own pages, if Options.Fallback is set
//
// If no link has the code, it is tried without what surrounded the URL in a text,
// such as the period after it, and with all after "&" as a query. So a code that
// ends with such a character comes first where a domain allows it.
//
// An unknown link answers 404, an expired or deleted one 410, a disabled one
// 451, one that leads back to itself through other short links 508, and another
// method 405, each with a small page. A link with a password
// answers 200 with a form, 403 after a wrong password, and 429 after too many
// attempts. Location is the destination byte for byte. Temporary redirects and
// pages are marked as not to be stored; permanent redirects may be cached for 90
// seconds. Browsers may still remember a permanent redirect for longer, so its
// clicks are undercounted.
//
// The destination of a link with a limited number of uses is shown only to a
// person's GET and to internal visits. Bots, HEAD requests and prefetches get a
// page that says that the link exists; programs that show a preview get the link's
// card, if it has one.
//
// A link with scripts answers people with a page that runs the scripts. The page
// goes to the destination when it has loaded, or after one second, and has a
// link for visitors without JavaScript. A script that blocks the browser's main
// thread also blocks the page. Visitors who send Sec-GPC or a password are
// redirected without scripts.
//
// Options.Pages and Options.Texts change the look and the texts of the pages.
//
// With Options.VisitorCookie or Options.Visitor, returning visitors are
// recognized: splits keep their variant, and rules can use the conditions new
// and returning.
//
// With Options.InternalCookie, or Internal in the options of linkpack, the visits of
// the host's own people and monitors are redirected, but not counted as clicks. They
// use up no link with a limited number of uses and run no scripts.
//
// Every visit is recorded before its answer is sent. With Options.Clicks.Sync of linkpack,
// the click is on disk before the answer is sent.
//
// # APIs
//
// An [API] is a dialect: it lists its routes and its rate limit, and writes its
// errors. This package does what all dialects share: it checks the
// token, the rate limit, and the size and content type of bodies, recovers from
// panics, and maps errors to HTTP statuses (see [Problem]). Web pages of other
// sites can call the APIs only from the origins in Options.AllowedOrigins. This
// holds, too, if the host authenticates by cookies (see Options.Authenticate).
//
// # Client addresses
//
// The client's address is that of the TCP peer, unless Options.TrustedProxies,
// Options.TrustedHops or Options.ClientAddressHeader names proxies. Without them,
// Options.Logger gets a warning when requests come through a proxy in a private
// network. Routing, counting and limits use the same address; hosts get it from
// [Handler.ClientAddr]. No header of a request decides the scheme or host of a URL
// that is printed or redirected to.
package httpadapter
