package routing_test

import (
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// matches reports whether a positive clause matches.
func matches(c routing.Clause, v *routing.Visit, local time.Time) bool {
	one := modelClauses[c.Condition]
	if isList(c.Condition) {
		for value := range strings.SplitSeq(c.Value, ",") {
			if one(strings.ToLower(strings.TrimSpace(value)), v, local) {
				return true
			}
		}
		return false
	}
	return one(c.Value, v, local)
}

// isList reports whether a condition's value may be a comma list.
func isList(condition string) bool {
	return !slices.Contains([]string{"percentage", "query", "header", "cookie"}, condition)
}

// modelClauses holds, for each condition, what one value of it matches. The
// values of lists are trimmed and lower-case.
var modelClauses = map[string]func(value string, v *routing.Visit, local time.Time) bool{
	"percentage": func(string, *routing.Visit, time.Time) bool { return true },
	"geo":        fact(func(v *routing.Visit) string { return v.Place.Country }),
	"continent":  fact(func(v *routing.Visit) string { return v.Place.Continent }),
	"region":     fact(func(v *routing.Visit) string { return v.Place.Region }),
	"city":       fact(func(v *routing.Visit) string { return v.Place.City }),
	"os":         fact(func(v *routing.Visit) string { return v.Agent.OS }),
	"browser":    fact(func(v *routing.Visit) string { return v.Agent.Browser }),
	"device":     fact(func(v *routing.Visit) string { return v.Agent.Device.String() }),
	"referer":    modelReferer,
	"language":   modelLanguage,
	"query":      modelQuery,
	"header":     modelHeader,
	"cookie":     modelCookie,
	"ip":         modelIP,
	"visitor":    modelVisitor,
	"time":       modelTime,
	"weekday":    modelWeekday,
	"date":       modelDate,
}

// fact compares a word with the value; one that is not known is "unknown".
func fact(of func(*routing.Visit) string) func(string, *routing.Visit, time.Time) bool {
	return func(value string, v *routing.Visit, _ time.Time) bool {
		word := of(v)
		if word == "" {
			word = "unknown"
		}
		return value == strings.ToLower(word)
	}
}

func modelReferer(value string, v *routing.Visit, _ time.Time) bool {
	host := ""
	if u, err := url.Parse(v.Referer); err == nil && u.Scheme != "" {
		host = strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	}
	if value == "direct" {
		return host == ""
	}
	return host == value || strings.HasSuffix(host, "."+value)
}

func modelLanguage(value string, v *routing.Visit, _ time.Time) bool {
	best, highest := "unknown", 0.0
	for entry := range strings.SplitSeq(v.Header.Get("Accept-Language"), ",") {
		tag, q, weighted := strings.Cut(entry, ";q=")
		weight := 1.0
		if weighted {
			weight, _ = strconv.ParseFloat(q, 64)
		}
		if tag = strings.TrimSpace(tag); weight > highest && tag != "*" && tag != "" {
			best, highest = strings.ToLower(tag), weight
		}
	}
	return best == value || strings.HasPrefix(best, value+"-")
}

func modelQuery(value string, v *routing.Visit, _ time.Time) bool {
	key, wanted, valued := strings.Cut(value, "=")
	sent, err := url.ParseQuery(v.Query)
	if err != nil {
		panic(err)
	}
	return sent.Has(key) && (!valued || slices.Contains(sent[key], wanted))
}

func modelHeader(value string, v *routing.Visit, _ time.Time) bool {
	key, wanted, valued := strings.Cut(value, "=")
	sent := v.Header.Values(key)
	return len(sent) > 0 && (!valued || slices.Contains(sent, wanted))
}

func modelCookie(value string, v *routing.Visit, _ time.Time) bool {
	key, wanted, valued := strings.Cut(value, "=")
	return slices.ContainsFunc((&http.Request{Header: v.Header}).Cookies(), func(c *http.Cookie) bool {
		return c.Name == key && (!valued || c.Value == wanted)
	})
}

func modelIP(value string, v *routing.Visit, _ time.Time) bool {
	if addr, err := netip.ParseAddr(value); err == nil {
		return addr == v.Addr.Unmap()
	}
	return netip.MustParsePrefix(value).Contains(v.Addr.Unmap())
}

func modelVisitor(value string, v *routing.Visit, _ time.Time) bool {
	return map[string]bool{
		"human":     v.Agent.Bot == routing.NotBot,
		"bot":       v.Agent.Bot != routing.NotBot,
		"new":       v.Familiarity == routing.NewVisitor,
		"returning": v.Familiarity == routing.ReturningVisitor,
	}[value]
}

// modelTime compares clock times as text, which sorts as the day goes.
func modelTime(value string, _ *routing.Visit, local time.Time) bool {
	now := local.Format("15:04")
	from, to, _ := strings.Cut(value, "-")
	if from < to {
		return from <= now && now < to
	}
	return from <= now || now < to
}

func modelWeekday(value string, _ *routing.Visit, local time.Time) bool {
	number := func(day string) int { return strings.Index("sun mon tue wed thu fri sat", day[:3]) }
	from, to, isSpan := strings.Cut(value, "-")
	if !isSpan {
		to = from
	}
	first, last, today := number(from), number(to), number(strings.ToLower(local.Format("Mon")))
	if first <= last {
		return first <= today && today <= last
	}
	return first <= today || today <= last
}

// modelDate compares dates as text.
func modelDate(value string, _ *routing.Visit, local time.Time) bool {
	today := local.Format("2006-01-02")
	from, to, isSpan := strings.Cut(value, "..")
	if !isSpan {
		return today == from
	}
	return from <= today && (to == "" || today <= to)
}
