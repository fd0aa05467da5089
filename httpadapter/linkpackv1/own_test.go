package linkpackv1_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
)

// with makes a request with headers, as in "If-Match: *".
func (sv *server) with(method, target, body string, headers ...string) (*http.Response, string) {
	r := httptest.NewRequest(method, "https://linkpack.test"+target, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+secret)
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Add(name, value)
	}
	answer := sv.send(r)
	content, _ := io.ReadAll(answer.Body)
	return answer, string(content)
}

func TestPasswordsAreNeverShown(t *testing.T) {
	sv := newServer(t, nil)
	_, made := sv.call(secret, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/","shortCode":"locked","password":"sesame"}`)
	id := sv.ok(t, "GET", "/api/v1/links?search=locked", "")["links"].([]any)[0].(object)["id"].(string)
	stored, err := sv.shortener.Link(t.Context(), "", id)
	if err != nil || stored.PasswordHash == "" {
		t.Fatalf("stored is %+v, %v", stored, err)
	}
	_, got := sv.call(secret, "GET", "/api/v1/link/"+id, "")
	_, listed := sv.call(secret, "GET", "/api/v1/links", "")
	_, refused := sv.call(secret, "PATCH", "/api/v1/link/"+id, `{"password":"sesame","name":7}`)
	for _, answer := range []string{made, got, listed, refused} {
		if strings.Contains(answer, "sesame") || strings.Contains(answer, stored.PasswordHash) || strings.Contains(answer, "password_hash") {
			t.Errorf("the password is shown: %s", answer)
		}
	}
	if link := sv.ok(t, "PATCH", "/api/v1/link/"+id, `{"name":"x"}`); link["has_password"] != true {
		t.Error("an absent password is taken away")
	}
	if link := sv.ok(t, "PATCH", "/api/v1/link/"+id, `{"password":null}`); link["has_password"] != false {
		t.Error("null does not take the password away")
	}
	for body, field := range map[string]string{
		`{"password":""}`: "password", `{"password":7}`: "password", `{"password":"` + strings.Repeat("x", 73) + `"}`: "password",
	} {
		if status, _, fields := sv.refused(t, "PATCH", "/api/v1/link/"+id, body); status != 400 || len(fields) != 1 || fields[0] != field {
			t.Errorf("%.30s: answered %d naming %q", body, status, fields)
		}
	}
}

func TestChangesOfAnOldVersionAreRefused(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	link := sv.withClicks(t)
	path := "/api/v1/link/" + link.ID
	for _, c := range []struct {
		ifMatch []string
		want    int
	}{
		{[]string{`If-Match: "1"`}, 200}, // now at 2
		{[]string{`If-Match: "1"`}, 412},
		{[]string{`If-Match: W/"2"`}, 412},
		{[]string{`If-Match: 2`}, 412},
		{[]string{`If-Match: "1", "2"`}, 200},
		{[]string{`If-Match: "1"`, `If-Match: "3"`}, 200},
		{[]string{`If-Match: *`}, 200},
		{nil, 200},
	} {
		answer, body := sv.with("PATCH", path, fmt.Sprintf(`{"name":"%d %s"}`, c.want, strings.Trim(fmt.Sprintf("%x", c.ifMatch), "[]")), c.ifMatch...)
		if answer.StatusCode != c.want {
			t.Errorf("%q: answered %d %s", c.ifMatch, answer.StatusCode, body)
		}
	}
	if answer, _ := sv.with("GET", path, ""); answer.Header.Get("ETag") != `"6"` {
		t.Errorf("ETag is %s", answer.Header.Get("ETag"))
	}
	if answer, _ := sv.with("DELETE", path, "", `If-Match: "5"`); answer.StatusCode != 412 {
		t.Errorf("DELETE of an old version: answered %d", answer.StatusCode)
	}
	if answer, _ := sv.with("DELETE", path, "", `If-Match: "6"`); answer.StatusCode != 200 {
		t.Errorf("DELETE of the latest version: answered %d", answer.StatusCode)
	}
}

func TestOfManyChangesOfOneVersionOneIsMade(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	link := sv.withClicks(t)
	var mu sync.Mutex
	answers := map[int]int{}
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			answer, _ := sv.with("PATCH", "/api/v1/link/"+link.ID, fmt.Sprintf(`{"name":"%d"}`, i), `If-Match: "1"`)
			mu.Lock()
			defer mu.Unlock()
			answers[answer.StatusCode]++
		})
	}
	wg.Wait()
	if answers[200] != 1 || answers[412] != 19 {
		t.Errorf("answered %v", answers)
	}
}

func TestLinksAreMadeOncePerKey(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	const body = `{"longUrl":"https://example.com/","name":"N"}`
	first, made := sv.with("POST", "/api/v1/shorten", body, "Idempotency-Key: one")
	again, repeated := sv.with("POST", "/api/v1/shorten", body, "Idempotency-Key: one")
	if first.StatusCode != 200 || again.StatusCode != 200 || made != repeated {
		t.Errorf("answered %d %s, then %d %s", first.StatusCode, made, again.StatusCode, repeated)
	}
	if first.Header.Get("Idempotency-Replayed") != "" || again.Header.Get("Idempotency-Replayed") != "true" {
		t.Error("the replay is not told")
	}
	if _, other := sv.with("POST", "/api/v1/shorten", body, "Idempotency-Key: two"); other == made {
		t.Error("another key does not make another link")
	}
	answer, told := sv.with("POST", "/api/v1/shorten", `{"longUrl":"https://example.com/other"}`, "Idempotency-Key: one")
	if answer.StatusCode != 400 || !strings.Contains(told, `"field":"Idempotency-Key"`) {
		t.Errorf("another link is answered %d %s", answer.StatusCode, told)
	}
}

func TestBulkIsAllOrNothing(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	link := sv.withClicks(t)
	id := link.ID
	before := sv.ok(t, "GET", "/api/v1/links", "")
	const good = `{"longUrl":"https://example.com/"}`
	for name, c := range map[string]struct {
		method, body string
		status       int
		field        string
	}{
		"a bad URL":                 {"POST", `{"links":[` + good + `,{"longUrl":"x"}]}`, 400, "links[1].longUrl"},
		"no URL":                    {"POST", `{"links":[` + good + `,{}]}`, 400, "links[1].longUrl"},
		"a wrong type":              {"POST", `{"links":[` + good + `,{"longUrl":"https://example.com/","tags":"x"}]}`, 400, "links[1].tags"},
		"an unknown field":          {"POST", `{"links":[` + good + `,{"colour":"red"}]}`, 400, "links[1].colour"},
		"a code twice":              {"POST", `{"links":[{"longUrl":"https://example.com/","shortCode":"x1"},{"longUrl":"https://example.com/","short_code":"x1"}]}`, 409, "links[1].short_code"},
		"no links":                  {"POST", `{"links":[]}`, 400, "links"},
		"nothing":                   {"POST", `{}`, 400, "links"},
		"no list":                   {"POST", `{"links":{}}`, 400, "links"},
		"too many":                  {"POST", `{"links":[` + strings.Repeat(good+",", 1000) + good + `]}`, 400, "links"},
		"too many passwords":        {"POST", `{"links":[` + strings.Repeat(`{"password":null},`, 20) + `{"password":"x"}]}`, 400, "links[20].password"},
		"a null for a link":         {"POST", `{"links":[null]}`, 400, "links[0].longUrl"},
		"a change without id":       {"PATCH", `{"links":[{"id":"{id}","name":"x"},{"name":"y"}]}`, 400, "links[1].id"},
		"a change of nobody":        {"PATCH", `{"links":[{"id":"{id}","name":"x"},{"id":"nobody"}]}`, 404, "links[1].id"},
		"a change twice":            {"PATCH", `{"links":[{"id":"{id}","name":"x"},{"id":"{id}","name":"y"}]}`, 400, "links[1].id"},
		"a bad change":              {"PATCH", `{"links":[{"id":"{id}","long_url":""}]}`, 400, "links[0].long_url"},
		"a bad rule":                {"PATCH", `{"links":[{"id":"{id}","traffic_routing":[{"condition":"geo","value":"ZZ","destination":"https://a.test/"}]}]}`, 400, "links[0].traffic_routing[0].value"},
		"a removal of nobody":       {"DELETE", `{"ids":["{id}","nobody"]}`, 404, "ids[1]"},
		"a removal twice":           {"DELETE", `{"ids":["{id}","{id}"]}`, 404, "ids[1]"},
		"a removal of nothing":      {"DELETE", `{"ids":[]}`, 400, "ids"},
		"a removal of a wrong type": {"DELETE", `{"ids":[7]}`, 400, "ids[0]"},
	} {
		t.Run(name, func(t *testing.T) {
			status, message, fields := sv.refused(t, c.method, "/api/v1/links/bulk", strings.ReplaceAll(c.body, "{id}", id))
			if status != c.status || len(fields) == 0 || fields[0] != c.field {
				t.Errorf("answered %d %q naming %q, want %d naming %s", status, message, fields, c.status, c.field)
			}
		})
	}
	if after := sv.ok(t, "GET", "/api/v1/links", ""); len(after["links"].([]any)) != len(before["links"].([]any)) {
		t.Error("a refused call made links")
	}
	checkUntouched(t, sv, link)
}

func TestAThousandLinksInOneCall(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	made := sv.ok(t, "POST", "/api/v1/links/bulk", `{"links":[`+strings.Repeat(`{"longUrl":"https://example.com/"},`, 999)+`{"longUrl":"https://example.com/"}]}`)["links"].([]any)
	if len(made) != 1000 {
		t.Fatalf("made %d links", len(made))
	}
	var ids, changes []string
	for i, link := range made {
		id := link.(object)["id"].(string)
		ids = append(ids, `"`+id+`"`)
		changes = append(changes, fmt.Sprintf(`{"id":"%s","name":"%d"}`, id, i))
	}
	changed := sv.ok(t, "PATCH", "/api/v1/links/bulk", `{"links":[`+strings.Join(changes, ",")+`]}`)["links"].([]any)
	if len(changed) != 1000 || changed[999].(object)["name"] != "999" {
		t.Errorf("changed %d links, the last is %v", len(changed), changed[len(changed)-1])
	}
	sv.ok(t, "DELETE", "/api/v1/links/bulk", `{"ids":[`+strings.Join(ids, ",")+`]}`)
	if left := sv.ok(t, "GET", "/api/v1/links", "")["links"].([]any); len(left) != 0 {
		t.Errorf("%d links are left", len(left))
	}
}

func TestWhoChangedALink(t *testing.T) {
	sv := newServer(t, nil)
	id := sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/"}`)["id"].(string)
	tokens, err := sv.shortener.Tokens(t.Context(), "")
	if err != nil || len(tokens) != 1 {
		t.Fatal(tokens, err)
	}
	history, err := sv.shortener.LinkRevisions(t.Context(), "", id)
	if err != nil || len(history) != 1 || history[0].Actor != tokens[0].ID {
		t.Errorf("history is %+v, %v", history, err)
	}
}

func TestAKeyIsForOneRequestByteForByte(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: generous()})
	const path, body = "/api/v1/shorten", `{"longUrl":"https://example.com/","password":"sesame"}`
	key := "Idempotency-Key: one"
	if answer, told := sv.with("POST", path, body, key); answer.StatusCode != http.StatusOK {
		t.Fatalf("answered %d %s", answer.StatusCode, told)
	}
	for name, c := range map[string]struct{ path, body string }{
		"another password": {path, `{"longUrl":"https://example.com/","password":"simsim"}`},
		"no password":      {path, `{"longUrl":"https://example.com/"}`},
		"a null password":  {path, `{"longUrl":"https://example.com/","password":null}`},
		"another name":     {path, `{"long_url":"https://example.com/","password":"sesame"}`},
		"a further field":  {path, `{"longUrl":"https://example.com/","password":"sesame","name":""}`},
		"another order":    {path, `{"password":"sesame","longUrl":"https://example.com/"}`},
		"another spacing":  {path, body + " "},
		"a repeated field": {path, `{"longUrl":"https://example.com/","password":"x","password":"sesame"}`},
		"a query":          {path + "?", body},
	} {
		if answer, told := sv.with("POST", c.path, c.body, key); answer.StatusCode != http.StatusBadRequest || !strings.Contains(told, `"field":"Idempotency-Key"`) {
			t.Errorf("%s: answered %d %s", name, answer.StatusCode, told)
		}
	}
	if answer, told := sv.with("POST", path, body, key); answer.Header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("the same request: answered %d %s", answer.StatusCode, told)
	}
	if answer, told := sv.with("POST", "/api/v1/links/bulk", `{"links":[`+body+`]}`, key); answer.StatusCode != http.StatusBadRequest || !strings.Contains(told, "only for single links") {
		t.Errorf("several links: answered %d %s", answer.StatusCode, told)
	}
}
