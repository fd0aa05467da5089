package httpadapter_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

func TestAListIsAnsweredWithoutItsDamagedRecords(t *testing.T) {
	one := &linkpack.DamagedError{Kind: linkpack.KindLink, ID: "l1", Err: errors.New("a flipped bit")}
	many := &linkpack.DamagedError{Kind: linkpack.KindLink, ID: "l2", Err: errors.New("a flipped bit"), Others: 7}
	for name, c := range map[string]struct {
		err    error
		status int
		header string
		logged string
	}{
		"sound":                     {nil, 200, "", ""},
		"one":                       {one, 200, "1", "l1"},
		"wrapped":                   {fmt.Errorf("reading: %w", one), 200, "1", "l1"},
		"several":                   {errors.Join(one, errors.Join(one, many)), 200, "10", "7 more records"},
		"damage and something else": {errors.Join(one, errors.New("no disk")), 500, "", "no disk"},
		"no list at all":            {fmt.Errorf("the file: %w", linkpack.ErrDamaged), 500, "", "the file"},
		"another error":             {linkpack.ErrNotFound, 404, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			log := new(logged)
			list := func(w http.ResponseWriter, _ *http.Request, _ linkpack.Principal) error {
				return httpadapter.WriteList(w, []string{"l0"}, c.err)
			}
			s := newShortener(t, linkpack.Options{})
			h := newHandler(t, s, httpadapter.Options{
				APIs: []httpadapter.API{dialect("one", route("GET", "/api/v1/list", list))}, Logger: log.logger(),
				Authenticate: func(*http.Request) (linkpack.Principal, error) { return linkpack.Principal{Workspace: "default"}, nil },
			})
			answer, body := send(h, "GET", "/api/v1/list", "")
			if answer.StatusCode != c.status || answer.Header.Get("Damaged-Records") != c.header || (body == "[\"l0\"]\n") != (c.status == 200) {
				t.Errorf("answered %d with %q damaged records: %s", answer.StatusCode, answer.Header.Get("Damaged-Records"), body)
			}
			if text := strings.Join(log.lines(), "\n"); (text == "") != (c.logged == "") || !strings.Contains(text, c.logged) {
				t.Errorf("logged %q", text)
			}
		})
	}
}
