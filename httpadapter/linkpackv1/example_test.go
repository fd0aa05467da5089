package linkpackv1_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// A client with a token makes a link and gets errors for two others.
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
	handler, err := httpadapter.New(links, &httpadapter.Options{APIs: []httpadapter.API{linkpackv1.New(nil)}})
	if err != nil {
		log.Fatal(err)
	}

	for _, body := range []string{
		`{"longUrl": "https://example.com/launch", "shortCode": "launch", "tags": ["spring"]}`,
		`{"longUrl": "https://example.com/other", "shortCode": "launch"}`,
		`{"longUrl": "example.com", "shortCode": "lunch"}`,
	} {
		r := httptest.NewRequest(http.MethodPost, "/api/v1/shorten", strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+token.Secret)
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, r)
		_, told, _ := strings.Cut(answer.Body.String(), `",`) // without the id, which differs each time
		fmt.Print(answer.Code, " ", told)
	}
	// Output:
	// 200 "shortCode":"launch","shortUrl":"https://go.example/launch","longUrl":"https://example.com/launch"}
	// 409 "details":[{"field":"shortCode","reason":"is taken"}]}
	// 400 "details":[{"field":"longUrl","reason":"must be an absolute URL, as in https://example.com/page"}]}
}
