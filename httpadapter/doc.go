// Package httpadapter serves short links and their APIs over HTTP.
//
// [New] turns a [linkpack.Shortener] into one [http.Handler] that answers
// redirects and the API dialects a host chooses. It mounts at the root of a
// host's mux, or under a prefix with [http.StripPrefix]; [Handler.Redirects]
// and [Handler.API] mount the two apart.
//
// # Redirects
//
//	GET, HEAD /{code}        the link's redirect: 307, or the status of the link
//	GET, HEAD /{code}/{path} the same, for a link that passes paths on
//	GET, HEAD /{code}+       a page that says where the link leads
//	GET, HEAD /{code}/qr     its QR code, where [Options] have Images
//	POST      /{code}        the form of a link's password: 303 when it is right
//	GET, HEAD /              where the domain's root leads
//
// A link that does not exist answers 404, one that no longer works 410, a
// disabled one 451, another method 405, each with a small page. A link with a
// password answers a form, 200; 403 after a wrong password and 429 after too
// many. Location is the destination byte for byte. Temporary redirects and pages
// must not be stored by browsers and proxies; permanent ones may be for 90
// seconds. Browsers may remember a permanent status for longer all the same, so
// its clicks are undercounted.
//
// Who is no person sees of a limited link only that there is one, and what the
// link's card says where chats and feeds show it. A link with scripts answers
// people a page that runs them, leaves when it has loaded or after a second, and
// has a link for those who meet no JavaScript; a script that never gives the
// browser's only thread back is beyond the help of any page. Visitors who object
// (Sec-GPC), or who come by the form of a password, are redirected at once.
//
// Options.Pages and Options.Texts change what the pages look like and say.
//
// Visitors are known again, for splits and for the conditions new and returning,
// where Options.VisitorCookie or Options.Visitor are set.
//
// Every answer of a link is recorded before it is sent. With
// [analytics.Sync] that means: after the click is on disk.
//
// # APIs
//
// A dialect implements [API]: it lists its routes, its rate limit and how it
// writes an error. Everything that dialects have in common happens here: the
// token, the limit, the size and form of bodies, panics, and the one table that
// maps errors to statuses ([Problem]). Pages of other sites may call the APIs
// from Options.AllowedOrigins alone.
//
// # Client addresses
//
// The client's address is that of the TCP peer, unless the options name
// proxies; see [AddressResolver]. Routing, counting and limits use the same
// one. Nothing that a request says decides the scheme or host of a URL that is
// printed or redirected to.
package httpadapter
