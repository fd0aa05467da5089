package linkbreakersv1_test

import (
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// steps returns the steps of a link.
func (sv *server) steps(t testing.TB, link string) []any {
	t.Helper()
	answer, got := sv.call(t, secret, "GET", "/v1/links/"+link+"/workflow-steps", "")
	if answer.StatusCode != 200 || got["nextPageToken"] != "" {
		t.Fatalf("%d %v", answer.StatusCode, got)
	}
	return got["workflowSteps"].([]any)
}

// at returns what is at a path of names in a JSON object, or nil.
func at(object any, path ...string) any {
	for _, name := range path {
		fields, _ := object.(map[string]any)
		object = fields[name]
	}
	return object
}

func TestStepsCarryTheDestination(t *testing.T) {
	sv := newServer(t, nil)
	_, made := sv.call(t, secret, "POST", "/v1/links", `{"destination":"https://example.com/a"}`)
	id := at(made, "link", "id").(string)
	entry, redirect := made["workflowSteps"].([]any)[0], made["workflowSteps"].([]any)[1]
	ids := strings.NewReplacer(id, "LINK", at(entry, "id").(string), "ENTRY", at(redirect, "id").(string), "REDIRECT")
	want := `[{"childStepIds":["REDIRECT"],"eventAction":"EVENT_ACTION_LINK_VISIT","id":"ENTRY","kind":"KIND_ENTRY","linkId":"LINK",` +
		`"nodeType":"NODE_TYPE_ATOMIC","parentStepIds":[],"payload":{"linkVisit":{}}},` +
		`{"childStepIds":[],"eventAction":"EVENT_ACTION_CLIENT_REDIRECT","id":"REDIRECT","kind":"KIND_EXIT","linkId":"LINK",` +
		`"nodeType":"NODE_TYPE_ATOMIC","parentStepIds":["ENTRY"],"payload":{"clientRedirect":{"destination":"https://example.com/a"}}}]`
	if got := ids.Replace(text(t, made["workflowSteps"])); got != want {
		t.Errorf("made with\n%s\nwant\n%s", got, want)
	}
	if got := sv.steps(t, id); text(t, got) != text(t, made["workflowSteps"]) {
		t.Errorf("listed as\n%v\nmade with\n%v", got, made)
	}
	for _, step := range []any{entry, redirect} {
		_, got := sv.call(t, secret, "GET", "/v1/links/"+id+"/workflow-steps/"+at(step, "id").(string), "")
		if text(t, got) != text(t, map[string]any{"workflowStep": step}) {
			t.Errorf("read as %v", got)
		}
	}
}

func TestAStepMovesTheDestination(t *testing.T) {
	sv := newServer(t, nil)
	_, made := sv.call(t, secret, "POST", "/v1/links", `{"destination":"https://example.com/","shortlink":"one"}`)
	step := made["workflowSteps"].([]any)[1]
	path := "/v1/links/" + at(made, "link", "id").(string) + "/workflow-steps/" + at(step, "id").(string)
	for _, try := range []struct{ body, want string }{
		{`{"payload":{"clientRedirect":{"destination":"https://example.com/sdk"}}}`, "https://example.com/sdk"},
		{`{"payload":{"client_redirect":{"destination":"https://example.com/snake","conversion_tracking":false}}}`, "https://example.com/snake"},
		{`{"payload":{"clientRedirect":{"destination":"https://example.com/moved"},"form":null},"canvasPosition":{"x":1.5,"y":2}}`, "https://example.com/moved"},
		{`{"canvas_position":{"x":1,"y":2}}`, "https://example.com/moved"},
		{`{"payload":null,"laterField":1}`, "https://example.com/moved"},
		{`{"payload":{"clientRedirect":{"destination":null}}}`, "https://example.com/moved"},
	} {
		answer, got := sv.call(t, secret, "PATCH", path, try.body)
		if answer.StatusCode != 200 || at(got, "workflowStep", "payload", "clientRedirect", "destination") != try.want || at(got, "workflowStep", "id") != at(step, "id") {
			t.Errorf("%s: %d %v", try.body, answer.StatusCode, got)
		}
		visit := httptest.NewRecorder()
		sv.ServeHTTP(visit, httptest.NewRequest("GET", "/one", nil))
		if got := visit.Header().Get("Location"); got != try.want {
			t.Errorf("%s leads to %q", try.body, got)
		}
	}
}

func TestStepsThatAreNotThere(t *testing.T) {
	sv := newServer(t, nil)
	_, made := sv.call(t, secret, "POST", "/v1/links", `{"destination":"https://example.com/"}`)
	_, other := sv.call(t, secret, "POST", "/v1/links", `{"destination":"https://example.com/"}`)
	steps := "/v1/links/" + at(made, "link", "id").(string) + "/workflow-steps"
	otherID := at(other["workflowSteps"].([]any)[1], "id").(string)
	moved := `{"payload":{"clientRedirect":{"destination":"https://example.com/moved"}}}`
	for _, try := range []struct{ token, method, path, body string }{
		{"others: " + secret, "GET", steps, ""}, {secret, "GET", "/v1/links/none/workflow-steps", ""},
		{secret, "GET", steps + "/none", ""}, {secret, "GET", steps + "/" + otherID, ""},
		{secret, "PATCH", steps + "/none", moved}, {secret, "PATCH", steps + "/" + otherID, moved},
		{"others: " + secret, "PATCH", steps + "/" + at(made["workflowSteps"].([]any)[1], "id").(string), moved},
	} {
		if answer, got := sv.call(t, try.token, try.method, try.path, try.body); answer.StatusCode != 404 || got["codeType"] != "NOT_FOUND" {
			t.Errorf("%s %s: %d %v", try.method, try.path, answer.StatusCode, got)
		}
	}
}

func TestChangesOfStepsThatAreRefused(t *testing.T) {
	sv := newServer(t, nil)
	link := create(t, sv, linkpack.Link{Rules: []routing.Rule{{Clauses: []routing.Clause{routing.Country("FR")}, Destination: "https://example.com/fr"}}})
	steps := sv.steps(t, link.ID) // entry, redirect, condition, its redirect
	moved := `{"payload":{"clientRedirect":{"destination":"https://example.com/moved"}}}`
	for _, try := range []struct {
		step   int
		body   string
		status int
		want   string // of the answer
	}{
		{1, `{"payload":{"clientRedirect":{"destination":"nowhere"}}}`, 400, `"details":[{"field":"payload.clientRedirect.destination","reason":"must be an absolute URL`},
		{1, `{"payload":{"clientRedirect":{"destination":""}}}`, 400, `"field":"payload.clientRedirect.destination"`},
		{1, `{"payload":{"clientRedirect":{"destination":5}}}`, 400, `{"field":"payload.clientRedirect.destination","reason":"must be a string, not number"}`},
		{1, `{"payload":{"clientRedirect":{"conversionTracking":"yes"}}}`, 400, `"field":"payload.clientRedirect.conversionTracking"`},
		{1, `{"payload":{"clientRedirect":"x"}}`, 400, `{"field":"payload.clientRedirect","reason":"must be an object, not string"}`},
		{1, `{"payload":[]}`, 400, `{"field":"payload","reason":"must be an object, not array"}`},
		{1, `{"payload":{"clientRedirect":{},"client_redirect":{}}}`, 400, `{"field":"payload.clientRedirect","reason":"is sent twice, in two spellings"}`},
		{1, `{"payload":{"countryCondition":{"countries":[]}}}`, 501, "payload.countryCondition is not served"},
		{1, `{"payload":{"time_of_day_condition":{},"client_redirect":{"destination":"https://example.com/moved"}}}`, 501, "payload.timeOfDayCondition is not served"},
		{1, `[]`, 400, "must be an object"},
		{0, moved, 501, "a change of this workflow step is not served"},
		{2, moved, 501, "a change of this workflow step is not served"},
		{3, moved, 501, "a change of this workflow step is not served"},
	} {
		answer, got := sv.call(t, secret, "PATCH", "/v1/links/"+link.ID+"/workflow-steps/"+at(steps[try.step], "id").(string), try.body)
		if answer.StatusCode != try.status || !strings.Contains(text(t, got), try.want) {
			t.Errorf("%s: %d %v", try.body, answer.StatusCode, text(t, got))
		}
	}
	if after := sv.steps(t, link.ID); text(t, after) != text(t, steps) {
		t.Errorf("changed to %v", after)
	}
}

func TestPagesOfSteps(t *testing.T) {
	sv := newServer(t, nil)
	var rules []routing.Rule
	for _, country := range []string{"FR", "DE", "IT"} {
		rules = append(rules, routing.Rule{Clauses: []routing.Clause{routing.Country(country)}, Destination: "https://example.com/" + country})
	}
	link := create(t, sv, linkpack.Link{Rules: rules})
	path := "/v1/links/" + link.ID + "/workflow-steps?pageSize=3"
	var seen []any
	for token := ""; ; {
		_, got := sv.call(t, secret, "GET", path+token, "")
		seen = append(seen, got["workflowSteps"].([]any)...)
		if got["nextPageToken"] == "" {
			break
		}
		token = "&page_token=" + got["nextPageToken"].(string)
		if answer, got := sv.call(t, secret, "GET", "/v1/tags?"+token[1:], ""); answer.StatusCode != 400 {
			t.Errorf("another list takes the token: %v", got)
		}
	}
	if all := sv.steps(t, link.ID); len(all) != 8 || text(t, seen) != text(t, all) {
		t.Errorf("paged as %v", seen)
	}
	for query, field := range map[string]string{"pageSize=x": "pageSize", "pageSize=1001": "pageSize", "pageToken=nonsense": "pageToken", "pageSize=1&pageSize=2": "pageSize"} {
		answer, got := sv.call(t, secret, "GET", "/v1/links/"+link.ID+"/workflow-steps?"+query, "")
		if answer.StatusCode != 400 || !strings.Contains(text(t, got["details"]), `"field":"`+field+`"`) {
			t.Errorf("%s: %d %v", query, answer.StatusCode, got)
		}
	}
}

func TestOtherOperationsOnStepsNameThemselves(t *testing.T) {
	sv := newServer(t, nil)
	for path, methods := range map[string][]string{
		"": {"POST"}, "/auto-layout": {"POST"}, "/validate": {"GET"}, "/s": {"DELETE"},
		"/s/relationships": {"POST"}, "/s/relationships/c": {"DELETE"}, "/s/resolve-collisions": {"POST"},
	} {
		for _, method := range methods {
			answer, got := sv.call(t, secret, method, "/v1/links/l/workflow-steps"+path, "{}")
			if want := method + " /v1/links/l/workflow-steps" + path + " is not served"; answer.StatusCode != 501 || got["message"] != want {
				t.Errorf("%d %v, want %s", answer.StatusCode, got, want)
			}
		}
	}
}

// TestRulesAreStepsThatMeanTheSame lists the rules that have conditions, and those
// that have none. What is not shown here, the property test shows.
func TestRulesAreStepsThatMeanTheSame(t *testing.T) {
	sv := newServer(t, nil)
	for _, try := range []struct {
		rule routing.Rule
		want string // of the payload, or nothing
	}{
		{rule("geo", "fr, DE"), `{"countryCondition":{"countries":[{"countryCode":"FR","nextStepId":"MET"},{"countryCode":"DE","nextStepId":"MET"}],"elseNextStepId":"UNMET"}}`},
		{rule("device", "mobile"), `{"deviceTypeCondition":{"elseNextStepId":"UNMET","options":[{"id":"DEVICE_TYPE_CONDITION_VALUE_MOBILE","nextStepId":"MET","value":"DEVICE_TYPE_CONDITION_VALUE_MOBILE"}]}}`},
		{rule("time", "9:00-17:30,22:00-24:00"), `{"timeOfDayCondition":{"elseNextStepId":"UNMET","ranges":[{"endTime":"17:30","id":"09:00-17:30","nextStepId":"MET","startTime":"09:00"},{"endTime":"00:00","id":"22:00-00:00","nextStepId":"MET","startTime":"22:00"}]}}`},
		{rule("geo", "FR,unknown"), ""}, {rule("device", "Mobile,Other"), ""}, {rule("time", "00:00-24:00"), ""}, {rule("os", "iOS"), ""},
		{routing.Rule{Clauses: []routing.Clause{routing.Not(routing.Country("FR"))}}, ""},
		{routing.Rule{Clauses: []routing.Clause{routing.Country("FR"), routing.Device(routing.Mobile)}}, ""},
		{routing.Rule{Clauses: []routing.Clause{routing.Country("FR")}, Percentage: routing.Percent(50)}, ""},
		{routing.Rule{Clauses: []routing.Clause{routing.TimeOfDay("09:00", "17:00")}, Timezone: "Asia/Tokyo"}, ""},
		{routing.Rule{Percentage: routing.Percent(50)}, ""}, {routing.Rule{}, ""},
	} {
		try.rule.Destination = "https://example.com/rule"
		link := create(t, sv, linkpack.Link{Rules: []routing.Rule{try.rule}})
		steps := sv.steps(t, link.ID)
		got := ""
		if len(steps) == 4 {
			got = strings.NewReplacer(at(steps[3], "id").(string), "MET", at(steps[1], "id").(string), "UNMET").Replace(text(t, at(steps[2], "payload")))
		}
		if got != try.want || len(steps) != 4 && len(steps) != 2 {
			t.Errorf("%+v\n got %s\nwant %s", try.rule, got, try.want)
		}
	}
}

func TestStepsKeepTheirIDs(t *testing.T) {
	sv := newServer(t, nil)
	link := create(t, sv, linkpack.Link{Rules: []routing.Rule{rule("geo", "FR"), rule("device", "Mobile")}})
	before := ids(sv.steps(t, link.ID))
	_, err := sv.shortener.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error {
		l.Destination = "https://example.com/other"
		slices.Reverse(l.Rules)
		l.Rules[0].Destination = "https://example.com/changed"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if after := ids(sv.steps(t, link.ID)); !maps.Equal(after, before) || len(after) != 6 {
		t.Errorf("%v, before %v", after, before)
	}
}

// ids returns the set of the ids of steps.
func ids(steps []any) map[any]bool {
	set := map[any]bool{}
	for _, step := range steps {
		set[at(step, "id")] = true
	}
	return set
}

// rule returns a rule with one clause.
func rule(condition, value string) routing.Rule {
	return routing.Rule{Clauses: []routing.Clause{{Condition: condition, Value: value}}, Destination: "https://example.com/rule"}
}

// create makes a link to https://example.com/, as other APIs do.
func create(t testing.TB, sv *server, link linkpack.Link) *linkpack.Link {
	t.Helper()
	link.Destination = "https://example.com/"
	made, err := sv.shortener.CreateLink(t.Context(), link)
	if err != nil {
		t.Fatal(err)
	}
	return made
}
