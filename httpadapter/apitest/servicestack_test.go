package apitest

import (
	"net/http/httptest"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter/geniuslinkv4"
	"github.com/linkpack/linkpack-go/linkpack"
)

// TestTheClientOfServiceStackWorks runs typescript/geniuslink.mjs, which uses
// @servicestack/client, against the Geniuslink API.
func TestTheClientOfServiceStackWorks(t *testing.T) {
	node := program(t, "node")
	folder := copyProgram(t)
	sv := newServer(t, 100_000)
	const key, keySecret = "a key", "a secret of the tests"
	if _, err := sv.shortener.CreateToken(t.Context(), linkpack.Token{Secret: geniuslinkv4.Secret(key, keySecret)}); err != nil {
		t.Fatal(err)
	}
	link := linkpack.Link{ShortCode: "summer", Destination: "https://example.com/summer?a=1,2", Aliases: []linkpack.Alias{{ShortCode: "sommer"}}}
	if _, err := sv.shortener.CreateLink(t.Context(), link); err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(sv)
	defer listener.Close()
	run(t, folder, []string{"SERVER=" + listener.URL, "KEY=" + key, "SECRET=" + keySecret}, node, "geniuslink.mjs")
}
