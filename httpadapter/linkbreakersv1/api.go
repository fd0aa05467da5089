package linkbreakersv1

import (
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
)

// Options configure the API. The zero value works.
type Options struct {
	// Limit is the rate limit of each token. Defaults to 1,000 requests in each
	// minute of the clock.
	Limit httpadapter.Limit
}

// New returns the API, for the APIs in [httpadapter.Options]. A nil opts means the
// defaults.
func New(opts *Options) httpadapter.API {
	o := opts.withDefaults()
	return httpadapter.API{Routes: routes, WriteProblem: writeProblem, Limit: o.Limit, WriteQuota: writeQuota}
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
