package linkbreakersv1_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// library serves links that were made one after another, named by their shortlinks:
// later ones have a later time. "a2" was changed last, and "c5" has two clicks.
func library(t *testing.T) *server {
	t.Helper()
	var passed atomic.Int64
	clock := func() time.Time { return noon.Add(time.Duration(passed.Load())) }
	sv := newServerOn(t, memory.New(), &linkpack.Options{BaseURL: "https://go.example", Clock: clock}, nil)
	for i, body := range []string{
		`{"shortlink":"d0","name":"Zebra","tags":["red"]}`,
		`{"shortlink":"b1","name":"apple","tags":["blue","red"]}`,
		`{"shortlink":"a2","name":"mango","tags":["green"]}`,
		`{"shortlink":"e3","name":"b1 in a name","tags":["with space"]}`,
		`{"shortlink":"f4"}`,
		`{"shortlink":"c5","name":"kiwi"}`,
	} {
		passed.Store(int64(i) * int64(time.Second))
		sv.make(t, `{"destination":"https://example.com/searched",`+body[1:])
	}
	passed.Add(int64(time.Minute))
	link, err := sv.shortener.LinkByCode(t.Context(), "", "", "a2")
	if err != nil {
		t.Fatal(err)
	}
	if answer, got := sv.call(t, secret, "PATCH", "/v1/links/"+link.ID, `{"fallbackDestination":"https://example.com/over"}`); answer.StatusCode != 200 {
		t.Fatal(got)
	}
	sv.click(t, "c5", 2)
	return sv
}

// click opens a shortlink as people do.
func (sv *server) click(t *testing.T, shortlink string, times int) {
	t.Helper()
	for range times {
		r := httptest.NewRequest(http.MethodGet, "/"+shortlink, nil)
		r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
		sv.ServeHTTP(httptest.NewRecorder(), r)
	}
}

// list returns the shortlinks on all pages of a list.
func (sv *server) list(t *testing.T, query string) (shortlinks []string) {
	t.Helper()
	for token := ""; ; {
		answer, got := sv.call(t, secret, "GET", "/v1/links?"+query+"&pageToken="+url.QueryEscape(token), "")
		if answer.StatusCode != 200 {
			t.Fatalf("%s: %v", query, got)
		}
		for _, link := range got["links"].([]any) {
			shortlinks = append(shortlinks, link.(map[string]any)["shortlink"].(string))
		}
		if token = got["nextPageToken"].(string); token == "" {
			return shortlinks
		}
	}
}

func TestListsHaveTheirOrderAndFilters(t *testing.T) {
	sv := library(t)
	for query, want := range map[string]string{
		"": "a2 c5 f4 e3 b1 d0",
		"sortBy=LINK_SORT_FIELD_UNSPECIFIED&sortDirection=SORT_DIRECTION_UNSPECIFIED": "a2 c5 f4 e3 b1 d0",
		"sort_by=LINK_SORT_FIELD_UPDATED_AT&sort_direction=SORT_DIRECTION_ASC":        "d0 b1 e3 f4 c5 a2",
		"sortBy=LINK_SORT_FIELD_CREATED_AT":                                           "c5 f4 e3 a2 b1 d0",
		"sortBy=LINK_SORT_FIELD_SHORTLINK&sortDirection=SORT_DIRECTION_DESC":          "f4 e3 d0 c5 b1 a2",
		"sortBy=LINK_SORT_FIELD_NAME&sortDirection=SORT_DIRECTION_ASC":                "f4 b1 e3 c5 a2 d0",
		"sortBy=LINK_SORT_FIELD_EVENT_COUNT":                                          "c5 f4 e3 a2 b1 d0",
		"tags=red":                                                                    "b1 d0",
		"tags=red&tags=green":                                                         "a2 b1 d0",
		"tags=red,green":                                                              "a2 b1 d0",
		"tags=with%20space":                                                           "e3",
		"tags=with+space":                                                             "e3",
		"tags=none":                                                                   "",
		"tags=":                                                                       "a2 c5 f4 e3 b1 d0",
		"search=B1":                                                                   "e3 b1",
		"search=searched":                                                             "",
		"search=red":                                                                  "",
		"search=b1&tags=red":                                                          "b1",
		"unknownParameter=1":                                                          "a2 c5 f4 e3 b1 d0",
	} {
		for _, size := range []string{"pageSize=50", "page_size=1", "pageSize=2", ""} {
			if got := strings.Join(sv.list(t, query+"&"+size), " "); got != want {
				t.Errorf("%s, %s: %q, want %q", query, size, got, want)
			}
		}
	}
}

func TestAListSaysHowManyLinksThereAreInAll(t *testing.T) {
	sv := library(t)
	for query, want := range map[string]float64{"pageSize=1": 6, "pageSize=1&tags=red": 2, "search=none": 0, "pageSize=6": 6} {
		if _, got := sv.call(t, secret, "GET", "/v1/links?"+query, ""); got["totalCount"] != want {
			t.Errorf("%s: totalCount %v, want %v", query, got["totalCount"], want)
		}
	}
	_, got := sv.call(t, "others: "+secret, "GET", "/v1/links?pageSize=1", "")
	if want := `{"links":[],"nextPageToken":"","next_page_token":"","totalCount":0}`; text(t, got) != want {
		t.Errorf("an empty list is %s", text(t, got))
	}
}

func TestTheTokenOfTheNextPageIsInBothSpellings(t *testing.T) {
	_, got := library(t).call(t, secret, "GET", "/v1/links?page_size=2", "")
	if token := got["next_page_token"]; token == "" || token != got["nextPageToken"] {
		t.Errorf("next_page_token is %v, nextPageToken %v", token, got["nextPageToken"])
	}
}

func TestAPageHas50LinksUnlessAClientSaysOtherwise(t *testing.T) {
	sv := newServer(t, nil)
	for i := range 51 {
		sv.make(t, fmt.Sprintf(`{"destination":"https://example.com/%d"}`, i))
	}
	for query, want := range map[string]int{"": 50, "pageSize=0": 50, "pageSize=51": 51, "pageSize=1000": 51} {
		if _, got := sv.call(t, secret, "GET", "/v1/links?"+query, ""); len(got["links"].([]any)) != want {
			t.Errorf("%q: %d links, want %d", query, len(got["links"].([]any)), want)
		}
	}
}

// TestNoUnchangedLinkIsSkippedOrRepeated reads lists while links come, change and go.
func TestNoUnchangedLinkIsSkippedOrRepeated(t *testing.T) {
	for _, sort := range []string{"CREATED_AT", "UPDATED_AT", "SHORTLINK", "NAME", "EVENT_COUNT"} {
		for _, direction := range []string{"ASC", "DESC"} {
			sv := newServer(t, nil)
			var still []string
			for i := range 12 {
				shortlink := fmt.Sprintf("s%02d", i*7%12)
				still = append(still, shortlink)
				sv.make(t, fmt.Sprintf(`{"destination":"https://example.com/","shortlink":%q,"name":"name %d"}`, shortlink, i*5%12))
				sv.click(t, shortlink, i*3%4)
			}
			moving := "/v1/links/" + sv.make(t, `{"destination":"https://example.com/","name":"name 5"}`)["id"].(string)
			var seen []string
			for round, token := 0, ""; round == 0 || token != ""; round++ {
				_, got := sv.call(t, secret, "GET", "/v1/links?pageSize=2&sortBy=LINK_SORT_FIELD_"+sort+"&sortDirection=SORT_DIRECTION_"+direction+"&pageToken="+token, "")
				for _, link := range got["links"].([]any) {
					if name := link.(map[string]any)["shortlink"].(string); slices.Contains(still, name) {
						seen = append(seen, name)
					}
				}
				token = got["nextPageToken"].(string)
				sv.make(t, fmt.Sprintf(`{"destination":"https://example.com/","name":"name %d"}`, round))
				sv.call(t, secret, "PATCH", moving, fmt.Sprintf(`{"name":"name %d"}`, round*7%12))
				sv.click(t, still[round%12], 1)
				if round > 100 {
					t.Fatal("the list does not end")
				}
			}
			slices.Sort(seen)
			slices.Sort(still)
			if !slices.Equal(seen, still) {
				t.Errorf("%s %s: seen %v", sort, direction, seen)
			}
		}
	}
}

func TestWrongParametersOfListsAreNamed(t *testing.T) {
	sv := library(t)
	page := func(token, query string) string {
		_, got := sv.call(t, token, "GET", "/v1/links?pageSize=1&"+query, "")
		return "pageToken=" + got["nextPageToken"].(string)
	}
	first := page(secret, "")
	_, got := sv.call(t, secret, "GET", "/v1/tags?pageSize=1", "")
	ofTags := "pageToken=" + got["nextPageToken"].(string)
	for _, try := range []struct{ token, query, field string }{
		{secret, "sortBy=NAME", "sortBy"}, {secret, "sortBy=LINK_SORT_FIELD_SIZE", "sortBy"},
		{secret, "sortDirection=ASC", "sortDirection"}, {secret, "sort_direction=up", "sortDirection"},
		{secret, "include=qrcodeDesign,nothing", "include"}, {secret, "include=tags&include=Tags", "include"},
		{secret, "pageSize=x", "pageSize"}, {secret, "pageSize=1001", "pageSize"}, {secret, "pageSize=-1", "pageSize"},
		{secret, "pageSize=1&pageSize=1", "pageSize"}, {secret, "search=a&search=a", "search"},
		{secret, "sortBy=LINK_SORT_FIELD_NAME&sort_by=LINK_SORT_FIELD_NAME", "sortBy"},
		{secret, "search=" + strings.Repeat("x", 9000), "search"},
		{secret, "tags=" + strings.Repeat("x,", 51), "tags"},
		{secret, "pageToken=nonsense", "pageToken"}, {secret, ofTags, "pageToken"},
		{"others: " + secret, first, "pageToken"},
		{secret, "tags=red&" + first, "pageToken"}, {secret, "search=b&" + first, "pageToken"},
		{secret, "sortBy=LINK_SORT_FIELD_NAME&" + first, "pageToken"}, {secret, "sortDirection=SORT_DIRECTION_ASC&" + first, "pageToken"},
		{secret, page(secret, "tags=red"), "pageToken"},
	} {
		answer, got := sv.call(t, try.token, "GET", "/v1/links?"+try.query, "")
		details, _ := got["details"].([]any)
		if answer.StatusCode != 400 || len(details) != 1 || details[0].(map[string]any)["field"] != try.field {
			t.Errorf("%.100s: %d %v", try.query, answer.StatusCode, got)
		}
	}
	if answer, got := sv.call(t, secret, "GET", "/v1/links?pageSize=3&"+first, ""); answer.StatusCode != 200 {
		t.Errorf("a page of another size than the one before: %v", got)
	}
}

func TestATagsTokenListsTheLinksOfItsTag(t *testing.T) {
	sv := library(t)
	if _, err := sv.shortener.CreateToken(t.Context(), linkpack.Token{Secret: "a token of the tag red", Scope: linkpack.Scope{Tag: "red"}}); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int{"": 2, "tags=red,green": 2, "tags=red&search=zeb": 1} {
		answer, got := sv.call(t, "a token of the tag red", "GET", "/v1/links?"+query, "")
		if answer.StatusCode != 200 || len(got["links"].([]any)) != want || got["totalCount"] != float64(want) {
			t.Errorf("%s: %v", query, got)
		}
	}
	if answer, got := sv.call(t, "a token of the tag red", "GET", "/v1/links?tags=green", ""); answer.StatusCode != 403 {
		t.Errorf("another tag: %v", got)
	}
}

// FuzzListParameters looks for parameters that are neither served nor refused.
func FuzzListParameters(f *testing.F) {
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = s.Close(context.Background()) })
	h, err := httpadapter.New(s, &httpadapter.Options{APIs: []httpadapter.API{linkbreakersv1.New(&linkbreakersv1.Options{
		Limit: httpadapter.Limit{Requests: 1e9, Window: time.Minute},
	})}})
	if err != nil {
		f.Fatal(err)
	}
	if _, err := s.CreateToken(context.Background(), linkpack.Token{Secret: secret}); err != nil {
		f.Fatal(err)
	}
	f.Add("pageSize=2&tags=a,b&include=tags&sortBy=LINK_SORT_FIELD_NAME&search=x")
	f.Add("page_token=bGlua3M&sort_direction=SORT_DIRECTION_ASC&pageSize=-1")
	f.Fuzz(func(t *testing.T, query string) {
		r := httptest.NewRequest(http.MethodGet, "/v1/links", nil)
		r.URL.RawQuery = query
		r.Header.Set("Authorization", "Bearer "+secret)
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, r)
		if answer.Code != http.StatusOK && answer.Code != http.StatusBadRequest || !json.Valid(answer.Body.Bytes()) {
			t.Errorf("%q: %d %s", query, answer.Code, answer.Body)
		}
	})
}

func TestLaterPagesKnowHowManyLinksThereAre(t *testing.T) {
	sv := library(t)
	_, got := sv.call(t, secret, "GET", "/v1/links?pageSize=1&tags=red", "")
	sv.make(t, `{"destination":"https://example.com/","tags":["red"]}`)
	_, got = sv.call(t, secret, "GET", "/v1/links?pageSize=1&tags=red&pageToken="+got["nextPageToken"].(string), "")
	if got["totalCount"] != 2.0 {
		t.Errorf("the second page counted again: %v", got["totalCount"])
	}
}
