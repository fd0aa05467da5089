package geniuslinkv4

import (
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// Options configure the API. The zero value works.
type Options struct {
	// SecretsInQuery lets clients send the parameters apiKey and apiSecret in
	// place of headers, as Geniuslink's script for browsers does, and asks for JSONP
	// with the parameter callback. URLs are logged by proxies and kept by browsers,
	// so everyone who can read those learns the secret. Defaults to false.
	SecretsInQuery bool
	// PeriodDays is the number of days in percentChangePeriodOverPeriod, today
	// included. Defaults to 30.
	PeriodDays int
	// Limit is the rate limit of each token. Defaults to none.
	Limit httpadapter.Limit
}

// New returns the API, for the APIs in [httpadapter.Options]. A nil opts means the
// defaults.
func New(opts *Options) httpadapter.API {
	o := opts.withDefaults()
	return httpadapter.API{
		Routes:       func(s *linkpack.Shortener) []httpadapter.Route { return routes(&handlers{shortener: s, opts: o}) },
		WriteProblem: o.writeProblem,
		Authenticate: o.authenticate,
		Challenge:    "X-Api-Key",
		Limit:        o.Limit,
	}
}

// withDefaults returns a copy of o with every unset field filled in.
func (o *Options) withDefaults() Options {
	var c Options
	if o != nil {
		c = *o
	}
	if c.PeriodDays <= 0 {
		c.PeriodDays = 30
	}
	return c
}

// handlers serve the operations on one Shortener.
type handlers struct {
	shortener *linkpack.Shortener
	opts      Options
}
