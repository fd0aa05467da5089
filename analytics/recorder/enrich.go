package recorder

import (
	"cmp"
	"crypto/sha256"
	"net/netip"
	"net/url"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// enricher turns hits into entries: it asks the visits for what costs time.
type enricher struct {
	policy analytics.AddressPolicy
	key    clicklog.VisitorKey
	now    int64 // stands in for a time that cannot be stored
	hashed []byte
	agents agents
}

// enrich fills e from a hit.
func (en *enricher) enrich(e *clicklog.Entry, hit *queuedHit, w *clicklog.Words) {
	visit := &hit.visit
	header := clicklog.Clean(visit.agent)
	agent, word := en.agents.of(w, visit, header)
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
}

// setRecorded sets the facts of a recorded click.
func setRecorded(e *clicklog.Entry, r *recorded) {
	e.Scan = r.scan
	e.Texts[clicklog.TextReferrer] = clicklog.Clean(r.referrer)
	for i, text := range clicklog.UtmTexts(&r.utm) {
		e.Texts[clicklog.TextUTMSource+i] = clicklog.Clean(text)
	}
}

// classOf returns the first class that applies.
func classOf(hit *queuedHit, bot routing.Bot) analytics.Class {
	switch {
	case hit.blocked:
		return analytics.Blocked
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

// visitor returns the first 8 bytes of SHA-256(key, domain, 0, the address in
// 16 bytes, User-Agent).
func (en *enricher) visitor(hit *queuedHit) uint64 {
	if found := hit.visit.found; found != nil && found.visitor != 0 {
		return found.visitor
	}
	addr := hit.visit.addr.As16()
	en.hashed = append(en.hashed[:0], en.key.Secret[:]...)
	en.hashed = append(en.hashed, hit.plan.Domain...)
	en.hashed = append(en.hashed, 0)
	en.hashed = append(en.hashed, addr[:]...)
	en.hashed = append(en.hashed, hit.visit.agent...)
	sum := sha256.Sum256(en.hashed)
	return wire.Order.Uint64(sum[:])
}

// keptAddress returns what the policy keeps of an address.
func keptAddress(p analytics.AddressPolicy, addr netip.Addr) (kept netip.Addr, truncated bool) {
	addr = addr.Unmap().WithZone("")
	switch {
	case p == analytics.DropAddresses || !addr.IsValid():
		return netip.Addr{}, false
	case p == analytics.KeepAddresses:
		return addr, false
	}
	bits := 48
	if addr.Is4() {
		bits = 24
	}
	prefix, _ := addr.Prefix(bits) // fails only for more bits than there are
	return prefix.Addr(), true
}

// setParameters takes the engine's and the campaign's parameters out of a query.
func setParameters(e *clicklog.Entry, query string) {
	for query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		name, value, _ := strings.Cut(pair, "=")
		switch name {
		case "qr":
			e.Scan = true
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

// setParameter sets a text, unless it was set before or is no query text.
func setParameter(e *clicklog.Entry, text int, value string) {
	if e.Texts[text] != "" {
		return
	}
	if decoded, err := url.QueryUnescape(value); err == nil {
		e.Texts[text] = clicklog.Clean(decoded)
	}
}

// languageOf returns a language tag in its usual letter case, as in "pt-BR" or
// "zh-Hant" (RFC 5646, section 2.1.1).
func languageOf(tag string) string {
	var usual []byte
	for i, start := 0, 0; i < len(tag); i++ {
		if tag[i] == '-' {
			start = i + 1
			continue
		}
		c := tag[i] | 0x20 // letters become small, digits stay
		size := strings.IndexByte(tag[start:]+"-", '-')
		if start > 0 && (size == 2 || size == 4 && i == start) && c >= 'a' {
			c -= 'a' - 'A'
		}
		if c != tag[i] && usual == nil {
			usual = []byte(tag)
		}
		if usual != nil {
			usual[i] = c
		}
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
