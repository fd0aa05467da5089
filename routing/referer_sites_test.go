package routing_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

func TestADomainIncludesTheHostsOfItsSiteAndNoOtherDomain(t *testing.T) {
	for rule, hosts := range map[string]struct{ yes, no []string }{
		"facebook.com":         {[]string{"facebook.com", "www.facebook.com", "m.facebook.com", "l.facebook.com", "LM.Facebook.com."}, []string{"facebook.de", "fb.com", "notfacebook.com"}},
		"google.com,google.de": {[]string{"www.google.com", "news.google.de"}, []string{"google.co.uk", "google.com.br"}},
		"a.org,b.a.org":        {[]string{"a.org", "b.a.org", "c.b.a.org"}, []string{"org", "ba.org"}},
		"org":                  {[]string{"a.org", "org"}, []string{"org.com", "a.borg"}},
	} {
		table := only(t, "referer", rule)
		matches := func(host string) bool {
			return table.Route(&routing.Visit{Referer: "https://" + host + "/page"}).Rule == 0
		}
		for _, host := range hosts.yes {
			if !matches(host) {
				t.Errorf("%s does not match %s", rule, host)
			}
		}
		for _, host := range hosts.no {
			if matches(host) {
				t.Errorf("%s matches %s", rule, host)
			}
		}
	}
}
