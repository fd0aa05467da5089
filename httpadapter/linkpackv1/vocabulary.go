package linkpackv1

import (
	"slices"
	"strings"
	"unicode"

	"github.com/agext/levenshtein"
)

// vocabulary is the known names of an object's fields, or of a query's parameters.
type vocabulary struct {
	names   []string
	byPlain map[string][]string
}

func newVocabulary(names ...string) vocabulary {
	v := vocabulary{names: names, byPlain: make(map[string][]string, len(names))}
	for _, name := range names {
		v.byPlain[plain(name)] = append(v.byPlain[plain(name)], name)
	}
	return v
}

func (v vocabulary) has(name string) bool { return slices.Contains(v.byPlain[plain(name)], name) }

// hint says which known name a client probably means by another one, if any.
func (v vocabulary) hint(name string) string {
	if len(name) > maxShownName {
		return ""
	}
	for _, find := range []func(string) string{v.respelt, v.mistyped, v.synonym, v.related} {
		if meant := find(name); meant != "" {
			return "; did you mean " + meant + "?"
		}
	}
	return ""
}

// respelt returns the known name that differs only by case and underscores.
func (v vocabulary) respelt(name string) string {
	if same := v.byPlain[plain(name)]; len(same) > 0 {
		return same[0]
	}
	return ""
}

// mistyped returns the known name that needs the fewest changes of a letter: one,
// and for long names one for every four letters. Names of one or two letters are
// near to too many.
func (v vocabulary) mistyped(name string) (nearest string) {
	if len(plain(name)) < 3 {
		return ""
	}
	fewest := max(len(plain(name))/4, 1) + 1
	for _, known := range v.names {
		if n := levenshtein.Distance(plain(name), plain(known), nil); n < fewest {
			nearest, fewest = known, n
		}
	}
	return nearest
}

// synonym returns the known name for which other APIs have this name.
func (v vocabulary) synonym(name string) string {
	if known := synonyms()[plain(name)]; v.has(known) {
		return known
	}
	return ""
}

// synonyms lists names that other APIs use, in plain form.
func synonyms() map[string]string {
	return map[string]string{
		"destination": "longUrl", "link": "longUrl", "target": "longUrl", "redirect": "longUrl", "url": "longUrl",
		"alias": "shortCode", "slug": "shortCode", "customslug": "shortCode", "keyword": "shortCode", "key": "shortCode",
		"host": "domain", "hostname": "domain", "title": "name", "comment": "notes", "description": "notes",
		"folder": "group", "labels": "tags", "params": "metadata",
		"rules": "traffic_routing", "targeting": "traffic_routing", "pixels": "retargeting_scripts", "scripts": "retargeting_scripts",
		"expiry": "expires_at", "expiration": "expires_at", "expirationdate": "expires_at", "validuntil": "expires_at", "ttl": "expires_at",
		"validsince": "starts_at", "validfrom": "starts_at", "maxvisits": "max_clicks", "maxuses": "max_clicks",
		"from": "startDate", "since": "startDate", "to": "endDate", "until": "endDate", "interval": "granularity", "unit": "granularity",
		"tz": "timezone", "zone": "timezone", "q": "search", "query": "search", "perpage": "limit", "pagesize": "limit", "count": "limit",
		"page": "cursor", "offset": "cursor", "after": "cursor", "orderby": "sort", "order": "sort",
		"weight": "percentage", "share": "percentage", "type": "condition", "values": "value", "negate": "not",
	}
}

// related returns the first known name that ends with the same word of at least
// three letters, or that has the whole name as a word.
func (v vocabulary) related(name string) string {
	sent := words(name)
	last := sent[len(sent)-1]
	if len(last) < 3 {
		return ""
	}
	for _, known := range v.names {
		parts := words(known)
		if parts[len(parts)-1] == last || len(sent) == 1 && slices.Contains(parts, last) {
			return known
		}
	}
	return ""
}

// plain returns a name in lower case and without underscores.
func plain(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// words returns the words of a name such as "short_code" or "shortCode", in lower
// case.
func words(name string) []string {
	var split strings.Builder
	afterLower := false
	for _, r := range name {
		if unicode.IsUpper(r) && afterLower {
			split.WriteByte('_')
		}
		afterLower = unicode.IsLower(r)
		split.WriteRune(unicode.ToLower(r))
	}
	return strings.Split(split.String(), "_")
}
