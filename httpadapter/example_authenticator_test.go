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

// A host with its own login authenticates users by its session. Here each user
// has a workspace.
func ExampleOptions_authenticate() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = s.Close(ctx) }()
	if _, err := s.CreateWorkspace(ctx, linkpack.Workspace{ID: "anna"}); err != nil {
		fmt.Println(err)
		return
	}
	sessions := map[string]string{"s3ss10n": "anna"}
	h, err := httpadapter.New(s, &httpadapter.Options{
		APIs: []httpadapter.API{linkpackv1.New(nil)},
		Authenticate: func(r *http.Request) (linkpack.Principal, error) {
			cookie, err := r.Cookie("session")
			if err != nil || sessions[cookie.Value] == "" {
				return linkpack.Principal{}, linkpack.ErrUnauthorized
			}
			return linkpack.Principal{Workspace: sessions[cookie.Value]}, nil
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, session := range []string{"s3ss10n", "stolen?"} {
		r := httptest.NewRequest(http.MethodGet, "/api/v1/links", nil)
		r.AddCookie(&http.Cookie{Name: "session", Value: session})
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, r)
		fmt.Print(answer.Code, " ", answer.Body)
	}
	// Output:
	// 200 {"links":[],"nextCursor":null}
	// 401 {"error":"missing or invalid API key"}
}
