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

// A web app on another host may call the API if its origin is listed. The browser
// sends a preflight request first.
func ExampleOptions_allowedOrigins() {
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = s.Close(context.Background()) }()
	h, err := httpadapter.New(s, &httpadapter.Options{
		APIs:           []httpadapter.API{linkpackv1.New(nil)},
		AllowedOrigins: []string{"https://app.example.com"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, origin := range []string{"https://app.example.com", "https://evil.example"} {
		r := httptest.NewRequest(http.MethodOptions, "/api/v1/shorten", nil)
		r.Header.Set("Origin", origin)
		r.Header.Set("Access-Control-Request-Method", "POST")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		fmt.Printf("%s: allowed %q\n", origin, w.Header().Get("Access-Control-Allow-Methods"))
	}
	// Output:
	// https://app.example.com: allowed "OPTIONS, POST"
	// https://evil.example: allowed ""
}
