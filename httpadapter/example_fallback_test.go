package httpadapter_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// A host with pages of its own serves short links at the root. What is no link goes
// to its pages.
func ExampleOptions_fallback() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), &linkpack.Options{Reserved: append(linkpack.DefaultReserved(), "about", "blog")})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = s.Close(ctx) }()
	if _, err := s.CreateLink(ctx, linkpack.Link{ShortCode: "guide", Destination: "https://example.com/documents"}); err != nil {
		fmt.Println(err)
		return
	}
	pages := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "the host's ", r.URL.Path)
	})
	site, err := httpadapter.New(s, &httpadapter.Options{Fallback: pages})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, path := range []string{"/", "/about", "/blog/today", "/guide"} {
		answer := httptest.NewRecorder()
		site.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
		fmt.Println(path, answer.Code, answer.Header().Get("Location"), answer.Body)
	}
	// Output:
	// / 200  the host's /
	// /about 200  the host's /about
	// /blog/today 200  the host's /blog/today
	// /guide 307 https://example.com/documents
}
