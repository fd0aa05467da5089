package analytics

import (
	"cmp"
	"crypto/sha256"
	"net/netip"
	"net/url"
	"strings"

	"github.com/linkpack/linkpack-go/routing"
)

// enricher turns hits into entries: it asks the visits for what costs time.
type enricher struct {
	policy AddressPolicy
	key    visitorKey
	now    int64 // stands in for a time that cannot be stored
	hashed []byte
	agents agents
}

// enrich fills e from a hit.
func (en *enricher) enrich(e *entry, hit *waiting, w *words) {
	visit := &hit.visit
	header := clean(visit.agent)
	agent, word := en.agents.of(w, visit, header)
	*e = entry{
		time:    cmp.Or(visit.time, en.now),
		class:   classOf(hit, agent.Bot),
		target:  hit.target,
		device:  agent.Device,
		bot:     agent.Bot,
		known:   visit.familiarity,
		visitor: en.visitor(hit),
		word:    word,
	}
	place := visit.locate()
	e.texts[textCountry], e.texts[textRegion] = clean(place.Country), clean(place.Region)
	e.texts[textCity] = clean(place.City)
	e.texts[textOS], e.texts[textBrowser] = clean(agent.OS), clean(agent.Browser)
	e.texts[textLanguage] = languageOf(visit.language)
	e.texts[textAgent] = header
	if visit.found != nil && visit.found.recorded != nil {
		e.recorded(visit.found.recorded)
	} else {
		e.texts[textReferrer] = referrerOf(visit.referrer)
		e.parameters(visit.query)
	}
	e.addr, e.truncated = en.policy.apply(visit.addr)
}

// recorded sets the facts of a recorded click.
func (e *entry) recorded(r *recorded) {
	e.scan = r.scan
	e.texts[textReferrer] = clean(r.referrer)
	for i, text := range utmTexts(&r.utm) {
		e.texts[textUTMSource+i] = clean(text)
	}
}

// classOf returns the first class that applies.
func classOf(hit *waiting, bot routing.Bot) Class {
	switch {
	case hit.blocked:
		return Blocked
	case hit.visit.head:
		return Head
	case hit.visit.prefetch:
		return Prefetch
	case bot == routing.Preview:
		return Preview
	case bot != routing.NotBot:
		return Bot
	}
	return Human
}

// visitor returns the first 8 bytes of SHA-256(key, domain, 0, the address in
// 16 bytes, User-Agent).
func (en *enricher) visitor(hit *waiting) uint64 {
	if found := hit.visit.found; found != nil && found.visitor != 0 {
		return found.visitor
	}
	addr := hit.visit.addr.As16()
	en.hashed = append(en.hashed[:0], en.key.secret[:]...)
	en.hashed = append(en.hashed, hit.plan.Domain...)
	en.hashed = append(en.hashed, 0)
	en.hashed = append(en.hashed, addr[:]...)
	en.hashed = append(en.hashed, hit.visit.agent...)
	sum := sha256.Sum256(en.hashed)
	return order.Uint64(sum[:])
}

// apply returns what the policy keeps of an address.
func (p AddressPolicy) apply(addr netip.Addr) (kept netip.Addr, truncated bool) {
	addr = addr.Unmap().WithZone("")
	switch {
	case p == None || !addr.IsValid():
		return netip.Addr{}, false
	case p == Full:
		return addr, false
	}
	bits := 48
	if addr.Is4() {
		bits = 24
	}
	prefix, _ := addr.Prefix(bits) // fails only for more bits than there are
	return prefix.Addr(), true
}

// parameters takes the engine's and the campaign's parameters out of a query.
func (e *entry) parameters(query string) {
	for query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		name, value, _ := strings.Cut(pair, "=")
		switch name {
		case "qr":
			e.scan = true
		case "utm_source":
			e.parameter(textUTMSource, value)
		case "utm_medium":
			e.parameter(textUTMMedium, value)
		case "utm_campaign":
			e.parameter(textUTMCampaign, value)
		case "utm_term":
			e.parameter(textUTMTerm, value)
		case "utm_content":
			e.parameter(textUTMContent, value)
		}
	}
}

// parameter sets a text, unless it was set before or is no query text.
func (e *entry) parameter(text int, value string) {
	if e.texts[text] != "" {
		return
	}
	if decoded, err := url.QueryUnescape(value); err == nil {
		e.texts[text] = clean(decoded)
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
