package routing

import (
	"cmp"
	"strings"
)

// Or returns u with its empty parameters taken from base.
func (u UTM) Or(base UTM) UTM {
	return UTM{
		Source:   cmp.Or(u.Source, base.Source),
		Medium:   cmp.Or(u.Medium, base.Medium),
		Campaign: cmp.Or(u.Campaign, base.Campaign),
		Term:     cmp.Or(u.Term, base.Term),
		Content:  cmp.Or(u.Content, base.Content),
	}
}

// parameter is a query parameter to set.
type parameter struct {
	name, value string
	done        bool
}

// parameters returns the five parameters in the order in which they are appended.
// Empty ones are marked done.
func (u UTM) parameters() [5]parameter {
	return [5]parameter{
		{"utm_source", u.Source, u.Source == ""},
		{"utm_medium", u.Medium, u.Medium == ""},
		{"utm_campaign", u.Campaign, u.Campaign == ""},
		{"utm_term", u.Term, u.Term == ""},
		{"utm_content", u.Content, u.Content == ""},
	}
}

// SetUTM sets the campaign parameters of u in the query of the URL. The first
// parameter of the same name is replaced in place and further ones are removed; a
// missing one is appended. All other bytes stay unchanged and the fragment stays
// last. Values are percent-encoded, a space as %20. A URL that is neither http
// nor https is returned unchanged.
func SetUTM(url string, u UTM) string {
	if u == (UTM{}) || !isWeb(url) {
		return url
	}
	head, query, fragment := cutQuery(url)
	params := u.parameters()
	out := append(make([]byte, 0, len(url)+128), head...)
	out = append(out, '?')
	start := len(out)
	out = replaceIn(out, query, params[:])
	for i := range params {
		if params[i].done {
			continue
		}
		if len(out) > start && out[len(out)-1] != '&' {
			out = append(out, '&')
		}
		out = params[i].append(out)
	}
	return string(append(out, fragment...))
}

// replaceIn appends a raw query, replacing the first parameter of each name and
// leaving out further ones.
func replaceIn(out []byte, query string, params []parameter) []byte {
	for first, more := true, query != ""; more; {
		var pair string
		pair, query, more = strings.Cut(query, "&")
		p := named(params, pair)
		if p != nil && p.done {
			continue
		}
		if !first {
			out = append(out, '&')
		}
		first = false
		if p == nil {
			out = append(out, pair...)
		} else {
			out = p.append(out)
		}
	}
	return out
}

// named returns the parameter to set that has the name of a raw parameter, or
// nil.
func named(params []parameter, pair string) *parameter {
	for i := range params {
		if params[i].value != "" && sameName(pair, params[i].name) {
			return &params[i]
		}
	}
	return nil
}

// append appends the encoded parameter and marks it done.
func (p *parameter) append(out []byte) []byte {
	p.done = true
	out = append(append(out, p.name...), '=')
	return escape(out, p.value, isUnreserved)
}
