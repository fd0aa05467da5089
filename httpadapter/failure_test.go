package httpadapter_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// failing is a store whose link lookups fail with an error.
type failing struct {
	linkpack.Store
	err error
}

func (f failing) LinkByCode(context.Context, string, string) (*linkpack.Link, error) {
	return nil, f.err
}

func TestFailingStoreIsAPageThatTellsNothing(t *testing.T) {
	for name, c := range map[string]struct {
		err    error
		status int
		logged int
	}{
		"a failure":  {errors.New("disk /dev/sda1 is on fire"), http.StatusInternalServerError, 1},
		"a deadline": {context.DeadlineExceeded, http.StatusServiceUnavailable, 0},
		"a late log": {fmt.Errorf("waiting: %w", analytics.ErrLate), http.StatusServiceUnavailable, 0},
	} {
		t.Run(name, func(t *testing.T) {
			log := new(logged)
			s, err := linkpack.New(failing{memory.New(), c.err}, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := s.Close(t.Context()); err != nil {
					t.Error(err)
				}
			}()
			h := newHandler(t, s, httpadapter.Options{Logger: log.logger()})
			for i, path := range []string{"/abc", "/abc+"} {
				answer, body := send(h, "GET", path, "")
				if answer.StatusCode != c.status || strings.Contains(body, "disk") || !strings.Contains(body, "</html>") {
					t.Errorf("%s: answered %d %s", path, answer.StatusCode, body)
				}
				if again := answer.Header.Get("Retry-After"); (again != "") != (c.status == http.StatusServiceUnavailable) {
					t.Errorf("%s: Retry-After is %q", path, again)
				}
				if got := len(log.lines()); got != c.logged*(i+1) {
					t.Errorf("%s: %d lines were logged", path, got)
				}
			}
		})
	}
}

func TestBodyThatBreaksOff(t *testing.T) {
	h := newAPI(t, httpadapter.Options{}, route("POST", "/api/echo", echo))
	r := httptest.NewRequest(http.MethodPost, "/api/echo", iotest.ErrReader(errors.New("connection reset")))
	r.Header.Set("Authorization", "Bearer "+secret)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusBadRequest || message(t, w.Body.String()) != "the body is incomplete" {
		t.Errorf("answered %d %s", w.Code, w.Body)
	}
}

func TestClientsWithoutNamesAreLimitedByAddress(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	h := newHandler(t, s, httpadapter.Options{
		TrustedHops:  1,
		Authenticate: func(*http.Request) (linkpack.Principal, error) { return linkpack.Principal{Workspace: "w"}, nil },
		APIs:         []httpadapter.API{limitedTo(httpadapter.Limit{Requests: 1}, dialect("", route("GET", "/api/who", whoami)))},
	})
	for i, c := range []struct {
		addr   string
		status int
	}{
		{"192.0.2.1", 200}, {"192.0.2.1", 429}, {"192.0.2.2", 200},
		{"2001:db8::1", 200}, {"2001:db8::2", 429}, {"2001:db8:0:1::1", 200}, // a client has all of a /64
	} {
		if answer, _ := send(h, "GET", "/api/who", "", "X-Forwarded-For: "+c.addr); answer.StatusCode != c.status {
			t.Errorf("request %d: status is %d, want %d", i, answer.StatusCode, c.status)
		}
	}
}
