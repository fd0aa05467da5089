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

// A host's own dialect has one operation, which makes a link. It answers in plain
// text.
func ExampleAPI() {
	ctx := context.Background()
	links, err := linkpack.New(memory.New(), &linkpack.Options{BaseURL: "https://go.example"})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = links.Close(ctx) }()
	plain := httpadapter.API{
		Routes: func(s *linkpack.Shortener) []httpadapter.Route {
			return []httpadapter.Route{{Method: http.MethodPost, Path: "/api/plain", Handle: shortenPlainly(s)}}
		},
		WriteProblem: func(w http.ResponseWriter, _ *http.Request, p *httpadapter.Problem) {
			http.Error(w, p.Message, p.Status)
		},
	}
	handler, err := httpadapter.New(links, &httpadapter.Options{
		APIs: []httpadapter.API{plain},
		Authenticate: func(*http.Request) (linkpack.Principal, error) {
			// A host checks its session here.
			return linkpack.Principal{Workspace: linkpack.DefaultWorkspace, User: "anna"}, nil
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, destination := range []string{"https://example.com/", "example"} {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest(http.MethodPost, "/api/plain?code=launch&to="+destination, nil))
		fmt.Print(answer.Code, " ", answer.Body)
	}
	// Output:
	// 200 https://go.example/launch
	// 400 destination: must be an absolute URL, as in https://example.com/page
}

// shortenPlainly makes a link of the query's parameters. Errors go to the dialect's
// WriteProblem.
func shortenPlainly(s *linkpack.Shortener) httpadapter.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
		link, err := s.CreateLink(r.Context(), linkpack.Link{
			Workspace: p.Workspace, ShortCode: r.FormValue("code"), Destination: r.FormValue("to"),
		})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(w, s.URL(link))
		return err
	}
}
