package analytics

import (
	"crypto/sha256"
	"net/http"
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
}

// enrich fills e from a hit.
func (en *enricher) enrich(e *entry, hit *Hit, w *words) {
	visit := hit.Visit
	header := clean(visit.UserAgent)
	agent, word := w.agent(visit, header)
	*e = entry{
		time:    en.timeOf(visit),
		class:   classOf(hit, agent.Bot),
		target:  uint32(hit.Rule + 1),
		device:  agent.Device,
		bot:     agent.Bot,
		known:   visit.Familiarity,
		visitor: en.visitor(hit),
		draws:   hit.Draws,
		word:    word,
	}
	place := visit.Locate()
	e.texts[textCountry], e.texts[textRegion] = clean(place.Country), clean(place.Region)
	e.texts[textCity] = clean(place.City)
	e.texts[textOS], e.texts[textBrowser] = clean(agent.OS), clean(agent.Browser)
	e.texts[textLanguage] = languageOf(visit.Language())
	e.texts[textReferrer] = referrerOf(visit.RefererHost())
	e.texts[textAgent] = header
	e.parameters(visit.Query)
	e.addr, e.truncated = en.policy.apply(visit.Addr)
}

func (en *enricher) timeOf(visit *routing.Visit) int64 {
	if ms := visit.Time.UnixMilli(); ms > 0 && ms <= maxTime {
		return ms
	}
	return en.now
}

// classOf returns the first class that applies.
func classOf(hit *Hit, bot routing.Bot) Class {
	switch {
	case hit.Blocked:
		return Blocked
	case hit.Visit.Method == http.MethodHead:
		return Head
	case hit.Visit.Prefetch:
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
func (en *enricher) visitor(hit *Hit) uint64 {
	if hit.visitor != 0 {
		return hit.visitor
	}
	addr := hit.Visit.Addr.As16()
	en.hashed = append(en.hashed[:0], en.key.secret[:]...)
	en.hashed = append(en.hashed, hit.Plan.Domain...)
	en.hashed = append(en.hashed, 0)
	en.hashed = append(en.hashed, addr[:]...)
	en.hashed = append(en.hashed, hit.Visit.UserAgent...)
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
