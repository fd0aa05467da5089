package httpadapter_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Short links are served under a prefix, and the API on another host. BaseURL says
// where short links are reached; it is never taken from a request.
func ExampleHandler_Redirects() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), &linkpack.Options{BaseURL: "https://example.org/go"})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = s.Close(ctx) }()
	links, err := httpadapter.New(s, &httpadapter.Options{APIs: []httpadapter.API{linkpackv1.New(nil)}})
	if err != nil {
		fmt.Println(err)
		return
	}
	mux := http.NewServeMux()
	mux.Handle("/go/", http.StripPrefix("/go", links.Redirects()))
	mux.Handle("api.example.org/", links.API())

	link, err := s.CreateLink(ctx, linkpack.Link{ShortCode: "guide", Destination: "https://example.com/"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.URL(link))
	for _, url := range []string{"https://example.org/go/guide", "https://example.org/go/api/v1/links", "https://api.example.org/api/v1/links"} {
		answer := httptest.NewRecorder()
		mux.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, url, nil))
		fmt.Println(url, answer.Code)
	}
	// Output:
	// https://example.org/go/guide
	// https://example.org/go/guide 307
	// https://example.org/go/api/v1/links 404
	// https://api.example.org/api/v1/links 401
}
