package linkpackv1_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/linkpack"
)

var update = flag.Bool("update", false, "write the answers of the golden files")

// golden is a request with its answer, as in a golden file. Ids are replaced: {id}
// in the request is the id of the link abc123, {deleted} that of the deleted one, and
// {visitor} that of a visitor.
type golden struct {
	file, request, answer string
}

const separator = "\n=====\n"

func goldens(t *testing.T) []golden {
	t.Helper()
	files, err := filepath.Glob("testdata/golden/*.http")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	list := make([]golden, len(files))
	for i, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		list[i].file = file
		list[i].request, list[i].answer, _ = strings.Cut(string(content), separator)
	}
	return list
}

// to returns the request to a server with a link.
func (g golden) to(t *testing.T, sv *server, link *linkpack.Link) *http.Request {
	t.Helper()
	ids := []string{"{id}", link.ID, "{deleted}", sv.deleted(t)}
	if strings.Contains(g.request, "{visitor}") {
		ids = append(ids, "{visitor}", sv.visitor(t))
	}
	return g.read(t, ids...)
}

// read returns the request with values in place of names.
func (g golden) read(t *testing.T, values ...string) *http.Request {
	t.Helper()
	head, body, _ := strings.Cut(strings.NewReplacer(values...).Replace(g.request), "\n\n")
	body = strings.TrimSpace(body)
	text := strings.ReplaceAll(head, "\n", "\r\n") + fmt.Sprintf("\r\nHost: evil.test\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(text)))
	if err != nil {
		t.Fatalf("%s: %v", g.file, err)
	}
	return r
}

var uuids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)

// written returns an answer in the form of golden files: the headers that clients
// use, and the body, indented in its own order of keys.
func written(t *testing.T, r *http.Response) string {
	t.Helper()
	var text bytes.Buffer
	fmt.Fprintln(&text, r.StatusCode)
	for _, name := range []string{"Allow", "Content-Type", "ETag", "Idempotency-Replayed", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After", "WWW-Authenticate"} {
		if value := r.Header.Get(name); value != "" {
			fmt.Fprintf(&text, "%s: %s\n", name, value)
		}
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	text.WriteString("\n")
	if len(body) > 0 {
		if err := json.Indent(&text, body, "", "  "); err != nil {
			t.Fatalf("body is not JSON: %s", body)
		}
	}
	return uuids.ReplaceAllString(text.String(), "{id}")
}

var (
	codes      = regexp.MustCompile(`"shortCode": "([2-9A-HJ-NP-Za-km-z]{7})"`)
	challenges = regexp.MustCompile(`linkpack-verification=[0-9A-Za-z]{32}"`)
	randomKey  = regexp.MustCompile(`\blp_[0-9A-Za-z]{43}"`)
)

// generated returns an answer with its random codes, challenges and keys replaced,
// since they depend on the random bytes that the recorder used before.
func generated(request, answer string) string {
	answer = challenges.ReplaceAllString(answer, `linkpack-verification={challenge}"`)
	answer = randomKey.ReplaceAllString(answer, `lp_{key}"`)
	for _, code := range codes.FindAllStringSubmatch(answer, -1) {
		if !strings.Contains(request, code[1]) {
			answer = strings.ReplaceAll(answer, code[1], "{code}")
		}
	}
	return answer
}

func TestGoldens(t *testing.T) {
	for _, g := range goldens(t) {
		t.Run(filepath.Base(g.file), func(t *testing.T) {
			sv := newServer(t, nil)
			link := sv.withClicks(t)
			got := generated(g.request, written(t, sv.send(g.to(t, sv, link))))
			if *update {
				if err := os.WriteFile(g.file, []byte(strings.TrimRight(g.request, "\n")+separator+got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != g.answer {
				t.Errorf("answer is\n%s\nwant\n%s", got, g.answer)
			}
		})
	}
}

// byRoute returns for every route that needs a token a golden file that succeeds.
func byRoute(t *testing.T, sv *server) map[string]golden {
	t.Helper()
	found := map[string]golden{}
	all := goldens(t)
	for _, route := range linkpackv1.New(nil).Routes(sv.shortener) {
		if route.Public {
			continue
		}
		pattern := route.Method + " " + route.Path
		mux := http.NewServeMux()
		mux.HandleFunc(pattern, func(http.ResponseWriter, *http.Request) {})
		at := slices.IndexFunc(all, func(g golden) bool {
			_, matched := mux.Handler(g.read(t, "{id}", "7", "{deleted}", "8", "{visitor}", "9"))
			return matched == pattern && strings.HasPrefix(g.answer, "200\n")
		})
		if at < 0 {
			t.Fatalf("route %q has no golden file that succeeds", pattern)
		}
		found[pattern] = all[at]
	}
	return found
}

func TestEveryRouteKeepsWorkspacesApart(t *testing.T) {
	for pattern, g := range byRoute(t, newServer(t, nil)) {
		t.Run(pattern, func(t *testing.T) {
			sv := newServer(t, nil)
			link := sv.withClicks(t)
			r := g.to(t, sv, link)
			r.Header.Set("Authorization", "Bearer "+foreign)
			answer := sv.send(r)
			body, _ := io.ReadAll(answer.Body)
			if answer.StatusCode != http.StatusNotFound && answer.StatusCode != http.StatusOK {
				t.Errorf("status is %d", answer.StatusCode)
			}
			if bytes.Contains(body, []byte(link.ID)) || bytes.Contains(body, []byte("abc123")) {
				t.Errorf("another workspace's link is shown: %s", body)
			}
			checkUntouched(t, sv, link)
		})
	}
}

func TestEveryRouteWantsAToken(t *testing.T) {
	for pattern, g := range byRoute(t, newServer(t, nil)) {
		t.Run(pattern, func(t *testing.T) {
			sv := newServer(t, nil)
			link := sv.withClicks(t)
			token, err := sv.shortener.CreateToken(t.Context(), linkpack.Token{Name: "revoked"})
			if err != nil {
				t.Fatal(err)
			}
			if err := sv.shortener.DeleteToken(t.Context(), "", token.ID); err != nil {
				t.Fatal(err)
			}
			for _, header := range []string{"", "Bearer " + token.Secret, "Bearer lp_wrong"} {
				r := g.to(t, sv, link)
				r.Header.Set("Authorization", header)
				answer := sv.send(r)
				body, _ := io.ReadAll(answer.Body)
				if answer.StatusCode != http.StatusUnauthorized || string(body) != `{"error":"missing or invalid API key"}`+"\n" {
					t.Errorf("%q is answered %d %s", header, answer.StatusCode, body)
				}
			}
			checkUntouched(t, sv, link)
		})
	}
}

// checkUntouched fails if the link has changed.
func checkUntouched(t *testing.T, sv *server, link *linkpack.Link) {
	t.Helper()
	now, err := sv.shortener.Link(t.Context(), link.Workspace, link.ID)
	if err != nil || now.Revision != link.Revision {
		t.Errorf("the link was touched: %+v, %v", now, err)
	}
}
