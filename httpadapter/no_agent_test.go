package httpadapter_test

import (
	"net/http"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

func TestARequestWithoutAUserAgentDoesNotUseUpALink(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	h := newHandler(t, s, httpadapter.Options{})
	shorten(t, s, linkpack.Link{ShortCode: "once", Destination: destination, MaxClicks: 1})
	for _, agent := range []string{"", "curl/8.15.0", ""} {
		if answer, _ := send(h, "GET", "/once", "", "User-Agent: "+agent); answer.Header.Get("Location") != "" {
			t.Fatalf("User-Agent %q: answered %d to %q", agent, answer.StatusCode, answer.Header.Get("Location"))
		}
	}
	answer, _ := send(h, "GET", "/once", "", "User-Agent: "+browser)
	if answer.StatusCode != http.StatusTemporaryRedirect {
		t.Errorf("a person is then answered %d", answer.StatusCode)
	}
}
