package routing_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

func TestSetLBID(t *testing.T) {
	for _, c := range []struct{ name, url, want string }{
		{"a URL without a query gets one", "https://x.org/a", "https://x.org/a?lbid=ID-_"},
		{"an empty query is filled", "https://x.org?", "https://x.org?lbid=ID-_"},
		{"it is the last parameter", "https://x.org/?b=1&utm_source=a", "https://x.org/?b=1&utm_source=a&lbid=ID-_"},
		{"after a last ampersand", "https://x.org/?b&", "https://x.org/?b&lbid=ID-_"},
		{"before the fragment", "https://x.org/#a?lbid=c", "https://x.org/?lbid=ID-_#a?lbid=c"},
		{"one that is there is removed", "https://x.org/?lbid=old&a=1", "https://x.org/?a=1&lbid=ID-_"},
		{"so are several", "https://x.org/?lbid=1&a&lbid&b&lbid=2#f", "https://x.org/?a&b&lbid=ID-_#f"},
		{"and one with an escaped name", "https://x.org/?l%62id=old", "https://x.org/?lbid=ID-_"},
		{"another name stays", "https://x.org/?lbid2=a&LBID=b", "https://x.org/?lbid2=a&LBID=b&lbid=ID-_"},
		{"other bytes stay as they are", "HTTPS://X.org/%7e/?q=a+b%20c;d&&=&é#%zz", "HTTPS://X.org/%7e/?q=a+b%20c;d&&=&é&lbid=ID-_#%zz"},
		{"an app's URL is left alone", "myapp://open?a=1", "myapp://open?a=1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := routing.SetLBID(c.url, "ID-_"); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func BenchmarkSetLBID(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		routing.SetLBID("https://example.com/launch?utm_source=news#top", "AZJhM2Zxc8OPpvxP0sWZJQ")
	}
	b.ReportMetric(1, "max-allocs/op")
}
