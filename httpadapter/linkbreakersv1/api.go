package linkbreakersv1

import (
	"runtime"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/qrcode"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

// Options configure the API. The zero value works.
type Options struct {
	// Codes signs the URLs of QR codes. Defaults to none: links have no qrcodeSignedUrl.
	Codes *qrcode.Images
	// Webhooks serves the operations of webhooks. Defaults to none: they are answered
	// 501.
	Webhooks *webhook.Webhooks
	// ListAttributes returns the attributes of visitors as a list, as SDKs from 1.108
	// read them. Defaults to false: as a map, as SDKs before read them, too. A token
	// that was made with "attributes" has its own choice.
	ListAttributes bool
	// Limit is the rate limit of each token. Defaults to 1,000 requests in each
	// minute of the clock.
	Limit httpadapter.Limit
}

// New returns the API, for the APIs in [httpadapter.Options]. A nil opts means the
// defaults.
func New(opts *Options) httpadapter.API {
	o := opts.withDefaults()
	return httpadapter.API{
		Routes: func(s *linkpack.Shortener) []httpadapter.Route {
			h := &handlers{shortener: s, codes: o.Codes, hooks: o.Webhooks, listAttributes: o.ListAttributes, checking: make(chan struct{}, max(runtime.GOMAXPROCS(0)/2, 1))}
			return h.routes()
		},
		WriteProblem: writeProblem, Limit: o.Limit, WriteQuota: writeQuota,
	}
}

// withDefaults returns a copy of o with every unset field filled in.
func (o *Options) withDefaults() Options {
	var c Options
	if o != nil {
		c = *o
	}
	if c.Limit == (httpadapter.Limit{}) {
		c.Limit = httpadapter.Limit{Requests: 1000, Window: time.Minute, Fixed: true}
	}
	return c
}
