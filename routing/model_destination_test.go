package routing_test

import (
	"net/url"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/routing"
)

// finish completes a destination as documented: first the path, then the campaign,
// then the visitor's query.
func finish(destination, path string, utm routing.UTM, query string) string {
	if !strings.HasPrefix(destination, "http") {
		return destination
	}
	address, fragment, hasFragment := strings.Cut(destination, "#")
	place, own, hasQuery := strings.Cut(address, "?")
	if path != "" {
		place = strings.TrimSuffix(place, "/") + path
	}
	pairs := strings.Split(own, "&")
	if !hasQuery || own == "" {
		pairs = nil
	}
	pairs = forwarded(campaign(pairs, utm), query)
	if len(pairs) > 0 || hasQuery {
		place += "?" + strings.Join(pairs, "&")
	}
	if hasFragment {
		place += "#" + fragment
	}
	return place
}

func nameOf(pair string) string {
	name, _, _ := strings.Cut(pair, "=")
	name, err := url.QueryUnescape(name)
	if err != nil {
		panic(err)
	}
	return name
}

// campaign replaces, removes and then appends the parameters of utm.
func campaign(pairs []string, utm routing.UTM) []string {
	var missing []string
	for _, p := range [][2]string{
		{"utm_source", utm.Source}, {"utm_medium", utm.Medium}, {"utm_campaign", utm.Campaign},
		{"utm_term", utm.Term}, {"utm_content", utm.Content},
	} {
		if p[1] == "" {
			continue
		}
		set := p[0] + "=" + strings.ReplaceAll(url.QueryEscape(p[1]), "+", "%20")
		has := func(pair string) bool { return nameOf(pair) == p[0] }
		at := slices.IndexFunc(pairs, has)
		if at < 0 {
			missing = append(missing, set)
			continue
		}
		pairs = slices.Concat(pairs[:at], []string{set}, slices.DeleteFunc(slices.Clone(pairs[at+1:]), has))
	}
	for _, set := range missing {
		pairs = add(pairs, set)
	}
	return pairs
}

// forwarded appends what the visitor sent and the destination does not have.
func forwarded(pairs []string, query string) []string {
	taken := []string{"qr", "lbid"}
	for _, pair := range pairs {
		taken = append(taken, nameOf(pair))
	}
	for pair := range strings.SplitSeq(query, "&") {
		if pair != "" && !slices.Contains(taken, nameOf(pair)) {
			pairs = add(pairs, pair)
		}
	}
	return pairs
}

// add appends a pair, in the place of an empty one at the end.
func add(pairs []string, pair string) []string {
	if n := len(pairs); n > 0 && pairs[n-1] == "" {
		return append(slices.Clone(pairs[:n-1]), pair)
	}
	return append(slices.Clone(pairs), pair)
}
