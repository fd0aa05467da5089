package geniuslinkv4_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/geniuslinkv4"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// A client of the Geniuslink API asks where a link leads.
func Example() {
	ctx := context.Background()
	shortener, err := linkpack.New(memory.New(), &linkpack.Options{BaseURL: "https://geni.example"})
	if err != nil {
		log.Fatal(err)
	}
	defer shortener.Close(ctx)
	token := linkpack.Token{Secret: geniuslinkv4.Secret("a-key", "a-secret-0123456789")}
	if _, err := shortener.CreateToken(ctx, token); err != nil {
		log.Fatal(err)
	}
	link := linkpack.Link{ShortCode: "shoe", Destination: "https://shop.example/shoe"}
	if _, err := shortener.CreateLink(ctx, link); err != nil {
		log.Fatal(err)
	}
	handler, err := httpadapter.New(shortener, &httpadapter.Options{APIs: []httpadapter.API{geniuslinkv4.New(nil)}})
	if err != nil {
		log.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()

	request, _ := http.NewRequest("GET", server.URL+"/v4/links/metadata.jsv?domain=geni.example&code=shoe", nil)
	request.Header.Set("X-Api-Key", "a-key")
	request.Header.Set("X-Api-Secret", "a-secret-0123456789")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	fmt.Printf("%s %.72s", answer.Status, body)
	// Output: 200 OK {data:{id:1,destinationUrl:"https://shop.example/shoe",shortUrlCode:shoe
}
