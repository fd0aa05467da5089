package linkbreakersv1_test

import (
	"net/url"
	"slices"
	"testing"
)

func TestTagsArePaged(t *testing.T) {
	sv := newServer(t, nil)
	sv.make(t, `{"destination":"https://example.com/1","tags":["blue","Red","amber"]}`)
	sv.make(t, `{"destination":"https://example.com/2","tags":["blue","green"]}`)
	walk := func(query string) (names []string) {
		for token := ""; ; {
			_, got := sv.call(t, secret, "GET", "/v1/tags?"+query+"&pageToken="+url.QueryEscape(token), "")
			for _, tag := range got["tags"].([]any) {
				names = append(names, tag.(map[string]any)["name"].(string))
			}
			if token = got["nextPageToken"].(string); token == "" {
				return names
			}
		}
	}
	for query, want := range map[string][]string{
		"pageSize=3":           {"Red", "amber", "blue", "green"},
		"page_size=1":          {"Red", "amber", "blue", "green"},
		"pageSize=4":           {"Red", "amber", "blue", "green"},
		"search=RE":            {"Red", "green"},
		"search=re&pageSize=1": {"Red", "green"},
		"search=none":          nil,
	} {
		if got := walk(query); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	if answer, got := sv.call(t, secret, "DELETE", "/v1/tags?name=blue", ""); answer.StatusCode != 200 || len(got) != 0 {
		t.Errorf("removing a tag: %d %v", answer.StatusCode, got)
	}
	if got := walk("pageSize=20"); slices.Contains(got, "blue") {
		t.Errorf("a removed tag is there: %v", got)
	}
}

func TestWrongParametersOfTags(t *testing.T) {
	sv := newServer(t, nil)
	sv.make(t, `{"destination":"https://example.com/1","tags":["a","b"]}`)
	_, got := sv.call(t, secret, "GET", "/v1/tags?pageSize=1", "")
	token := got["nextPageToken"].(string)
	for _, try := range []struct{ token, method, query, field string }{
		{secret, "GET", "pageSize=x", "pageSize"}, {secret, "GET", "pageSize=1001", "pageSize"}, {secret, "GET", "pageSize=-1", "pageSize"},
		{secret, "GET", "pageSize=1&pageSize=2", "pageSize"}, {secret, "GET", "pageSize=1&page_size=1", "pageSize"},
		{secret, "GET", "pageToken=nonsense", "pageToken"}, {"others: " + secret, "GET", "pageToken=" + token, "pageToken"},
		{secret, "GET", "search=a&search=b", "search"}, {secret, "DELETE", "", "name"},
	} {
		answer, got := sv.call(t, try.token, try.method, "/v1/tags?"+try.query, "")
		details, _ := got["details"].([]any)
		if answer.StatusCode != 400 || len(details) != 1 || details[0].(map[string]any)["field"] != try.field {
			t.Errorf("%s %s: %d %v", try.method, try.query, answer.StatusCode, got)
		}
	}
}
