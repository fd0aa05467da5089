package httpadapter_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/httpadapter/qrcode"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// inFull reports whether the tests of attacks make the amounts of a campaign.
func inFull() bool { return os.Getenv("LINKPACK_ATTACK") == "1" }

// attacked is a server on a socket, behind a proxy on this machine, with links that
// lead below https://dest.example/base. Visitors must not get elsewhere.
type attacked struct {
	*linkpack.Shortener
	address string
	token   string
	links   map[string]*linkpack.Link
	// redirects counts the answers with a destination, without which nothing is tested.
	redirects int
}

// checkRedirects makes sure that some visits were redirected.
func (a *attacked) checkRedirects(t *testing.T) {
	t.Helper()
	if a.redirects == 0 {
		t.Error("no visit was redirected, so nothing was tested")
	}
}

func newAttacked(t *testing.T) *attacked {
	t.Helper()
	s := newShortener(t, linkpack.Options{
		BaseURL: "https://go.example", Domains: []string{"brand.example"},
		NotFoundURL: "https://dest.example/base/unknown", RootURL: "https://dest.example/base/root",
	})
	token, err := s.CreateToken(t.Context(), linkpack.Token{Name: "attack"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.CreateDomain(t.Context(), linkpack.Domain{Host: "links.dest.example"}); err != nil {
		t.Fatal(err)
	}
	images, err := qrcode.New(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	h := newHandler(t, s, httpadapter.Options{
		APIs:           []httpadapter.API{linkpackv1.New(&linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1 << 30}})},
		Images:         images,
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
	})
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	a := &attacked{Shortener: s, address: server.Listener.Addr().String(), token: token.Secret, links: map[string]*linkpack.Link{}}
	rules := []routing.Rule{
		{Clauses: []routing.Clause{{Condition: "ip", Value: "203.0.113.0/24"}}, Destination: "https://dest.example/base/ip"},
		{Clauses: []routing.Clause{{Condition: "cookie", Value: "vip=1"}}, Destination: "https://dest.example/base/vip"},
	}
	for _, link := range []linkpack.Link{
		{ShortCode: "plain", Destination: "https://dest.example/base/plain", Rules: rules},
		{ShortCode: "path", Destination: "https://dest.example/base/", ForwardPath: true},
		{ShortCode: "both", Destination: "https://dest.example/base", ForwardPath: true, ForwardQuery: true},
	} {
		a.links[link.ShortCode] = shorten(t, s, link)
	}
	return a
}

// raw sends bytes on a connection of its own and returns the answer. A server that
// ends the connection without one has status 0.
func (a *attacked) raw(t *testing.T, request string) (answer *http.Response, body string) {
	t.Helper()
	connection, err := net.Dial("tcp", a.address)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.WriteString(connection, request) }() // the server may answer before it has read all
	method, _, _ := strings.Cut(request, " ")
	answer, err = http.ReadResponse(bufio.NewReader(connection), &http.Request{Method: method})
	if err != nil {
		return &http.Response{Header: http.Header{}}, ""
	}
	content, _ := io.ReadAll(answer.Body)
	return answer, string(content)
}

// api calls the Link Pack API and returns status and the named fields.
func (a *attacked) api(t *testing.T, method, target, body string) (status int, fields []string) {
	t.Helper()
	r, err := http.NewRequest(method, "http://"+a.address+target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+a.token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var told struct{ Details []linkpack.FieldError }
	if err := json.NewDecoder(answer.Body).Decode(&told); err != nil {
		t.Fatal(err)
	}
	for _, fault := range told.Details {
		fields = append(fields, fault.Field)
	}
	return answer.StatusCode, fields
}

// quoted returns text as JSON. Bytes that are not UTF-8 stay as they are.
func quoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ':
			b.WriteString(`\u00`)
			b.WriteByte("0123456789abcdef"[c>>4])
			b.WriteByte("0123456789abcdef"[c&15])
		default:
			b.WriteByte(c)
		}
	}
	return b.String() + `"`
}
