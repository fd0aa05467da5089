package linkpackv1_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
)

// told is an error as clients decode it.
type told struct {
	Error   string
	Details []struct{ Field, Reason string }
}

// refused makes a request that must fail and returns status and named fields.
func (sv *server) refused(t *testing.T, method, target, body string) (status int, message string, fields []string) {
	t.Helper()
	status, answer := sv.call(secret, method, target, body)
	var parsed told
	decoder := json.NewDecoder(strings.NewReader(answer))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&parsed); err != nil || parsed.Error == "" || status < 400 {
		t.Fatalf("%s %s: answered %d %s", method, target, status, answer)
	}
	for _, detail := range parsed.Details {
		if detail.Reason == "" {
			t.Errorf("%s has no reason", detail.Field)
		}
		fields = append(fields, detail.Field)
	}
	return status, parsed.Error, fields
}

func TestBadInputNamesTheFieldAsTheClientDid(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	link := sv.withClicks(t)
	before := sv.ok(t, "GET", "/api/v1/links", "")
	const post, patch = "POST /api/v1/shorten", "PATCH /api/v1/link/{id}"
	for name, c := range map[string]struct {
		request, body, field string
	}{
		"no destination":               {post, `{}`, "longUrl"},
		"null for a destination":       {post, `{"long_url":null}`, "long_url"},
		"clearing the destination":     {patch, `{"long_url":null}`, "long_url"},
		"the other name on PATCH":      {patch, `{"longUrl":""}`, "longUrl"},
		"not a URL":                    {post, `{"longUrl":"example.com"}`, "longUrl"},
		"a script":                     {post, `{"long_url":"javascript:alert(1)"}`, "long_url"},
		"a loop":                       {post, `{"longUrl":"https://linkpack.test/abc123"}`, "longUrl"},
		"both names, different":        {post, `{"longUrl":"https://a.test/","long_url":"https://b.test/"}`, "long_url"},
		"both codes, different":        {post, `{"longUrl":"https://a.test/","shortCode":"a1","short_code":"b1"}`, "short_code"},
		"a number for a URL":           {post, `{"longUrl":7}`, "longUrl"},
		"a malformed code":             {post, `{"longUrl":"https://a.test/","shortCode":"a/b"}`, "shortCode"},
		"a reserved code":              {post, `{"longUrl":"https://a.test/","short_code":"api"}`, "short_code"},
		"clearing the code":            {patch, `{"shortCode":null}`, "shortCode"},
		"another host's domain":        {post, `{"longUrl":"https://a.test/","domain":"evil.test"}`, "domain"},
		"a long name":                  {post, `{"longUrl":"https://a.test/","name":"` + strings.Repeat("x", 201) + `"}`, "name"},
		"an empty tag":                 {patch, `{"tags":["a",""]}`, "tags[1]"},
		"a number for a tag":           {patch, `{"tags":["a",1]}`, "tags[1]"},
		"text for tags":                {patch, `{"tags":"a"}`, "tags"},
		"a number for metadata":        {patch, `{"metadata":{"j":"","k":1}}`, "metadata[k]"},
		"a long parameter":             {patch, `{"utm_term":"` + strings.Repeat("x", 501) + `"}`, "utm_term"},
		"a negative limit":             {patch, `{"max_clicks":-1}`, "max_clicks"},
		"text for an alias":            {patch, `{"aliases":[{"short_code":"a"},"b"]}`, "aliases[1]"},
		"a number for an alias":        {patch, `{"aliases":[{"short_code":"a"},{"short_code":5}]}`, "aliases[1].short_code"},
		"a number for a script":        {patch, `{"retargeting_scripts":[{"content":5}]}`, "retargeting_scripts[0].content"},
		"text for one of many":         {"POST /api/v1/links/bulk", `{"links":[{"longUrl":"https://a.test/"},"b"]}`, "links[1]"},
		"a number for one of many ids": {"DELETE /api/v1/links/bulk", `{"ids":["a",1]}`, "ids[1]"},
		"an unknown zone":              {patch, `{"timezone":"Mars/Phobos"}`, "timezone"},
		"text for a flag":              {patch, `{"forward_query":"yes"}`, "forward_query"},
		"a status of no redirect":      {patch, `{"redirect_status":200}`, "redirect_status"},
		"a part for a status":          {patch, `{"redirect_status":307.5}`, "redirect_status"},
		"a date for a time":            {patch, `{"starts_at":"2026-01-01"}`, "starts_at"},
		"a number for a time":          {patch, `{"expires_at":1767225600}`, "expires_at"},
		"a time after all years":       {patch, `{"expires_at":"9999-12-31T23:00:00-12:00"}`, "expires_at"},
		"a time before all years":      {patch, `{"starts_at":"0000-01-01T00:00:00+12:00"}`, "starts_at"},
		"a control character":          {patch, `{"group":"a\u0085"}`, "group"},
		"an end before the start":      {patch, `{"starts_at":"2026-01-02T00:00:00Z","expires_at":"2026-01-01T00:00:00Z"}`, "expires_at"},
		"an object for rules":          {patch, `{"traffic_routing":{}}`, "traffic_routing"},
		"null for a rule":              {patch, `{"traffic_routing":[null]}`, "traffic_routing[0]"},
		"text for a rule":              {patch, `{"traffic_routing":["US"]}`, "traffic_routing[0]"},
		"a rule without condition":     {patch, `{"traffic_routing":[{"destination":"https://a.test/"}]}`, "traffic_routing[0].condition"},
		"an unknown condition":         {patch, `{"traffic_routing":[{"condition":"mood","value":"good","destination":"https://a.test/"}]}`, "traffic_routing[0].condition"},
		"an unknown country":           {patch, `{"traffic_routing":[{"condition":"geo","value":"ZZ","destination":"https://a.test/"}]}`, "traffic_routing[0].value"},
		"a range of no length":         {patch, `{"traffic_routing":[{"condition":"time","value":"09:00-09:00","destination":"https://a.test/"}]}`, "traffic_routing[0].value"},
		"a rule's unknown zone":        {patch, `{"traffic_routing":[{"condition":"time","value":"09:00-10:00","timezone":"X/Y","destination":"https://a.test/"}]}`, "traffic_routing[0].timezone"},
		"a rule's script":              {patch, `{"traffic_routing":[{"condition":"geo","value":"US","destination":"javascript:x"}]}`, "traffic_routing[0].destination"},
		"text for a percentage":        {patch, `{"traffic_routing":[{"condition":"percentage","percentage":"50","destination":"https://a.test/"}]}`, "traffic_routing[0].percentage"},
		"a share over 100":             {patch, `{"traffic_routing":[{"condition":"percentage","percentage":101,"destination":"https://a.test/"}]}`, "traffic_routing[0].percentage"},
		"a value of the second clause": {patch, `{"traffic_routing":[{"clauses":[{"condition":"geo","value":"US"},{"condition":"device","value":"Toaster"}],"destination":"https://a.test/"}]}`, "traffic_routing[0].clauses[1].value"},
		"a number for a parameter":     {patch, `{"traffic_routing":[{"condition":"geo","value":"US","utm_source":5,"destination":"https://a.test/"}]}`, "traffic_routing[0].utm_source"},
		"text for a clause's flag":     {patch, `{"traffic_routing":[{"clauses":[{"condition":"geo","value":"US"},{"condition":"os","value":"iOS","not":"yes"}],"destination":"https://a.test/"}]}`, "traffic_routing[0].clauses[1].not"},
		"a list of one clause":         {patch, `{"traffic_routing":[{"clauses":[{"condition":"geo","value":"ZZ"}],"destination":"https://a.test/"}]}`, "traffic_routing[0].value"},
		"a value of 2,004 bytes":       {patch, `{"traffic_routing":[{"condition":"time","value":"` + strings.Repeat("00:01-00:00,", 167) + `","destination":"https://a.test/"}]}`, "traffic_routing[0].value"},
		"a share that would be 0":      {patch, `{"traffic_routing":[{"condition":"percentage","percentage":1e-9,"destination":"https://a.test/"}]}`, "traffic_routing[0].percentage"},
		"more rules than are allowed":  {patch, `{"traffic_routing":[` + strings.Repeat("1,", 1000) + `1]}`, "traffic_routing"},
		"a limit of 0":                 {"GET /api/v1/links?limit=0", "", "limit"},
		"a limit that is no number":    {"GET /api/v1/links?limit=ten", "", "limit"},
		"a limit over 1000":            {"GET /api/v1/links?limit=1001", "", "limit"},
		"a repeated limit":             {"GET /api/v1/links?limit=1&limit=2", "", "limit"},
		"a repeated tag":               {"GET /api/v1/links?tag=a&sort=name&tag=b", "", "tag"},
		"a repeated search":            {"GET /api/v1/links?search=&search=a", "", "search"},
		"a search without end":         {"GET /api/v1/links?search=" + strings.Repeat("a", 8193), "", "search"},
		"a cursor of nobody":           {"GET /api/v1/links?cursor=%00nothing", "", "cursor"},
		"a start that is no date":      {"GET /api/v1/stats/abc123?startDate=yesterday", "", "startDate"},
		"a start that never was":       {"GET /api/v1/stats/abc123?startDate=2026-02-29", "", "startDate"},
		"an end with a time":           {"GET /api/v1/stats/abc123?endDate=2026-03-11T00:00:00Z", "", "endDate"},
		"an end before its start":      {"GET /api/v1/stats/abc123?startDate=2026-03-12&endDate=2026-03-11", "", "endDate"},
		"more days than are counted":   {"GET /api/v1/stats/abc123?startDate=2001-01-01&endDate=2126-01-01", "", "endDate"},
		"an end in a thousand years":   {"GET /api/v1/stats/abc123?endDate=9999-12-31", "", "endDate"},
		"before there were clicks":     {"GET /api/v1/stats/abc123?startDate=0001-01-01", "", "startDate"},
	} {
		t.Run(name, func(t *testing.T) {
			method, target, _ := strings.Cut(strings.ReplaceAll(c.request, "{id}", link.ID), " ")
			status, message, fields := sv.refused(t, method, target, c.body)
			if status != http.StatusBadRequest || !slices.Contains(fields, c.field) {
				t.Errorf("answered %d %q, naming %q, want %s", status, message, fields, c.field)
			}
			for _, field := range fields {
				if strings.HasPrefix(field, "rules") || strings.HasPrefix(field, "destination") {
					t.Errorf("%s is a word of the engine", field)
				}
			}
		})
	}
	if after := sv.ok(t, "GET", "/api/v1/links", ""); len(after["links"].([]any)) != len(before["links"].([]any)) {
		t.Error("a refused request made a link")
	}
	checkUntouched(t, sv, link)
}

func TestBadRequestsWithoutFields(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	link := sv.withClicks(t)
	for name, c := range map[string]struct {
		request, body string
		status        int
	}{
		"not JSON":                 {"POST /api/v1/shorten", `longUrl`, 400},
		"truncated":                {"POST /api/v1/shorten", `{"longUrl":"https://a.test/"`, 400},
		"trailing data":            {"POST /api/v1/shorten", `{"longUrl":"https://a.test/"}{}`, 400},
		"a list":                   {"POST /api/v1/shorten", `[]`, 400},
		"null":                     {"POST /api/v1/shorten", `null`, 400},
		"null on PATCH":            {"PATCH /api/v1/link/{id}", ` null`, 400},
		"a list on PATCH":          {"PATCH /api/v1/link/{id}", `[]`, 400},
		"text on PATCH":            {"PATCH /api/v1/link/{id}", `""`, 400},
		"no body":                  {"PATCH /api/v1/link/{id}", ``, 400},
		"too large":                {"POST /api/v1/shorten", `{"longUrl":"` + strings.Repeat("a", 1<<20) + `"}`, 413},
		"a taken code":             {"POST /api/v1/shorten", `{"longUrl":"https://a.test/","short_code":"second"}`, 409},
		"a taken code on PATCH":    {"PATCH /api/v1/link/{id}", `{"short_code":"second"}`, 409},
		"a malformed query":        {"GET /api/v1/links?limit=%zz", ``, 400},
		"a link of nobody":         {"GET /api/v1/link/nobody", ``, 404},
		"a change of nobody":       {"PATCH /api/v1/link/nobody", `{"name":"x"}`, 404},
		"a hostile id":             {"GET /api/v1/link/default%00" + link.ID, ``, 404},
		"an id of another folder":  {"GET /api/v1/link/..%2f" + link.ID, ``, 404},
		"an id that is no UTF-8":   {"GET /api/v1/link/%ff%fe", ``, 404},
		"an id without end":        {"GET /api/v1/link/" + strings.Repeat("a", 64<<10), ``, 404},
		"statistics of nobody":     {"GET /api/v1/stats/nobody", ``, 404},
		"statistics of no domain":  {"GET /api/v1/stats/abc123?domain=evil.test", ``, 404},
		"statistics of other code": {"GET /api/v1/stats/abc123?domain=go.example.org", ``, 404},
	} {
		t.Run(name, func(t *testing.T) {
			method, target, _ := strings.Cut(strings.ReplaceAll(c.request, "{id}", link.ID), " ")
			if status, message, _ := sv.refused(t, method, target, c.body); status != c.status {
				t.Errorf("answered %d %q, want %d", status, message, c.status)
			}
		})
	}
	checkUntouched(t, sv, link)
}

func TestATakenCodeIsNamedAsTheClientDid(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	link := sv.withClicks(t)
	for body, want := range map[string]string{
		`POST /api/v1/shorten {"longUrl":"https://a.test/","short_code":"second"}`:                                                 "short_code",
		`POST /api/v1/shorten {"longUrl":"https://a.test/","aliases":[{"short_code":"free"},{"short_code":"second"}]}`:             "aliases[1].short_code",
		`PATCH /api/v1/link/` + link.ID + ` {"aliases":[{"short_code":"second"}]}`:                                                 "aliases[0].short_code",
		`POST /api/v1/links/bulk {"links":[{"longUrl":"https://a.test/"},{"longUrl":"https://a.test/","shortCode":"second"}]}`:     "links[1].shortCode",
		`PATCH /api/v1/links/bulk {"links":[{"id":"` + link.ID + `","name":"x","aliases":[{"short_code":"second"}]}]}`:             "links[0].aliases[0].short_code",
		`POST /api/v1/links/bulk {"links":[{"longUrl":"https://a.test/","aliases":[{"short_code":"second"}],"short_code":"new"}]}`: "links[0].aliases[0].short_code",
	} {
		method, rest, _ := strings.Cut(body, " ")
		target, body, _ := strings.Cut(rest, " ")
		if status, _, fields := sv.refused(t, method, target, body); status != http.StatusConflict || !slices.Equal(fields, []string{want}) {
			t.Errorf("%s: answered %d, naming %q, want %q", body, status, fields, want)
		}
	}
	checkUntouched(t, sv, link)
}

func TestMessagesNameOnlyIDsThatWereSent(t *testing.T) {
	sv := newServer(t, nil)
	for id, want := range map[string]string{
		"":          `traffic_routing[0].value: "ZZ" is not a country; use an ISO 3166-1 alpha-2 code such as US`,
		`"id":"z",`: `traffic_routing[0].value: "ZZ" is not a country; use an ISO 3166-1 alpha-2 code such as US (rule "z")`,
	} {
		_, message, _ := sv.refused(t, "POST", "/api/v1/shorten", `{"longUrl":"https://a.test/","traffic_routing":[{`+id+`"condition":"geo","value":"ZZ","destination":"https://b.test/"}]}`)
		if message != want {
			t.Errorf("told %q, want %q", message, want)
		}
	}
}

func TestLimitIsTenPerSecond(t *testing.T) {
	sv := newServer(t, nil)
	for i := range 11 {
		want := http.StatusOK
		if i == 10 {
			want = http.StatusTooManyRequests
		}
		if status, _ := sv.call(secret, "GET", "/api/v1/links", ""); status != want {
			t.Errorf("request %d: status is %d, want %d", i, status, want)
		}
	}
}

// FuzzShorten checks that no body causes a server error.
func FuzzShorten(f *testing.F) {
	for _, seed := range []string{
		`{"longUrl":"https://a.test/"}`, `{"long_url":"https://a.test/","tags":["a"],"metadata":{"a":"b"}}`, `null`, `{"traffic_routing":[{}]}`,
		`{"longUrl":"https://a.test/","traffic_routing":[{"clauses":[{"condition":"geo","value":"US","not":true}],"destination":"https://b.test/"}]}`,
		`{"starts_at":"2026-01-01T00:00:00Z","expires_at":null,"redirect_status":301}`, `{"longUrl":"https://a.test/","expires_at":"9999-12-31T23:00:00-12:00"}`, `{"shortCode":"é","domain":"\u0000"}`,
	} {
		f.Add(seed)
	}
	sv := newServer(f, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1 << 30}})
	f.Fuzz(func(t *testing.T, body string) {
		if status, answer := sv.call(secret, "POST", "/api/v1/shorten", body); status >= 500 {
			t.Errorf("answered %d %s", status, answer)
		}
	})
}
