package useragent

import (
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/useragent/internal/signal"
)

// botOf returns the kind of bot. Previews and AI agents are listed by name, so they
// are checked before the general words, which they also use.
func botOf(s signal.Set, device routing.DeviceClass) routing.Bot {
	switch {
	case s.Has(signal.Preview):
		return routing.Preview
	case s.Has(signal.Agent):
		return routing.AIAgent
	case s.Has(signal.Bot), device == routing.UnknownDevice:
		return routing.Crawler
	case s.Has(signal.Weak) && !namesProduct(s, device):
		return routing.Crawler
	default:
		return routing.NotBot
	}
}

// namesProduct reports whether a header has the name of a product, in which any
// word may occur. Those are the browsers of all devices except desktop computers,
// and Internet Explorer, which lists the programs that extend it.
func namesProduct(s signal.Set, device routing.DeviceClass) bool {
	if device == routing.Desktop {
		return s.Browser() == signal.Explorer
	}
	return s.Has(signal.Mozilla | signal.Gadget | signal.TV | signal.Phone)
}
