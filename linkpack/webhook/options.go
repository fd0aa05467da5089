package webhook

import (
	"crypto/rand"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
)

// Options are the options of [Webhooks]. The zero value is usable.
type Options struct {
	// Allowed are networks that targets may be in although they are not public. Defaults
	// to none: loopback, private, link-local, multicast and all other networks that are
	// not for everyone are refused when a target is dialled, whatever its name.
	Allowed []netip.Prefix
	// InFlight is how many deliveries of a webhook are sent at once. Defaults to 4.
	InFlight int
	// MaxWaiting is how many failed deliveries of a webhook wait to be sent again. While
	// there are as many, its further events wait in the logs, until retention removes
	// them there. Defaults to 1,000.
	MaxWaiting int
	// Resolver looks up the hosts of targets. Defaults to [net.DefaultResolver].
	Resolver *net.Resolver
	// Random is the source of secrets and of the jitter of retries. It must be safe for
	// concurrent use. Defaults to [rand.Reader].
	Random io.Reader
	// Logger receives errors of background work. Defaults to [slog.Default].
	Logger *slog.Logger

	transport http.RoundTripper // sends in place of the network, in tests
}

// withDefaults returns a copy of o with defaults for unset fields.
func (o *Options) withDefaults() Options {
	var c Options
	if o != nil {
		c = *o
	}
	if c.InFlight <= 0 {
		c.InFlight = 4
	}
	if c.MaxWaiting <= 0 {
		c.MaxWaiting = 1000
	}
	if c.Resolver == nil {
		c.Resolver = net.DefaultResolver
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	return c
}
