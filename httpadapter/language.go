package httpadapter

import (
	"cmp"
	"net/http"

	"github.com/linkpack/linkpack-go/routing"
)

// fallbackLanguage is used if none of the languages that the visitor accepts is
// known.
const fallbackLanguage = "en"

// preferred returns the language among those offered that a request prefers, or
// fallbackLanguage.
func preferred(header http.Header, offered []string) string {
	visit := routing.Visit{Header: header}
	return cmp.Or(visit.Language(offered...), fallbackLanguage)
}
