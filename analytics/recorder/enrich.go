package recorder

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/clicktext"
	"github.com/linkpack/linkpack-go/routing"
)

// enricher turns hits into entries. It looks up what takes time: place and agent.
type enricher struct {
	policy analytics.AddressPolicy
	// dropAgents says that User-Agent headers are not stored, not even as words.
	dropAgents bool

	key    clicklog.VisitorKey
	now    int64  // used for hits whose time cannot be stored
	hashed []byte // memory for what is hashed
	agents agents
}

// enrich fills e from a hit.
func (en *enricher) enrich(e *clicklog.Entry, hit *queuedHit, w *clicklog.Words) {
	visit := &hit.visit
	header, agent, word := en.agent(visit, w)
	*e = clicklog.Entry{
		Time:    cmp.Or(visit.time, en.now),
		Class:   classOf(hit, agent.Bot),
		Target:  hit.target,
		Device:  agent.Device,
		Bot:     agent.Bot,
		Known:   visit.familiarity,
		Visitor: en.visitor(hit),
		Word:    word,
	}
	place := visit.locate()
	e.Texts[clicklog.TextCountry], e.Texts[clicklog.TextRegion] = clicklog.Clean(place.Country), clicklog.Clean(place.Region)
	e.Texts[clicklog.TextCity] = clicklog.Clean(place.City)
	e.Texts[clicklog.TextOS], e.Texts[clicklog.TextBrowser] = clicklog.Clean(agent.OS), clicklog.Clean(agent.Browser)
	e.Texts[clicklog.TextLanguage] = languageOf(visit.language)
	e.Texts[clicklog.TextAgent] = header
	if visit.found != nil && visit.found.recorded != nil {
		setRecorded(e, visit.found.recorded)
	} else {
		e.Texts[clicklog.TextReferrer] = referrerOf(visit.referrer)
		setParameters(e, visit.query)
	}
	e.Addr, e.Truncated = keptAddress(en.policy, visit.addr)
	if hit.tracked != nil {
		setTracked(e, hit.tracked)
	}
}

// agent returns the agent of a visit, and its User-Agent header with the header's
// word as far as they are stored.
func (en *enricher) agent(visit *visitFacts, w *clicklog.Words) (header string, agent routing.Agent, word uint32) {
	if en.dropAgents {
		return "", visit.classify(), 0
	}
	if visit.agent == "" {
		return "", visit.classify(), 0
	}
	header, word = w.Clean(visit.agent)
	return header, en.agents.of(w, visit, word), word
}

// setRecorded sets what a recorded click brings along.
func setRecorded(e *clicklog.Entry, r *recorded) {
	e.Scan, e.Texts[clicklog.TextPlacement] = r.scan, r.placement
	e.Texts[clicklog.TextReferrer] = clicklog.Clean(r.referrer)
	for i, text := range clicklog.UtmTexts(&r.utm) {
		e.Texts[clicklog.TextUTMSource+i] = clicklog.Clean(text)
	}
}

// classOf returns the first class that applies.
func classOf(hit *queuedHit, bot routing.Bot) analytics.Class {
	switch {
	case hit.isConversion():
		return analytics.Conversion
	case hit.blocked:
		return analytics.Blocked
	case hit.visit.internal:
		return analytics.Internal
	case hit.visit.head:
		return analytics.Head
	case hit.visit.prefetch:
		return analytics.Prefetch
	case bot == routing.Preview:
		return analytics.Preview
	case bot != routing.NotBot:
		return analytics.Bot
	}
	return analytics.Human
}

// setParameters reads the QR code and UTM parameters of a query.
func setParameters(e *clicklog.Entry, query string) {
	for query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		name, value, _ := strings.Cut(pair, "=")
		switch name {
		case "qr":
			e.Scan = true
			setPlacement(e, value)
		case "utm_source":
			setParameter(e, clicklog.TextUTMSource, value)
		case "utm_medium":
			setParameter(e, clicklog.TextUTMMedium, value)
		case "utm_campaign":
			setParameter(e, clicklog.TextUTMCampaign, value)
		case "utm_term":
			setParameter(e, clicklog.TextUTMTerm, value)
		case "utm_content":
			setParameter(e, clicklog.TextUTMContent, value)
		}
	}
}

// setPlacement sets the placement of the scanned code. It ignores a value that is no
// placement, and one after another.
func setPlacement(e *clicklog.Entry, value string) {
	if e.Texts[clicklog.TextPlacement] == "" {
		e.Texts[clicklog.TextPlacement], _ = clicktext.Placement(value)
	}
}

// setParameter sets a text to a query value. It ignores a value if the text is set
// already or the value is badly encoded.
func setParameter(e *clicklog.Entry, text int, value string) {
	if e.Texts[text] != "" {
		return
	}
	if decoded, err := url.QueryUnescape(value); err == nil {
		e.Texts[text] = clicklog.Clean(decoded)
	}
}

// languageOf returns a language tag in its usual letter case, like "pt-BR" or
// "zh-Hant" (RFC 5646, section 2.1.1).
func languageOf(tag string) string {
	var usual []byte
	for start := 0; start < len(tag); {
		part, _, _ := strings.Cut(tag[start:], "-")
		for i := range len(part) {
			c := part[i] | 0x20 // lower case; digits stay
			if start > 0 && (len(part) == 2 || len(part) == 4 && i == 0) && c >= 'a' {
				c -= 'a' - 'A'
			}
			if c != part[i] && usual == nil {
				usual = []byte(tag)
			}
			if usual != nil {
				usual[start+i] = c
			}
		}
		start += len(part) + 1
	}
	if usual == nil {
		return tag
	}
	return string(usual)
}

// referrerOf returns a referring host in lower case, without a leading "www.".
func referrerOf(host string) string {
	return strings.TrimPrefix(strings.ToLower(host), "www.")
}
