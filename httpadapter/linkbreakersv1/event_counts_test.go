package linkbreakersv1_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

func TestEventsAreTheClicksOfPeople(t *testing.T) {
	sv := newServer(t, nil)
	made := sv.make(t, `{"destination":"https://example.com/","shortlink":"one"}`)
	path := "/v1/links/" + made["id"].(string)
	sv.make(t, `{"destination":"https://example.com/","shortlink":"zoo"}`)
	sv.click(t, "one", 3)
	sv.click(t, "one?qr=1", 1)
	_, read := sv.call(t, secret, "GET", path, "")
	_, changed := sv.call(t, secret, "PATCH", path, `{"name":"x"}`)
	_, bulk := sv.call(t, secret, "POST", "/v1/links/bulk", `{"links":[{"destination":"https://example.com/","shortlink":"other"}]}`)
	_, list := sv.call(t, secret, "GET", "/v1/links?sortBy=LINK_SORT_FIELD_SHORTLINK&search=o", "")
	links := list["links"].([]any)
	for name, try := range map[string]struct {
		link any
		want string
	}{
		"made": {made, "0"}, "read": {read["link"], "4"}, "changed": {changed["link"], "4"},
		"made with others": {bulk["links"].([]any)[0], "0"},
		"listed":           {links[len(links)-1], "4"}, "listed without clicks": {links[0], "0"},
	} {
		if got := try.link.(map[string]any)["eventCount"]; got != try.want {
			t.Errorf("%s: eventCount %v, want %q", name, got, try.want)
		}
	}
}

func TestATokenThatMayNotReadGetsNoEventCount(t *testing.T) {
	sv := newServer(t, nil)
	path := "/v1/links/" + sv.make(t, `{"destination":"https://example.com/"}`)["id"].(string)
	if _, err := sv.shortener.CreateToken(t.Context(), linkpack.Token{Secret: "a token that changes", Scope: linkpack.Scope{Rights: linkpack.MayChange}}); err != nil {
		t.Fatal(err)
	}
	answer, got := sv.call(t, "a token that changes", "PATCH", path, `{"name":"x"}`)
	link, _ := got["link"].(map[string]any)
	if answer.StatusCode != 200 || link["name"] != "x" || link["eventCount"] != nil {
		t.Errorf("%d %v", answer.StatusCode, got)
	}
}
