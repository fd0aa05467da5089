package linkpackv1

import (
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// Options configure the API. The zero value works.
type Options struct {
	// AllowUnknownFields ignores unknown fields and query parameters, for clients
	// that send more than this API knows. Another spelling of a known name is
	// still refused. Defaults to false: a request with an unknown name is refused,
	// and the answer says which known one is probably meant.
	AllowUnknownFields bool
	// Codes serves the QR codes of several links, as *qrcode.Images does. Defaults to
	// none: there is no links/qr.zip.
	Codes Codes
	// Limit is the rate limit of each token. Defaults to 10 requests per second.
	Limit httpadapter.Limit
}

// New returns the API, for the APIs in [httpadapter.Options]. A nil opts means the
// defaults.
func New(opts *Options) httpadapter.API {
	o := opts.withDefaults()
	return httpadapter.API{
		Routes: func(s *linkpack.Shortener) []httpadapter.Route {
			h := &handlers{shortener: s, strictness: strictness{allowUnknown: o.AllowUnknownFields}, codes: o.Codes}
			return h.routes()
		},
		WriteProblem: writeProblem,
		Limit:        o.Limit,
	}
}

// withDefaults returns a copy of o with every unset field filled in.
func (o *Options) withDefaults() Options {
	var c Options
	if o != nil {
		c = *o
	}
	if c.Limit == (httpadapter.Limit{}) {
		c.Limit = httpadapter.Limit{Requests: 10, Window: time.Second}
	}
	return c
}
