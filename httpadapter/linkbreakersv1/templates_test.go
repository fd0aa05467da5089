package linkbreakersv1_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

// template makes a template of a new design and returns it.
func (sv *server) template(t testing.TB, body string) map[string]any {
	t.Helper()
	id := sv.design(t, `{"dotsOptions":{"color":"#aa0000"}}`)["id"]
	answer, got := sv.call(t, secret, "POST", "/v1/qrcode-templates", strings.Replace(body, "{", fmt.Sprintf(`{"qrcodeDesignId":%q,`, id), 1))
	if answer.StatusCode != 200 {
		t.Fatalf("making a template: %d %v", answer.StatusCode, got)
	}
	return got["qrcodeTemplate"].(map[string]any)
}

// published makes a template and publishes it.
func (sv *server) published(t testing.TB, slug string) map[string]any {
	t.Helper()
	made := sv.template(t, `{"name":"Dots","description":"Round dots","tags":"round, red"}`)
	path := "/v1/qrcode-templates/" + made["id"].(string)
	if answer, got := sv.call(t, secret, "PATCH", path, fmt.Sprintf(`{"slug":%q}`, slug)); answer.StatusCode != 200 {
		t.Fatalf("naming a template: %d %v", answer.StatusCode, got)
	}
	answer, got := sv.call(t, secret, "POST", path+"/publish", `{}`)
	if answer.StatusCode != 200 {
		t.Fatalf("publishing a template: %d %v", answer.StatusCode, got)
	}
	return got["qrcodeTemplate"].(map[string]any)
}

func TestTemplatesAreMadeChangedAndDeleted(t *testing.T) {
	sv := newServer(t, nil)
	made := sv.template(t, `{"name":"Dots","faq":"[]","learn_more":"More."}`)
	path := "/v1/qrcode-templates/" + made["id"].(string)
	want := `{"builtIn":false,"createdAt":"2026-03-14T12:00:30Z","faq":"[]","learnMore":"More.","name":"Dots","updatedAt":"2026-03-14T12:00:30Z","workspaceId":"default"}`
	if got := without(t, made, "id", "qrcodeDesignId", "qrcodeDesign"); got != want {
		t.Errorf("made %s, want %s", got, want)
	}
	if design, _ := made["qrcodeDesign"].(map[string]any); design["id"] != made["qrcodeDesignId"] {
		t.Errorf("design %v of template %v", design, made)
	}
	answer, got := sv.call(t, secret, "PATCH", path, `{"slug":"dots","tags":" a ,b,","name":null}`)
	changed, _ := got["qrcodeTemplate"].(map[string]any)
	if answer.StatusCode != 200 || changed["slug"] != "dots" || changed["tags"] != "a,b" || changed["name"] != nil || changed["faq"] != "[]" {
		t.Errorf("changed: %d %v", answer.StatusCode, got)
	}
	if answer, got := sv.call(t, secret, "GET", path, ""); answer.StatusCode != 200 || text(t, got) != text(t, changed) {
		t.Errorf("GET answers %d %v, not the bare template", answer.StatusCode, got)
	}
	if answer, got := sv.call(t, secret, "DELETE", path, ""); answer.StatusCode != 200 || len(got) != 0 {
		t.Errorf("deleted: %d %v", answer.StatusCode, got)
	}
	if answer, got := sv.call(t, secret, "GET", path, ""); answer.StatusCode != 404 {
		t.Errorf("after its deletion: %d %v", answer.StatusCode, got)
	}
}

func TestTemplatesAreListedInPages(t *testing.T) {
	sv := newServer(t, nil)
	for i := range 3 {
		sv.template(t, fmt.Sprintf(`{"name":"Dots %d"}`, i))
	}
	sv.template(t, `{"description":"Squares"}`)
	walk := func(path string) (names []string) {
		t.Helper()
		for token := ""; ; {
			answer, got := sv.call(t, secret, "GET", path+"&pageToken="+token, "")
			if answer.StatusCode != 200 {
				t.Fatalf("%d %v", answer.StatusCode, got)
			}
			for _, one := range got["qrcodeTemplates"].([]any) {
				names = append(names, fmt.Sprint(one.(map[string]any)["name"]))
			}
			token = got["nextPageToken"].(string)
			if got["hasMore"] != (token != "") {
				t.Errorf("hasMore is %v with the token %q", got["hasMore"], token)
			}
			if token == "" {
				return names
			}
		}
	}
	if got := fmt.Sprint(walk("/v1/qrcode-templates?page_size=2&search=dots&include=qrcodeDesign")); got != "[Dots 0 Dots 1 Dots 2]" {
		t.Errorf("found %s", got)
	}
	if got := len(walk("/v1/qrcode-templates?pageSize=1")); got != 4 {
		t.Errorf("%d templates", got)
	}
	_, first := sv.call(t, secret, "GET", "/v1/qrcode-templates?pageSize=1", "")
	for what, path := range map[string]string{
		"include":   "/v1/qrcode-templates?include=links",
		"pageSize":  "/v1/qrcode-templates?pageSize=0.5",
		"pageToken": "/v1/public/qrcode-templates?pageToken=" + first["nextPageToken"].(string),
		"search":    "/v1/qrcode-templates?search=a&search=b",
	} {
		answer, got := sv.call(t, secret, "GET", path, "")
		if answer.StatusCode != 400 || !strings.Contains(text(t, got["details"]), `"field":"`+what+`"`) {
			t.Errorf("%s: %d %v", path, answer.StatusCode, got)
		}
	}
}

func TestPublicTemplatesAreReadByAll(t *testing.T) {
	sv := newServer(t, nil)
	made := sv.published(t, "dots")
	sv.template(t, `{"name":"Private"}`)
	if made["publishedAt"] != "2026-03-14T12:00:30Z" {
		t.Errorf("published %v", made)
	}
	const page = "a publishable token of the tests"
	if _, err := sv.shortener.CreateToken(t.Context(), linkpack.Token{Workspace: "others", Secret: page, Scope: linkpack.Scope{Publishable: true}}); err != nil {
		t.Fatal(err)
	}
	const want = `{"builtIn":false,"description":"Round dots","name":"Dots","publishedAt":"2026-03-14T12:00:30Z","slug":"dots","tags":"round,red"}`
	for _, token := range []string{secret, "others: " + secret, page} {
		answer, got := sv.call(t, token, "GET", "/v1/public/qrcode-templates?include=workspace", "")
		if answer.StatusCode != 200 || text(t, got["qrcodeTemplates"]) != "["+want+"]" {
			t.Errorf("list: %d %v", answer.StatusCode, got)
		}
		if answer, got := sv.call(t, token, "GET", "/v1/public/qrcode-templates/dots", ""); answer.StatusCode != 200 || text(t, got) != want {
			t.Errorf("one: %d %v", answer.StatusCode, got)
		}
	}
	if answer, got := sv.call(t, secret, "GET", "/v1/public/qrcode-templates?workspaceId=others", ""); answer.StatusCode != 200 || text(t, got["qrcodeTemplates"]) != "[]" {
		t.Errorf("of another workspace: %d %v", answer.StatusCode, got)
	}
	if answer, got := sv.call(t, page, "GET", "/v1/qrcode-templates", ""); answer.StatusCode != 403 {
		t.Errorf("its own templates with a publishable token: %d %v", answer.StatusCode, got)
	}
}

func TestATemplateIsImportedByAnotherWorkspace(t *testing.T) {
	sv := newServer(t, nil)
	made := sv.published(t, "dots")
	answer, got := sv.call(t, "others: "+secret, "POST", "/v1/qrcode-templates/import", `{"slug":"dots"}`)
	copied, _ := got["qrcodeTemplate"].(map[string]any)
	if answer.StatusCode != 200 || copied["duplicatedFrom"] != made["id"] || copied["workspaceId"] != "others" || copied["publishedAt"] != nil {
		t.Fatalf("%d %v", answer.StatusCode, got)
	}
	if a, b := copied["qrcodeDesign"].(map[string]any), made["qrcodeDesign"].(map[string]any); without(t, a, "id") != without(t, b, "id") || a["id"] == b["id"] {
		t.Errorf("design %v of %v", a, b)
	}
}

func TestATemplateIsAppliedToALink(t *testing.T) {
	sv := newServer(t, nil)
	sv.published(t, "dots")
	id := sv.make(t, `{"destination":"https://example.com/"}`)["id"].(string)
	answer, got := sv.call(t, secret, "POST", "/v1/qrcode-designs/apply-template", fmt.Sprintf(`{"link_id":%q,"templateSlug":"dots"}`, id))
	design, _ := got["qrcodeDesign"].(map[string]any)
	if answer.StatusCode != 200 || !strings.Contains(text(t, design), "#aa0000") {
		t.Fatalf("%d %v", answer.StatusCode, got)
	}
	if _, got := sv.call(t, secret, "GET", "/v1/links/"+id, ""); got["link"].(map[string]any)["qrcodeDesignId"] != design["id"] {
		t.Errorf("the link is %v", got)
	}
}

func TestALinkHasTheDesignOfItsTemplate(t *testing.T) {
	sv := newServer(t, nil)
	made := sv.template(t, `{"name":"Dots"}`)
	link := sv.make(t, fmt.Sprintf(`{"destination":"https://example.com/","qrcodeTemplateId":%q}`, made["id"]))
	if link["qrcodeTemplateId"] != made["id"] || link["qrcodeDesignId"] != made["qrcodeDesignId"] {
		t.Errorf("made %v", link)
	}
	path := "/v1/links/" + link["id"].(string)
	_, got := sv.call(t, secret, "PATCH", path, `{"qrcodeTemplateIdDelete":true}`)
	if link := got["link"].(map[string]any); link["qrcodeTemplateId"] != nil || link["qrcodeDesignId"] != nil {
		t.Errorf("without a template: %v", link)
	}
	_, got = sv.call(t, secret, "PATCH", path, fmt.Sprintf(`{"qrcode_template_id":%q}`, made["id"]))
	if link := got["link"].(map[string]any); link["qrcodeDesignId"] != made["qrcodeDesignId"] {
		t.Errorf("with a template again: %v", link)
	}
	answer, got := sv.call(t, secret, "PATCH", path, `{"qrcodeTemplateId":"none"}`)
	if answer.StatusCode != 400 || !strings.Contains(text(t, got["details"]), `"field":"qrcodeTemplateId"`) {
		t.Errorf("an unknown one: %d %v", answer.StatusCode, got)
	}
}

func TestTemplatesThatAreRefused(t *testing.T) {
	sv := newServer(t, nil)
	made := sv.template(t, `{"name":"Dots"}`)
	sv.published(t, "taken")
	path := "/v1/qrcode-templates/" + made["id"].(string)
	for name, c := range map[string]struct {
		method, path, body string
		status             int
		field              string
	}{
		"no design":                 {"POST", "/v1/qrcode-templates", `{}`, 400, "qrcodeDesignId"},
		"an unknown design":         {"POST", "/v1/qrcode-templates", `{"qrcodeDesignId":"none"}`, 400, "qrcodeDesignId"},
		"a name of a number":        {"PATCH", path, `{"name":1}`, 400, "name"},
		"a long text":               {"PATCH", path, `{"learnMore":"` + strings.Repeat("x", 10_001) + `"}`, 400, "learnMore"},
		"a wrong slug":              {"PATCH", path, `{"slug":"Ünï"}`, 400, "slug"},
		"a slug that is taken":      {"PATCH", path, `{"slug":"taken"}`, 409, "slug"},
		"publishing without a slug": {"POST", path + "/publish", `{}`, 400, "slug"},
		"no slug to import":         {"POST", "/v1/qrcode-templates/import", `{}`, 400, "slug"},
		"an unknown slug":           {"POST", "/v1/qrcode-templates/import", `{"slug":"none"}`, 404, ""},
		"no link":                   {"POST", "/v1/qrcode-designs/apply-template", `{"templateSlug":"taken"}`, 400, "linkId"},
		"no template":               {"POST", "/v1/qrcode-designs/apply-template", `{"linkId":"x"}`, 400, "templateSlug"},
		"an unknown link":           {"POST", "/v1/qrcode-designs/apply-template", `{"linkId":"x","templateSlug":"taken"}`, 404, ""},
		"an unknown template":       {"GET", "/v1/qrcode-templates/none", ``, 404, ""},
		"an unknown public":         {"GET", "/v1/public/qrcode-templates/none", ``, 404, ""},
	} {
		answer, got := sv.call(t, secret, c.method, c.path, c.body)
		if answer.StatusCode != c.status || c.field != "" && !strings.Contains(text(t, got["details"]), `"field":"`+c.field+`"`) {
			t.Errorf("%s: %d %v", name, answer.StatusCode, got)
		}
	}
}
