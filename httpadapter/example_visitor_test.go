package httpadapter_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// With a cookie, returning visitors are recognized. Rules can then tell new from
// returning visitors, and splits keep a visitor's variant on every network.
func ExampleOptions_visitorCookie() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = s.Close(ctx) }()
	if _, err := s.CreateLink(ctx, linkpack.Link{
		ShortCode: "spring", Destination: "https://example.com/welcome",
		Rules: []routing.Rule{{
			Clauses:     []routing.Clause{routing.Visitor(routing.ReturningVisitors)},
			Destination: "https://example.com/welcome-back",
		}},
	}); err != nil {
		fmt.Println(err)
		return
	}
	h, err := httpadapter.New(s, &httpadapter.Options{
		VisitorCookie: &http.Cookie{Name: "visitor", Secure: true},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	visit := func(cookies ...*http.Cookie) *http.Response {
		r := httptest.NewRequest(http.MethodGet, "/spring", nil)
		for _, c := range cookies {
			r.AddCookie(c)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Result()
	}
	first := visit()
	fmt.Println(first.Header.Get("Location"))
	fmt.Println(visit(first.Cookies()...).Header.Get("Location"))
	// Output:
	// https://example.com/welcome
	// https://example.com/welcome-back
}
