package httpadapter_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// A host with its own login authenticates users by its session. Here each user has
// a workspace. The cookie of a session is sent with requests of other sites, too, so
// the handler refuses those that would change something.
func ExampleOptions_authenticate() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = s.Close(ctx) }()
	if _, err := s.CreateWorkspace(ctx, linkpack.Workspace{ID: "acme"}); err != nil {
		fmt.Println(err)
		return
	}
	users := map[string]linkpack.Principal{"s3ss10n": {Workspace: "acme", User: "anna"}}
	h, err := httpadapter.New(s, &httpadapter.Options{
		APIs: []httpadapter.API{linkpackv1.New(nil)},
		Authenticate: func(r *http.Request) (linkpack.Principal, error) {
			cookie, err := r.Cookie("session")
			if err != nil {
				return linkpack.Principal{}, linkpack.ErrUnauthorized
			}
			return users[cookie.Value], nil // nobody, if there is no such session
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	post := func(session, site string) {
		r := httptest.NewRequest(http.MethodPost, "/api/v1/shorten", strings.NewReader(`{"longUrl": "https://example.com/", "shortCode": "offer"}`))
		r.AddCookie(&http.Cookie{Name: "session", Value: session})
		r.Header.Set("Sec-Fetch-Site", site)
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, r)
		fmt.Println(session, site, answer.Code)
	}
	post("stolen?", "same-origin")
	post("s3ss10n", "cross-site")
	post("s3ss10n", "same-origin")
	link, err := s.LinkByCode(ctx, "acme", "", "offer")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("made by", link.UpdatedBy)
	// Output:
	// stolen? same-origin 401
	// s3ss10n cross-site 403
	// s3ss10n same-origin 200
	// made by anna
}
