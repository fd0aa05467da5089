package routing_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

func TestSetUTM(t *testing.T) {
	news := routing.UTM{Source: "news", Medium: "e mail"}
	for _, c := range []struct {
		name, url string
		utm       routing.UTM
		want      string
	}{
		{"missing parameters are appended in order", "https://x.org/a", news, "https://x.org/a?utm_source=news&utm_medium=e%20mail"},
		{"to the query that is there", "https://x.org/?b=1", news, "https://x.org/?b=1&utm_source=news&utm_medium=e%20mail"},
		{"to an empty query", "https://x.org?", routing.UTM{Term: "a"}, "https://x.org?utm_term=a"},
		{"after a last ampersand", "https://x.org/?b&", routing.UTM{Term: "a"}, "https://x.org/?b&utm_term=a"},
		{"before the fragment", "https://x.org/#a?b=c", routing.UTM{Term: "a"}, "https://x.org/?utm_term=a#a?b=c"},
		{"the same name is replaced in place", "https://x.org/?a=1&utm_source=old&b=2", routing.UTM{Source: "new"}, "https://x.org/?a=1&utm_source=new&b=2"},
		{"further ones are removed", "https://x.org/?utm_source=1&a&utm_source=2&&utm_source", routing.UTM{Source: "new"}, "https://x.org/?utm_source=new&a&"},
		{"an escaped name is the same name", "https://x.org/?utm%5Fsource=old", routing.UTM{Source: "new"}, "https://x.org/?utm_source=new"},
		{"a longer name is another name", "https://x.org/?utm_source2=a", routing.UTM{Source: "new"}, "https://x.org/?utm_source2=a&utm_source=new"},
		{"so is one in capitals", "https://x.org/?UTM_SOURCE=a", routing.UTM{Source: "new"}, "https://x.org/?UTM_SOURCE=a&utm_source=new"},
		{"what is not set is left alone", "https://x.org/?utm_source=a&utm_term=b", routing.UTM{Term: "c"}, "https://x.org/?utm_source=a&utm_term=c"},
		{"other bytes stay as they are", "HTTPS://X.org/%7e/?q=a+b%20c;d&&=&é#%zz", routing.UTM{Term: "t"}, "HTTPS://X.org/%7e/?q=a+b%20c;d&&=&é&utm_term=t#%zz"},
		{"values are encoded", "https://x.org", routing.UTM{Content: "a&b=c#d?é+\n%"}, "https://x.org?utm_content=a%26b%3Dc%23d%3F%C3%A9%2B%0A%25"},
		{"all five come in their order", "https://x.org", routing.UTM{Source: "1", Medium: "2", Campaign: "3", Term: "4", Content: "5"}, "https://x.org?utm_source=1&utm_medium=2&utm_campaign=3&utm_term=4&utm_content=5"},
		{"an app's URL is left alone", "myapp://open?a=1", news, "myapp://open?a=1"},
		{"so is one that only looks like the web's", "httpſ://x.org", news, "httpſ://x.org"},
		{"nothing set, nothing done", "https://x.org/?&", routing.UTM{}, "https://x.org/?&"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := routing.SetUTM(c.url, c.utm); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestTheRulesUTMWinsWhereItIsSet(t *testing.T) {
	rule := routing.UTM{Source: "rule", Content: "rule"}
	link := routing.UTM{Source: "link", Medium: "link", Campaign: "link", Term: "link"}
	want := routing.UTM{Source: "rule", Medium: "link", Campaign: "link", Term: "link", Content: "rule"}
	if got := rule.Or(link); got != want {
		t.Errorf("got %+v", got)
	}
}
