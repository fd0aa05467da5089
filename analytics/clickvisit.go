package analytics

import (
	"net/http"
	"strings"

	"github.com/linkpack/linkpack-go/routing"
)

// Visit returns a visit with the facts that the click has, to route or explain it again.
// Facts that are not stored are missing: the query, all headers but the first language of
// Accept-Language, cookies, the visitor's key, the continent, and the part of the address
// that [Options.Addresses] does not keep. Of the Referer it has the host alone, without
// "www.".
func (c *Click) Visit() *routing.Visit {
	v := &routing.Visit{
		Time: c.Time, Addr: c.Addr, UserAgent: c.UserAgent, Familiarity: c.Familiarity, Place: c.Place, Agent: c.Agent,
		Internal: c.Class == Internal, Prefetch: c.Class == Prefetch,
	}
	if c.Class == Head {
		v.Method = http.MethodHead
	}
	if c.Language != "" {
		v.Header = http.Header{"Accept-Language": {c.Language}}
	}
	v.Referer = c.referer()
	return v
}

// referer returns a Referer with the host of the click's.
func (c *Click) referer() string {
	switch {
	case c.Referrer == "" || c.Referrer == "Direct":
		return ""
	case strings.Contains(c.Referrer, ":"): // an IPv6 address
		return "https://[" + c.Referrer + "]/"
	}
	return "https://" + c.Referrer + "/"
}
