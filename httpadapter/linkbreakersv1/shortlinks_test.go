package linkbreakersv1_test

import (
	"net/url"
	"testing"
)

func TestAvailabilityOfShortlinks(t *testing.T) {
	sv := newServer(t, nil)
	sv.make(t, `{"destination":"https://example.com/","shortlink":"taken"}`)
	gone := sv.make(t, `{"destination":"https://example.com/","shortlink":"gone"}`)
	sv.call(t, secret, "DELETE", "/v1/links/"+gone["id"].(string), "")
	for _, try := range []struct{ token, shortlink, want string }{
		{secret, "free", `{"available":true}`},
		{secret, "gone", `{"available":true}`},
		{"others: " + secret, "gone", `{"available":false,"reason":"belonged to a link of another workspace, and is never given again"}`},
		{secret, "taken", `{"available":false,"reason":"is taken"}`},
		{"others: " + secret, "taken", `{"available":false,"reason":"is taken"}`},
		{secret, "v1", `{"available":false,"reason":"\"v1\" is reserved"}`},
		{secret, "a b", `{"available":false,"reason":"may have letters A-Z and a-z, digits, - and _ only"}`},
	} {
		answer, got := sv.call(t, try.token, "GET", "/v1/links/shortlink-availability?shortlink="+url.QueryEscape(try.shortlink), "")
		if answer.StatusCode != 200 || text(t, got) != try.want {
			t.Errorf("%q: %d %s", try.shortlink, answer.StatusCode, text(t, got))
		}
	}
	for _, query := range []string{"", "shortlink=", "shortlink=a&shortlink=b"} {
		answer, got := sv.call(t, secret, "GET", "/v1/links/shortlink-availability?"+query, "")
		details, _ := got["details"].([]any)
		if answer.StatusCode != 400 || len(details) != 1 || details[0].(map[string]any)["field"] != "shortlink" {
			t.Errorf("%q: %d %v", query, answer.StatusCode, got)
		}
	}
}

func TestARandomShortlinkIsFree(t *testing.T) {
	sv := newServer(t, nil)
	_, got := sv.call(t, secret, "GET", "/v1/links/shortlink-random", "")
	shortlink, _ := got["shortlink"].(string)
	if shortlink == "" {
		t.Fatal(got)
	}
	if _, got := sv.call(t, secret, "GET", "/v1/links/shortlink-availability?shortlink="+shortlink, ""); got["available"] != true {
		t.Errorf("%q: %v", shortlink, got)
	}
	if made := sv.make(t, `{"destination":"https://example.com/","shortlink":"`+shortlink+`"}`); made["shortlink"] != shortlink {
		t.Errorf("%v", made)
	}
}
