package routing_test

import (
	"encoding/json"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/routing"
)

func FuzzRuleJSON(f *testing.F) {
	f.Add([]byte(`{"id":"geo-us","condition":"geo","value":"US,CA","destination":"https://example.com/us"}`))
	f.Add([]byte(`{"condition":"percentage","percentage":33.3,"utm_source":"a","split":"s"}`))
	f.Add([]byte(`{"clauses":[{"condition":"time","value":"09:00-17:00","not":true}],"timezone":"Asia/Tokyo"}`))
	f.Add([]byte(`{"clauses":[],"condition":""}`))
	f.Add([]byte(`{"clauses":[{}],"percentage":1e400}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var rule, back routing.Rule
		if json.Unmarshal(data, &rule) != nil {
			return
		}
		written, err := json.Marshal(rule)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(written, &back); err != nil || !reflect.DeepEqual(rule, back) {
			t.Fatalf("%+v became %+v through %s: %v", rule, back, written, err)
		}
	})
}

// FuzzRoute compiles any clause, and the table must decide as it does when the
// value is spelt differently.
func FuzzRoute(f *testing.F) {
	for condition, all := range values {
		for _, value := range all {
			f.Add(condition, value, "Europe/Berlin", 33.3, "https://google.com/", "US")
		}
	}
	f.Fuzz(func(t *testing.T, condition, value, zone string, percentage float64, referer, country string) {
		rules := []routing.Rule{
			{Clauses: []routing.Clause{{Condition: condition, Value: value}}, Timezone: zone, Percentage: &percentage},
			{Clauses: []routing.Clause{{Condition: condition, Value: value, Not: condition != "percentage"}}, Timezone: zone},
			{},
		}
		rules, err := routing.Prepare(rules, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		table, err := routing.Compile(rules, nil)
		if err != nil {
			return
		}
		v := &routing.Visit{Referer: referer, Place: routing.Place{Country: country}}
		d := table.Route(v)
		if d.Rule < 0 || d.Rule > 2 {
			t.Fatalf("decided %+v", d)
		}
		if len(d.Draws) == 0 && d.Rule != 1 {
			t.Fatal("neither a clause nor its opposite matched")
		}
		if again := table.Route(v); again.Rule != d.Rule {
			t.Fatalf("decided %d, then %d", d.Rule, again.Rule)
		}
	})
}

func FuzzReferer(f *testing.F) {
	f.Add("https://www.google.com/search?q=a")
	f.Add("android-app://com.example/")
	f.Add("http://user@[::1]:80/")
	f.Add("https://a\\b@c#d?e")
	f.Fuzz(func(t *testing.T, referer string) {
		host := (&routing.Visit{Referer: referer}).RefererHost()
		if len(host) > 253 || strings.ContainsAny(host, " /\\?#@\r\n\"<>%") || !utf8.ValidString(host) {
			t.Fatalf("the host of %q is %q", referer, host)
		}
		if u, err := url.Parse(referer); err == nil && host != "" && !strings.Contains(referer, `\`) {
			if want := strings.TrimSuffix(u.Hostname(), "."); want != host {
				t.Fatalf("the host of %q is %q, not %q", referer, want, host)
			}
		}
	})
}

func FuzzSetUTM(f *testing.F) {
	f.Add("https://example.com/?a=1&utm_source=x#f", "news", "e mail")
	f.Add("https://user@example.com?utm%5Fsource&&utm_source", "#", "&=%")
	f.Add("myapp://x", "a", "b")
	f.Fuzz(func(t *testing.T, dest, source, term string) {
		got := routing.SetUTM(dest, routing.UTM{Source: source, Term: term})
		if got == dest {
			return
		}
		sameSite(t, dest, got)
		if again := routing.SetUTM(got, routing.UTM{Source: source, Term: term}); again != got {
			t.Fatalf("set twice: %q, then %q", got, again)
		}
		isUTM := func(p string) bool {
			name, _, _ := strings.Cut(p, "=")
			name, err := url.QueryUnescape(name)
			return err == nil && (name == "utm_source" && source != "" || name == "utm_term" && term != "")
		}
		if before, after := others(dest, isUTM), others(got, isUTM); strings.TrimRight(before, "&") != strings.TrimRight(after, "&") {
			t.Fatalf("other parameters went from %q to %q", before, after)
		}
	})
}

func FuzzForwardQuery(f *testing.F) {
	f.Add("https://example.com/?a=1#f", "a=2&b=3&qr=1")
	f.Add("https://example.com?", "a=#\r\n&\xff=%")
	f.Add("http://h/?%61", "a&lbid")
	f.Fuzz(func(t *testing.T, dest, query string) {
		got := routing.ForwardQuery(dest, query)
		if got == dest {
			return
		}
		sameSite(t, dest, got)
		head, fragment := cutFragment(dest)
		added, ok := strings.CutPrefix(got, head)
		if !ok || !strings.HasSuffix(added, fragment) {
			t.Fatalf("%q does not stand in %q as it was", dest, got)
		}
		added = strings.TrimSuffix(added, fragment)
		if strings.ContainsFunc(added, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '#' }) {
			t.Fatalf("appended %q", added)
		}
		if len(got) > 8192 {
			t.Fatalf("made a URL of %d bytes", len(got))
		}
	})
}

// cutFragment cuts a URL before its number sign.
func cutFragment(u string) (head, fragment string) {
	if i := strings.Index(u, "#"); i >= 0 {
		return u[:i], u[i:]
	}
	return u, ""
}

// others returns a URL's parameters that do not answer to drop.
func others(u string, drop func(string) bool) string {
	head, _ := cutFragment(u)
	_, query, _ := strings.Cut(head, "?")
	var kept []string
	for p := range strings.SplitSeq(query, "&") {
		if !drop(p) {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "&")
}

// sameSite fails unless both URLs lead to the same scheme, host and path.
func sameSite(t *testing.T, before, after string) {
	t.Helper()
	b, err := url.Parse(before)
	if err != nil {
		return
	}
	a, err := url.Parse(after)
	if err != nil {
		t.Fatalf("%q became %q: %v", before, after, err)
	}
	if a.Scheme != b.Scheme || a.Host != b.Host || a.EscapedPath() != b.EscapedPath() || a.EscapedFragment() != b.EscapedFragment() {
		t.Fatalf("%q became %q", before, after)
	}
}
