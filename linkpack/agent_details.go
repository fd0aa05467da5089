package linkpack

import (
	"cmp"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// AgentDetails returns what is known of the program that made a click: the browser and
// the system that the click has, and what Options.Devices finds in its User-Agent
// header. A version is unknown if Options.Devices finds another browser or system. All
// but the click's own facts is unknown, too, while Options.Devices does not parse the
// header, which it may do later.
func (s *Shortener) AgentDetails(click *analytics.Click) routing.AgentDetails {
	var found routing.AgentDetails
	if s.opts.Devices != nil && click.UserAgent != "" {
		found, _ = s.opts.Devices.Parse(click.UserAgent)
	}
	browser, system := cmp.Or(click.Agent.Browser, found.Browser), cmp.Or(click.Agent.OS, found.OS)
	if browser != found.Browser {
		found.BrowserVersion = ""
	}
	if system != found.OS {
		found.OSVersion = ""
	}
	found.Browser, found.OS = browser, system
	return found
}
