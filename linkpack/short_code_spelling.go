package linkpack

import (
	"strings"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/linkpack/internal/codes"
)

// key returns the normalized form of a code on the domain, which is its key in
// the store.
func (d *Domain) key(code string) string { return codes.Normalize(code, d.UnicodeCodes, d.FoldCase) }

// firstKey returns the key by which a code is looked up first. The options can
// begin to fold case when there are links with capitals.
func (d *Domain) firstKey(code string) string {
	return codes.Normalize(code, d.UnicodeCodes, d.FoldCase && d.Workspace != "")
}

// spelling is a key that a code in a URL may stand for.
type spelling struct {
	key   string
	query string // what the URL has in its path and means as its query
}

// maxAround is the most characters around a link that are removed. Each may cost
// a look into the store.
const maxAround = 8

// otherSpellings returns what a code in a URL may stand for if no link has its
// firstKey, in the order to try: the code in other case, then without what
// surrounded the URL in a text, then without the parameters that a program has
// added with "&" as if the URL had a query.
func (d *Domain) otherSpellings(code string) (others []spelling) {
	if d.FoldCase && d.Workspace == "" {
		others = append(others, spelling{key: d.key(code)})
	}
	inner := code
	for range maxAround {
		last, size := utf8.DecodeLastRuneInString(inner)
		if size == len(inner) || !codes.IsAround(last) {
			break
		}
		inner = inner[:len(inner)-size]
		if d.UnicodeCodes || codes.IsByte(inner[len(inner)-1]) { // no other code ends so
			others = d.appendSpellings(others, inner, "")
		}
	}
	if before, query, found := strings.Cut(code, "&"); found && before != "" {
		others = d.appendSpellings(others, before, query)
	}
	return others
}

// appendSpellings appends the keys of a code.
func (d *Domain) appendSpellings(others []spelling, code, query string) []spelling {
	first, folded := d.firstKey(code), d.key(code)
	others = append(others, spelling{first, query})
	if folded != first {
		others = append(others, spelling{folded, query})
	}
	return others
}
