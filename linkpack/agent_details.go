package linkpack

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// DeviceID returns the ID of the device that made a click of a workspace, which nobody
// stores: a UUIDv5 of the visitor's key and the class of device, the system and the
// browser. A click that knows no visitor is a device of its own. The key of a tracked
// click is that of the visitor cookie, if it has one, and otherwise a hash that changes
// from one key period to the next; see [analytics.Options].KeyDays.
func DeviceID(workspace string, click *analytics.Click) string {
	visitor := click.ID
	switch {
	case click.Person != 0:
		visitor = "person " + strconv.FormatUint(click.Person, 16)
	case click.Visitor != 0:
		visitor = strconv.FormatUint(click.Visitor, 16)
	}
	agent := click.Agent
	name := strings.Join([]string{"linkpack device", cmp.Or(workspace, DefaultWorkspace), visitor, agent.Device.String(), agent.OS, agent.Browser}, "\n")
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(name)).String()
}

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
