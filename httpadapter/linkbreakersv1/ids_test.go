package linkbreakersv1_test

import (
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

const ownID = "550e8400-e29b-41d4-a716-446655440000"

func TestAClientMayGiveALinkItsID(t *testing.T) {
	sv := newServer(t, nil)
	made := sv.make(t, `{"id":"`+strings.ToUpper(ownID)+`","destination":"https://example.com/","shortlink":"own"}`)
	if made["id"] != ownID {
		t.Fatalf("the id is %v", made["id"])
	}
	sv.make(t, `{"destination":"https://example.com/"}`)
	link, err := sv.shortener.LinkByCode(t.Context(), "", "", "own")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{ownID, strings.ToUpper(ownID), link.ID} {
		if answer, got := sv.call(t, secret, "GET", "/v1/links/"+id, ""); answer.StatusCode != 200 || text(t, got["link"]) != text(t, made) {
			t.Errorf("reading %s: %v", id, got)
		}
		if answer, got := sv.call(t, secret, "PATCH", "/v1/links/"+id, `{"name":"`+id+`","id":"ignored"}`); answer.StatusCode != 200 || got["link"].(map[string]any)["id"] != ownID {
			t.Errorf("changing %s: %v", id, got)
		}
		sv.call(t, secret, "PATCH", "/v1/links/"+id, `{"name":null}`)
	}
	_, got := sv.call(t, secret, "GET", "/v1/links?sortBy=LINK_SORT_FIELD_CREATED_AT", "")
	if last := got["links"].([]any)[1].(map[string]any); last["id"] != ownID {
		t.Errorf("the older link is not the last one of %v", got)
	}
	if answer, got := sv.call(t, secret, "DELETE", "/v1/links/"+ownID, ""); answer.StatusCode != 200 {
		t.Errorf("removing: %v", got)
	}
	if answer, _ := sv.call(t, secret, "GET", "/v1/links/"+ownID, ""); answer.StatusCode != 404 {
		t.Errorf("a removed link: %d", answer.StatusCode)
	}
}

func TestAnIDIsOfOneLink(t *testing.T) {
	sv := newServer(t, nil)
	own := sv.make(t, `{"id":"`+ownID+`","destination":"https://example.com/"}`)["id"].(string)
	given := sv.make(t, `{"destination":"https://example.com/"}`)["id"].(string)
	another := strings.Replace(own, "550e", "660e", 1)
	for _, try := range []struct {
		token, path, body string
		status            int
		detail            string
	}{
		{secret, "/v1/links", `{"id":"` + own + `","destination":"https://example.com/"}`, 409, `{"field":"id","reason":"is taken"}`},
		{secret, "/v1/links", `{"id":"` + given + `","destination":"https://example.com/"}`, 409, `{"field":"id","reason":"is taken"}`},
		{secret, "/v1/links/bulk", `{"links":[{"destination":"https://example.com/"},{"id":"` + own + `","destination":"https://example.com/"}]}`, 409, `{"field":"id","index":1,"reason":"is taken"}`},
		{secret, "/v1/links/bulk", `{"links":[{"destination":"https://example.com/"},{"id":"` + given + `","destination":"https://example.com/"}]}`, 409, `{"field":"id","index":1,"reason":"is taken"}`},
		{secret, "/v1/links/bulk", `{"links":[{"id":"` + another + `","destination":"https://example.com/"},{"id":"` + another + `","destination":"https://example.com/"}]}`, 409, `{"field":"id","index":1,"reason":"is taken"}`},
		{secret, "/v1/links", `{"id":"my link","destination":"https://example.com/"}`, 400, `{"field":"id","reason":"must be a UUID, as in 550e8400-e29b-41d4-a716-446655440000"}`},
		{secret, "/v1/links", `{"id":7,"destination":"https://example.com/"}`, 400, `{"field":"id","reason":"must be a string, not number"}`},
		{secret, "/v1/links/bulk", `{"links":[{"id":"x","destination":"https://example.com/"}]}`, 400, `{"field":"id","index":0,"reason":"must be a UUID, as in 550e8400-e29b-41d4-a716-446655440000"}`},
	} {
		answer, got := sv.call(t, try.token, "POST", try.path, try.body)
		details, _ := got["details"].([]any)
		if answer.StatusCode != try.status || len(details) != 1 || text(t, details[0]) != try.detail {
			t.Errorf("%s %s: %d %s", try.path, try.body, answer.StatusCode, text(t, got))
		}
	}
	if n, err := sv.shortener.CountLinks(t.Context(), linkpack.LinkQuery{}); err != nil || n != 2 {
		t.Errorf("there are %d links, %v", n, err)
	}
	if answer, got := sv.call(t, "others: "+secret, "POST", "/v1/links", `{"id":"`+own+`","destination":"https://example.com/"}`); answer.StatusCode != 200 {
		t.Errorf("the same id in another workspace: %v", got)
	}
	if answer, _ := sv.call(t, "others: "+secret, "GET", "/v1/links/"+given, ""); answer.StatusCode != 404 {
		t.Error("a link of another workspace is found")
	}
}

func TestATokenThatOnlyCreatesMayGiveIDs(t *testing.T) {
	sv := newServer(t, nil)
	if _, err := sv.shortener.CreateToken(t.Context(), linkpack.Token{Secret: "a token that creates", Scope: linkpack.Scope{Rights: linkpack.MayCreate}}); err != nil {
		t.Fatal(err)
	}
	body := `{"id":"` + ownID + `","destination":"https://example.com/"}`
	if answer, got := sv.call(t, "a token that creates", "POST", "/v1/links", body); answer.StatusCode != 200 {
		t.Errorf("making a link: %v", got)
	}
	if answer, got := sv.call(t, "a token that creates", "POST", "/v1/links", body); answer.StatusCode != 409 {
		t.Errorf("making it again: %v", got)
	}
}

func TestNoTokenTakesTheIDOfALink(t *testing.T) {
	sv := newServer(t, nil)
	given, binned := sv.make(t, `{"destination":"https://example.com/","name":"given"}`)["id"].(string), sv.make(t, `{"destination":"https://example.com/"}`)["id"].(string)
	if answer, got := sv.call(t, secret, "DELETE", "/v1/links/"+binned, ""); answer.StatusCode != 200 {
		t.Fatal(got)
	}
	scopes := map[string]linkpack.Scope{
		"a token that creates":  {Rights: linkpack.MayCreate},
		"a token of some links": {Tag: "theirs"},
	}
	for token, scope := range scopes {
		if _, err := sv.shortener.CreateToken(t.Context(), linkpack.Token{Secret: token, Scope: scope}); err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{given, strings.ToUpper(given), binned} {
			body := `{"id":"` + id + `","destination":"https://example.net/","tags":["theirs"]}`
			for path, body := range map[string]string{"/v1/links": body, "/v1/links/bulk": `{"links":[` + body + `]}`} {
				answer, got := sv.call(t, token, "POST", path, body)
				if answer.StatusCode != 409 || !strings.Contains(text(t, got["details"]), `"field":"id"`) {
					t.Errorf("%s, %s %s: %d %v", token, path, body, answer.StatusCode, got)
				}
			}
		}
	}
	_, got := sv.call(t, secret, "GET", "/v1/links/"+given, "")
	if link := got["link"].(map[string]any); link["name"] != "given" {
		t.Errorf("found %v", link)
	}
}

func TestTheStepsOfALinkAreFoundByItsID(t *testing.T) {
	sv := newServer(t, nil)
	sv.make(t, `{"id":"`+ownID+`","destination":"https://example.com/"}`)
	_, got := sv.call(t, secret, "GET", "/v1/links/"+ownID+"/workflow-steps", "")
	steps, _ := got["workflowSteps"].([]any)
	if len(steps) != 2 {
		t.Fatal(got)
	}
	last := steps[1].(map[string]any)
	path := "/v1/links/" + ownID + "/workflow-steps/" + last["id"].(string)
	answer, got := sv.call(t, secret, "PATCH", path, `{"payload":{"clientRedirect":{"destination":"https://example.com/moved","conversionTracking":true}}}`)
	if answer.StatusCode != 200 || last["linkId"] != ownID {
		t.Errorf("moving the destination of %v: %v", last, got)
	}
	_, got = sv.call(t, secret, "GET", path, "")
	want := `{"clientRedirect":{"conversionTracking":true,"destination":"https://example.com/moved"}}`
	if step, _ := got["workflowStep"].(map[string]any); text(t, step["payload"]) != want {
		t.Errorf("the step is %v", got)
	}
	if _, got := sv.call(t, secret, "GET", "/v1/links/"+ownID, ""); got["link"].(map[string]any)["conversionTracking"] != true {
		t.Errorf("the link is %v", got)
	}
}
