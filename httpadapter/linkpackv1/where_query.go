package linkpackv1

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// where is what a client asks for by a query.
type where struct {
	query    linkpack.LinkQuery
	expected int
	dryRun   bool
}

// readWhere reads the parameters. A first request must say how many links it expects, so
// that a filter that selects more than is meant does no harm.
func readWhere(r *http.Request) (where, error) {
	params, err := parameters(r, whereParameters()...)
	if err != nil {
		return where{}, err
	}
	query, err := readQuery(params)
	if err != nil {
		return where{}, err
	}
	q := where{query: query}
	if q.query.Search == "" && len(q.query.Tags) == 0 && q.query.Group == "" && q.query.Domain == nil && q.query.Archived == nil {
		return q, &httpadapter.Problem{Status: http.StatusBadRequest, Message: "at least one of search, tag, group, domain and archived is required"}
	}
	if q.dryRun, err = readBool(params, "dryRun"); err != nil {
		return q, err
	}
	if q.query.Cursor != "" {
		if err := goingOn(params); err != nil {
			return q, err
		}
		q.query.Cursor, err = q.open(q.query.Cursor)
		return q, err
	}
	if text := params.Get("expected"); text != "" || !q.dryRun {
		if q.expected, err = strconv.Atoi(text); err != nil || q.expected < 0 {
			return q, &linkpack.FieldError{Field: "expected", Reason: "must be the number of links that match; ask for it with dryRun=true"}
		}
	}
	return q, nil
}

// mark identifies the filters. A cursor of another list or of other filters would go on
// with links that nobody counted.
func (q where) mark() string {
	filters, _ := json.Marshal([]any{q.query.Search, q.query.Tags, q.query.Group, q.query.Domain, q.query.Archived}) // texts and flags cannot fail
	sum := sha256.Sum256(filters)
	return base64.RawURLEncoding.EncodeToString(sum[:12]) + "."
}

// seal returns the cursor of the next request, or nil after the last one.
func (q where) seal(cursor string) *string {
	if cursor == "" {
		return nil
	}
	sealed := q.mark() + cursor
	return &sealed
}

// open returns the store's cursor in one that seal made.
func (q where) open(sealed string) (cursor string, err error) {
	cursor, ours := strings.CutPrefix(sealed, q.mark())
	if !ours {
		err = &linkpack.FieldError{Field: "cursor", Reason: "is not the nextCursor of a request with the same filters"}
	}
	return cursor, err
}

// goingOn refuses parameters of a first request beside a cursor.
func goingOn(params url.Values) error {
	for _, name := range []string{"expected", "dryRun"} {
		if params.Has(name) {
			return &linkpack.FieldError{Field: name, Reason: "is only for a request without a cursor"}
		}
	}
	return nil
}

// readBool reads a parameter that is true, false or absent.
func readBool(params url.Values, name string) (bool, error) {
	switch params.Get(name) {
	case "true":
		return true, nil
	case "false", "":
		return false, nil
	}
	return false, &linkpack.FieldError{Field: name, Reason: "must be true or false"}
}

// unexpected says that another number of links match.
func unexpected(n int) error {
	fault := linkpack.FieldError{Field: "expected", Reason: fmt.Sprintf("must be %d, the number of links that match", n)}
	return &httpadapter.Problem{Status: http.StatusConflict, Message: fault.Error(), Fields: []linkpack.FieldError{fault}}
}
