package linkbreakersv1_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// A client of the Linkbreakers API makes a link.
func Example() {
	ctx := context.Background()
	links, err := linkpack.New(memory.New(), &linkpack.Options{BaseURL: "https://go.example"})
	if err != nil {
		log.Fatal(err)
	}
	defer links.Close(ctx)
	token, err := links.CreateToken(ctx, linkpack.Token{Name: "website"})
	if err != nil {
		log.Fatal(err)
	}
	handler, err := httpadapter.New(links, &httpadapter.Options{APIs: []httpadapter.API{linkbreakersv1.New(nil)}})
	if err != nil {
		log.Fatal(err)
	}

	r := httptest.NewRequest(http.MethodPost, "/v1/links", strings.NewReader(`{"destination": "https://example.com/launch", "shortlink": "launch"}`))
	r.Header.Set("Authorization", "Bearer "+token.Secret)
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, r)
	_, told, _ := strings.Cut(answer.Body.String(), `"shortlink"`)
	told, _, _ = strings.Cut(told, `,"eventCount"`)
	fmt.Println(answer.Code, `"shortlink"`+told)
	// Output:
	// 200 "shortlink":"launch","entrypoint":"https://go.example/launch","destination":"https://example.com/launch"
}
