package linkbreakersv1_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

// directory makes a directory and returns it.
func (sv *server) directory(t testing.TB, name, parent string) map[string]any {
	t.Helper()
	answer, got := sv.call(t, secret, "POST", "/v1/directories", text(t, map[string]string{"name": name, "parentDirectoryId": parent}))
	if answer.StatusCode != 200 {
		t.Fatalf("making a directory: %d %v", answer.StatusCode, got)
	}
	return got["directory"].(map[string]any)
}

// idOf returns the id of a link or directory.
func idOf(made map[string]any) string { return made["id"].(string) }

func TestDirectories(t *testing.T) {
	sv := newServer(t, nil)
	marketing := sv.directory(t, "marketing", "")
	answer, got := sv.call(t, secret, "POST", "/v1/directories", `{"name":" campaigns ","parent_directory_id":"`+idOf(marketing)+`","colour":"red"}`)
	made := got["directory"].(map[string]any)
	want := `{"createdAt":"2026-03-14T12:00:30Z","id":"` + idOf(made) + `","name":"campaigns","parentDirectoryId":"` + idOf(marketing) +
		`","path":"marketing/campaigns","updatedAt":"2026-03-14T12:00:30Z","workspaceId":"default"}`
	if answer.StatusCode != 200 || text(t, made) != want {
		t.Errorf("made as %d %s, want %s", answer.StatusCode, text(t, made), want)
	}
	path := "/v1/directories/" + idOf(made)
	if _, got := sv.call(t, secret, "GET", path, ""); text(t, got["directory"]) != want {
		t.Errorf("read as %s", text(t, got))
	}
	if _, got := sv.call(t, secret, "PATCH", path, `{"name":"summer"}`); got["directory"].(map[string]any)["path"] != "marketing/summer" {
		t.Errorf("renamed to %v", got)
	}
	if _, got := sv.call(t, secret, "PATCH", path, `{"parentDirectoryIdDelete":true}`); got["directory"].(map[string]any)["path"] != "summer" {
		t.Errorf("moved to the root: %v", got)
	}
	if _, got := sv.call(t, secret, "PATCH", path, `{"parentDirectoryId":"`+idOf(marketing)+`"}`); got["directory"].(map[string]any)["path"] != "marketing/summer" {
		t.Errorf("moved back: %v", got)
	}
	if _, got := sv.call(t, secret, "PATCH", path, `{"parentDirectoryId":null}`); got["directory"].(map[string]any)["parentDirectoryId"] != nil {
		t.Errorf("moved to the root by null: %v", got)
	}
	if answer, got := sv.call(t, secret, "DELETE", path, ""); answer.StatusCode != 200 || len(got) != 0 {
		t.Errorf("deleted: %d %v", answer.StatusCode, got)
	}
	if answer, _ := sv.call(t, secret, "GET", path, ""); answer.StatusCode != 404 {
		t.Errorf("after that: %d", answer.StatusCode)
	}
}

func TestListsOfDirectories(t *testing.T) {
	sv := newServer(t, nil)
	a, b := sv.directory(t, "alpha", ""), sv.directory(t, "beta", "")
	deep := sv.directory(t, "a-inner", idOf(a))
	sv.directory(t, "a-deep", idOf(deep))
	sv.directory(t, "b-inner", idOf(b))
	for range 2 {
		sv.make(t, `{"destination":"https://example.com/","directoryId":"`+idOf(a)+`"}`)
	}
	walk := func(query string) (names []string) {
		for token := ""; ; {
			_, got := sv.call(t, secret, "GET", "/v1/directories?"+query+"&pageToken="+url.QueryEscape(token), "")
			for _, d := range got["directories"].([]any) {
				names = append(names, d.(map[string]any)["name"].(string))
			}
			if token = got["nextPageToken"].(string); token == "" {
				return names
			}
		}
	}
	for query, want := range map[string][]string{
		"pageSize=100": {"alpha", "beta"}, "": {"alpha", "beta"}, "pageSize=1": {"alpha", "beta"},
		"parentDirectoryId=" + idOf(a): {"a-inner"}, "parent_directory_id=" + idOf(a) + "&includeRoot=true": {"a-inner", "alpha", "beta"},
		"recursive=true&pageSize=2":                                 {"a-deep", "a-inner", "alpha", "b-inner", "beta"},
		"recursive=true&parentDirectoryId=" + idOf(a):               {"a-deep", "a-inner"},
		"recursive=true&search=INNER":                               {"a-inner", "b-inner"},
		"search=inner":                                              nil,
		"recursive=false&includeRoot=false&search=ALPHA&pageSize=1": {"alpha"},
	} {
		if got := walk(query); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	_, got := sv.call(t, secret, "GET", "/v1/directories?include=linkCount", "")
	if list := text(t, got["directories"]); strings.Count(list, `"linkCount":`) != 2 || !strings.Contains(list, `"linkCount":2,"name":"alpha"`) {
		t.Errorf("with counts: %s", list)
	}
}

func TestWrongDirectories(t *testing.T) {
	sv := newServer(t, nil)
	taken := sv.directory(t, "taken", "")
	inner := sv.directory(t, "inner", idOf(taken))
	_, got := sv.call(t, secret, "GET", "/v1/directories?pageSize=1&recursive=true", "")
	token := got["nextPageToken"].(string)
	for _, try := range []struct {
		method, path, body string
		status             int
		field              string
	}{
		{"POST", "", `{}`, 400, "name"}, {"POST", "", `{"name":7}`, 400, "name"}, {"POST", "", `{"name":"` + strings.Repeat("x", 101) + `"}`, 400, "name"},
		{"POST", "", `{"name":"taken"}`, 409, "name"}, {"POST", "", `{"name":"x","parentDirectoryId":"none"}`, 400, "parentDirectoryId"},
		{"POST", "", `{"name":"x","parentDirectoryId":["none"]}`, 400, "parentDirectoryId"},
		{"PATCH", "/" + idOf(inner), `{"name":"taken"}`, 409, "name"}, {"PATCH", "/" + idOf(inner), `{"name":null}`, 400, "name"},
		{"PATCH", "/" + idOf(taken), `{"parentDirectoryId":"` + idOf(inner) + `"}`, 400, "parentDirectoryId"},
		{"PATCH", "/" + idOf(taken), `{"parentDirectoryIdDelete":"yes"}`, 400, "parentDirectoryIdDelete"},
		{"PATCH", "/none", `{"name":"x"}`, 404, ""}, {"GET", "/none", "", 404, ""}, {"DELETE", "/none", "", 404, ""},
		{"DELETE", "/" + idOf(taken), "", 412, ""}, {"DELETE", "/" + idOf(taken) + "?moveTo=none", "", 400, "moveTo"},
		{"DELETE", "/" + idOf(taken) + "?moveTo=" + idOf(inner), "", 400, "moveTo"}, {"DELETE", "/" + idOf(inner) + "?moveTo=a&moveTo=b", "", 400, "moveTo"},
		{"GET", "?pageSize=1001", "", 400, "pageSize"}, {"GET", "?pageSize=1&pageSize=2", "", 400, "pageSize"},
		{"GET", "?recursive=perhaps", "", 400, "recursive"}, {"GET", "?includeRoot=2", "", 400, "includeRoot"},
		{"GET", "?parentDirectoryId=none", "", 400, "parentDirectoryId"}, {"GET", "?include=links", "", 400, "include"},
		{"GET", "?search=a&search=b", "", 400, "search"}, {"GET", "?pageToken=nonsense", "", 400, "pageToken"},
	} {
		answer, got := sv.call(t, secret, try.method, "/v1/directories"+try.path, try.body)
		field := ""
		if details := got["details"].([]any); len(details) == 1 {
			field = details[0].(map[string]any)["field"].(string)
		}
		if answer.StatusCode != try.status || field != try.field {
			t.Errorf("%s %s %s: %d %v", try.method, try.path, try.body, answer.StatusCode, got)
		}
	}
	for _, path := range []string{"/" + idOf(taken), "?pageToken=" + token, "?parentDirectoryId=" + idOf(taken)} {
		if answer, _ := sv.call(t, "others: "+secret, "GET", "/v1/directories"+path, ""); answer.StatusCode == 200 {
			t.Errorf("another workspace reads %s", path)
		}
	}
	if _, got := sv.call(t, secret, "DELETE", "/v1/directories/"+idOf(taken), ""); got["codeType"] != "FAILED_PRECONDITION" {
		t.Errorf("deleting one that is not empty: %v", got)
	}
}

func TestLinksInDirectories(t *testing.T) {
	sv := newServer(t, nil)
	spring, summer := sv.directory(t, "spring", ""), sv.directory(t, "summer", "")
	link := sv.make(t, `{"destination":"https://example.com/","directory_id":"`+idOf(spring)+`"}`)
	path := "/v1/links/" + idOf(link)
	for body, want := range map[string]any{
		`{"name":"x"}`: idOf(spring), `{"directoryId":"` + idOf(summer) + `"}`: idOf(summer), `{"directoryIdDelete":true}`: nil, `{"directoryId":null}`: nil,
	} {
		sv.call(t, secret, "PATCH", path, `{"directoryId":"`+idOf(spring)+`"}`)
		answer, got := sv.call(t, secret, "PATCH", path, body)
		if answer.StatusCode != 200 || got["link"].(map[string]any)["directoryId"] != want {
			t.Errorf("%s: %d %v, want %v", body, answer.StatusCode, got, want)
		}
		if _, got := sv.call(t, secret, "GET", path, ""); got["link"].(map[string]any)["directoryId"] != want {
			t.Errorf("%s: read as %v, want %v", body, got, want)
		}
	}
	for _, try := range []struct{ method, path, body, field string }{
		{"PATCH", path, `{"directoryId":"none"}`, "directoryId"},
		{"PATCH", path, `{"directoryIdDelete":"x"}`, "directoryIdDelete"},
		{"POST", "/v1/links", `{"destination":"https://example.com/","directoryId":"none"}`, "directoryId"},
		{"POST", "/v1/links/bulk", `{"links":[{"destination":"https://example.com/","directoryId":"none"}]}`, "directoryId"},
	} {
		answer, got := sv.call(t, secret, try.method, try.path, try.body)
		if answer.StatusCode != 400 || !strings.Contains(text(t, got["details"]), `"field":"`+try.field+`"`) {
			t.Errorf("%s %s: %d %v", try.method, try.body, answer.StatusCode, got)
		}
	}
}

func TestLinksOfADirectoryAreListed(t *testing.T) {
	sv := newServer(t, nil)
	spring := sv.directory(t, "spring", "")
	inner := sv.directory(t, "flowers", idOf(spring))
	for shortlink, directory := range map[string]string{"a": idOf(spring), "b": idOf(spring), "c": idOf(inner), "d": ""} {
		sv.make(t, `{"destination":"https://example.com/","shortlink":"`+shortlink+`","directoryId":"`+directory+`"}`)
	}
	for query, want := range map[string]string{
		"":                                      "a b c d",
		"view=LINK_VIEW_UNSPECIFIED":            "a b c d",
		"directoryId=":                          "a b c d",
		"view=LINK_VIEW_DIRECTORY":              "d",
		"view=LINK_VIEW_DIRECTORY&directoryId=": "d",
		"view=LINK_VIEW_DIRECTORY&directoryId=" + idOf(spring): "a b",
		"view=LINK_VIEW_DIRECTORY&directory_id=" + idOf(inner): "c",
		"directoryId=" + idOf(spring):                          "a b",
	} {
		for _, size := range []string{"&pageSize=1", "&pageSize=50"} {
			got := sv.list(t, query+size+"&sortBy=LINK_SORT_FIELD_SHORTLINK&sortDirection=SORT_DIRECTION_ASC")
			if strings.Join(got, " ") != want {
				t.Errorf("%s: %v, want %q", query, got, want)
			}
		}
	}
	_, got := sv.call(t, secret, "GET", "/v1/links?pageSize=1&directoryId="+idOf(spring), "")
	if got["totalCount"] != 2.0 {
		t.Errorf("totalCount %v", got["totalCount"])
	}
	token := "&pageToken=" + got["nextPageToken"].(string)
	for query, field := range map[string]string{
		"view=LINK_VIEW_ALL": "view", "directoryId=none": "directoryId", "directoryId=a&directoryId=b": "directoryId",
		"pageSize=1" + token: "pageToken", "directoryId=" + idOf(inner) + token: "pageToken",
	} {
		answer, got := sv.call(t, secret, "GET", "/v1/links?"+query, "")
		if answer.StatusCode != 400 || !strings.Contains(text(t, got["details"]), `"field":"`+field+`"`) {
			t.Errorf("%s: %d %v", query, answer.StatusCode, got)
		}
	}
	if answer, got := sv.call(t, "others: "+secret, "GET", "/v1/links?directoryId="+idOf(spring), ""); answer.StatusCode != 400 {
		t.Errorf("another workspace's directory: %d %v", answer.StatusCode, got)
	}
}

func TestADirectoryIsDeletedWithWordWhereItsLinksGo(t *testing.T) {
	sv := newServer(t, nil)
	spring, summer := sv.directory(t, "spring", ""), sv.directory(t, "summer", "")
	link := sv.make(t, `{"destination":"https://example.com/","directoryId":"`+idOf(spring)+`"}`)
	for _, step := range []struct {
		from, to string
		want     any
	}{{idOf(spring), idOf(summer), idOf(summer)}, {idOf(summer), "root", nil}} {
		if answer, got := sv.call(t, secret, "DELETE", "/v1/directories/"+step.from, ""); answer.StatusCode != 412 {
			t.Errorf("without word: %d %v", answer.StatusCode, got)
		}
		if answer, got := sv.call(t, secret, "DELETE", "/v1/directories/"+step.from+"?moveTo="+step.to, ""); answer.StatusCode != 200 {
			t.Errorf("to %s: %d %v", step.to, answer.StatusCode, got)
		}
		if _, got := sv.call(t, secret, "GET", "/v1/links/"+idOf(link), ""); got["link"].(map[string]any)["directoryId"] != step.want {
			t.Errorf("to %s: %v", step.to, got)
		}
	}
}

func TestGroupsByNameAreDirectories(t *testing.T) {
	sv := newServer(t, nil)
	link, err := sv.shortener.CreateLink(t.Context(), linkpack.Link{Destination: "https://example.com/", Group: "spring"})
	if err != nil {
		t.Fatal(err)
	}
	if _, got := sv.call(t, secret, "PATCH", "/v1/directories/"+link.GroupID, `{"name":"summer"}`); got["directory"].(map[string]any)["name"] != "summer" {
		t.Errorf("%v", got)
	}
	if got, err := sv.shortener.Link(t.Context(), "", link.ID); err != nil || got.Group != "summer" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestListsOfDirectoriesLeaveOutDamagedOnes(t *testing.T) {
	sv := newServerOn(t, linkpacktest.DamagedStore{Store: memory.New()}, nil, nil)
	sv.directory(t, "spring", "")
	for query, damaged := range map[string]string{"": "1", "?include=linkCount": "2"} {
		answer, got := sv.call(t, secret, "GET", "/v1/directories"+query, "")
		if answer.StatusCode != 200 || answer.Header.Get("Damaged-Records") != damaged || !strings.Contains(text(t, got), `"name":"spring"`) {
			t.Errorf("%s: %d %v %v", query, answer.StatusCode, answer.Header, got)
		}
	}
}

func TestADirectoryIsDeletedThoughAnotherRecordIsDamaged(t *testing.T) {
	sv := newServerOn(t, linkpacktest.DamagedStore{Store: memory.New()}, nil, nil)
	id := idOf(sv.directory(t, "spring", ""))
	answer, got := sv.call(t, secret, "DELETE", "/v1/directories/"+id+"?moveTo=root", "")
	if answer.StatusCode != 200 || answer.Header.Get("Damaged-Records") == "" || len(got) != 0 {
		t.Errorf("%d %v %v", answer.StatusCode, answer.Header, got)
	}
	if answer, _ := sv.call(t, secret, "GET", "/v1/directories/"+id, ""); answer.StatusCode != 404 {
		t.Errorf("then it is there: %d", answer.StatusCode)
	}
}
