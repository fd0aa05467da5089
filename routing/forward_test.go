package routing_test

import (
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

func TestForwardQuery(t *testing.T) {
	for _, c := range []struct{ name, url, query, want string }{
		{"parameters are appended", "https://x.org/", "a=1&b=2", "https://x.org/?a=1&b=2"},
		{"to the query that is there", "https://x.org/?c=3#f", "a=1", "https://x.org/?c=3&a=1#f"},
		{"to an empty query", "https://x.org/?#f", "a=1", "https://x.org/?a=1#f"},
		{"after a last ampersand", "https://x.org/?c&", "a=1", "https://x.org/?c&a=1"},
		{"the link's own win", "https://x.org/?a=1", "a=2&b=3", "https://x.org/?a=1&b=3"},
		{"also when escaped", "https://x.org/?a%20b=1", "a+b=2&%61+b=3", "https://x.org/?a%20b=1"},
		{"the link's campaign wins", "https://x.org/?utm_source=link", "utm_source=visitor&utm_term=t", "https://x.org/?utm_source=link&utm_term=t"},
		{"several of one name are all forwarded", "https://x.org/", "a=1&a=2", "https://x.org/?a=1&a=2"},
		{"the engine's own are not", "https://x.org/", "qr=1&lbid=x&a=1&%71r=2&lbi%64", "https://x.org/?a=1"},
		{"empty ones are not", "https://x.org/", "&&a&", "https://x.org/?a"},
		{"escapes stay as they are", "https://x.org/", "a=%2f+%C3%a9", "https://x.org/?a=%2f+%C3%a9"},
		{"what cannot stand in a query is encoded", "https://x.org/", "a=#b c\r\nX: é\"<>\\;'%zz%", "https://x.org/?a=%23b%20c%0D%0AX:%20%C3%A9%22%3C%3E%5C%3B%27%25zz%25"},
		{"an app's URL is left alone", "myapp://open", "a=1", "myapp://open"},
		{"so is one without a host", "https:///x.org", "a=1", "https:///x.org"},
		{"no query, nothing done", "https://x.org/?", "", "https://x.org/?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := routing.ForwardQuery(c.url, c.query); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestForwardQueryStopsAtTheLongestURL(t *testing.T) {
	url := "https://x.org/?own=" + strings.Repeat("x", 8000) + "#end"
	got := routing.ForwardQuery(url, "a=1&b="+strings.Repeat(" ", 100)+"&c=1")
	if want := strings.Replace(url, "#", "&a=1#", 1); got != want {
		t.Errorf("forwarded %q", got[8000:])
	}
	long := "https://x.org/" + strings.Repeat("x", 9000)
	if got := routing.ForwardQuery(long, "a=1"); got != long {
		t.Error("made a URL longer that is too long already")
	}
}

func TestDestinationsThatNeedNothingCostNothing(t *testing.T) {
	const url = "https://example.com/a?b=c#d"
	allocations := testing.AllocsPerRun(100, func() {
		routing.SetUTM(url, routing.UTM{})
		routing.SetUTM("myapp://open", routing.UTM{Source: "a"})
		routing.ForwardQuery(url, "")
		routing.ForwardQuery(url, "qr=1&lbid=abc")
	})
	if allocations != 0 {
		t.Errorf("%v allocations", allocations)
	}
}

// TestAVisitorsSemicolonDividesNoParameters keeps the link's parameters on servers that
// divide at semicolons, too.
func TestAVisitorsSemicolonDividesNoParameters(t *testing.T) {
	for query, want := range map[string]string{
		"x=1;utm_source=other": "https://x.org/?utm_source=own;v=1&x=1%3Butm_source=other",
		"x;y":                  "https://x.org/?utm_source=own;v=1&x%3By",
		"x=1%3By=2":            "https://x.org/?utm_source=own;v=1&x=1%3By=2",
	} {
		if got := routing.ForwardQuery("https://x.org/?utm_source=own;v=1", query); got != want {
			t.Errorf("%s makes %s, want %s", query, got, want)
		}
	}
}
