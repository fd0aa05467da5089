package useragent

import (
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/useragent/internal/signal"
)

// botOf returns the kind of automaton. Previews and agents are positive lists,
// so they come before the general words that they also use.
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

// namesProduct tells headers with the name of a product, in which any word may
// occur: the browsers of everything but desktop computers.
func namesProduct(s signal.Set, device routing.DeviceClass) bool {
	return device != routing.Desktop && s.Has(signal.Browser|signal.Gadget|signal.TV)
}
