package linkbreakersv1_test

import (
	"encoding/json"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/internal/tenanttest"
	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

// attempts returns what is tried, by route. Each route that is served needs an entry,
// so that a new one is not forgotten. Taken shortlinks and slugs are not tried: all
// workspaces share their names.
func attempts() map[string][]tenanttest.Attempt {
	const links, steps, domains, directories = "/v1/links", "/v1/links/{linkId}/workflow-steps", "/v1/custom-domains", "/v1/directories"
	const designs, templates, tokens = "/v1/qrcode-designs", "/v1/qrcode-templates", "/v1/workspace-tokens"
	const a = `"destination":"https://a.test/"`
	return map[string][]tenanttest.Attempt{
		"POST /v1/links": {
			{links, `{` + a + `,"qrcodeDesignId":"{design}"}`}, {links, `{` + a + `,"customDomainId":"{claim}"}`}, {links, `{` + a + `,"id":"{id}"}`}, {links, `{` + a + `,"id":"{binned}"}`},
			{links, `{` + a + `,"directoryId":"{directory}"}`}, {links, `{` + a + `,"qrcodeTemplateId":"{template}"}`},
		},
		"POST /v1/links/bulk": {
			{links + "/bulk", `{"links":[{` + a + `},{` + a + `,"qrcodeDesignId":"{design}"}]}`},
			{links + "/bulk", `{"links":[{` + a + `},{` + a + `,"customDomainId":"{claim}"}]}`},
		},
		"GET /v1/links": {
			{links}, {links + "?search={name}"}, {links + "?search={code}"}, {links + "?tags={tag}&tags=owntag"}, {links + "?pageToken={cursor}"},
			{links + "?directoryId={directory}"}, {links + "?directoryId={directory}&view=LINK_VIEW_DIRECTORY"},
			{links + "?include=tags,customDomain,qrcodeDesign,qrcodeSignedUrl&sortBy=LINK_SORT_FIELD_EVENT_COUNT"},
		},
		"GET /v1/links/shortlink-availability": {{links + "/shortlink-availability?shortlink=mine&customDomainId={claim}"}},
		"GET /v1/links/shortlink-random":       {{links + "/shortlink-random"}},
		"GET /v1/links/{id}":                   {{links + "/{id}"}, {links + "/{binned}"}, {links + "/{code}"}, {links + "/{external}"}},
		"PATCH /v1/links/{id}": {
			{links + "/{id}", `{"name":"mine"}`}, {links + "/{id}", `{}`}, {links + "/{id}", `{"name":7}`}, {links + "/{id}", `{"shortlink":"mine"}`},
			{links + "/{own}", `{"qrcodeDesignId":"{design}"}`}, {links + "/{own}", `{"qrcodeTemplateId":"{template}"}`}, {links + "/{own}", `{"id":"{id}"}`},
			{links + "/{own}", `{"customDomainId":"{claim}"}`}, {links + "/{own}", `{"directoryId":"{directory}"}`},
		},
		"DELETE /v1/links/{id}": {{links + "/{id}"}, {links + "/{binned}"}},
		"GET " + steps:          {{links + "/{id}/workflow-steps"}, {links + "/{own}/workflow-steps?pageToken={cursor}"}},
		"GET " + steps + "/{id}": {
			{links + "/{id}/workflow-steps/{step}"}, {links + "/{own}/workflow-steps/{step}"},
		},
		"PATCH " + steps + "/{id}": {
			{links + "/{id}/workflow-steps/{step}", `{"payload":{"clientRedirect":{"destination":"https://a.test/"}}}`},
			{links + "/{own}/workflow-steps/{step}", `{"payload":{"clientRedirect":{"destination":"https://a.test/"}}}`},
			{links + "/{id}/workflow-steps/{step}", `{}`},
		},
		"GET " + domains:                                   {{domains}, {domains + "?status=STATUS_ACTIVE"}},
		"POST " + domains:                                  {{domains, `{"name":"{host}"}`}, {domains, `{"name":"{host}","rootDestination":"https://a.test/"}`}},
		"GET " + domains + "/{id}":                         {{domains + "/{claim}"}, {domains + "/{host}"}},
		"PATCH " + domains + "/{id}":                       {{domains + "/{claim}", `{"rootDestination":"https://a.test/"}`}, {domains + "/{host}", `{}`}},
		"DELETE " + domains + "/{id}":                      {{domains + "/{claim}"}, {domains + "/{host}"}},
		"POST " + domains + "/{id}/check":                  {{domains + "/{claim}/check"}, {domains + "/{host}/check"}},
		"GET " + domains + "/{id}/validation_instructions": {{domains + "/{claim}/validation_instructions"}},
		"GET " + directories:                               {{directories}, {directories + "?pageToken={cursor}"}, {directories + "?parentDirectoryId={directory}"}, {directories + "?search={group}"}},
		"POST " + directories:                              {{directories, `{"name":"{group}"}`}, {directories, `{"name":"mine","parentDirectoryId":"{directory}"}`}},
		"GET " + directories + "/{id}":                     {{directories + "/{directory}"}},
		"PATCH " + directories + "/{id}": {
			{directories + "/{directory}", `{"name":"mine"}`}, {directories + "/{directory}", `{"parentDirectoryId":"{owndirectory}"}`},
			{directories + "/{owndirectory}", `{"parentDirectoryId":"{directory}"}`}, {directories + "/{owndirectory}", `{"name":"{group}"}`},
		},
		"DELETE " + directories + "/{id}": {
			{directories + "/{directory}"}, {directories + "/{directory}?moveTo=root"}, {directories + "/{directory}?moveTo={owndirectory}"}, {directories + "/{owndirectory}?moveTo={directory}"},
		},
		"POST /v1/public/qrcode-designs": {{"/v1/public/qrcode-designs", `{"id":"{design}"}`}},
		"POST " + designs:                {{designs, `{"id":"{design}","workspaceId":"default"}`}},
		"POST " + designs + "/apply-template": {
			{designs + "/apply-template", `{"linkId":"{id}","templateSlug":"{slug}"}`}, {designs + "/apply-template", `{"linkId":"{own}","templateSlug":"{slug}"}`},
		},
		"GET " + designs + "/{id}":    {{designs + "/{design}"}},
		"PATCH " + designs + "/{id}":  {{designs + "/{design}", `{"width":500}`}, {designs + "/{design}", `{"width":0}`}},
		"DELETE " + designs + "/{id}": {{designs + "/{design}"}},
		"GET " + templates: {
			{templates}, {templates + "?search={name}&include=qrcodeDesign"}, {templates + "?pageToken={cursor}"}, {templates + "?workspaceId=default"},
		},
		"POST " + templates:                      {{templates, `{"qrcodeDesignId":"{design}"}`}},
		"POST " + templates + "/import":          {{templates + "/import", `{"slug":"{slug}"}`}},
		"GET " + templates + "/{id}":             {{templates + "/{template}"}},
		"PATCH " + templates + "/{id}":           {{templates + "/{template}", `{"name":"mine"}`}, {templates + "/{template}", `{"slug":7}`}},
		"DELETE " + templates + "/{id}":          {{templates + "/{template}"}},
		"POST " + templates + "/{id}/publish":    {{templates + "/{template}/publish", `{}`}},
		"GET /v1/public/qrcode-templates":        {{"/v1/public/qrcode-templates?workspaceId=default"}, {"/v1/public/qrcode-templates?search={name}"}},
		"GET /v1/public/qrcode-templates/{slug}": {{"/v1/public/qrcode-templates/{slug}"}, {"/v1/public/qrcode-templates/{template}"}},
		"POST /v1/analytics/breakdown":           {{"/v1/analytics/breakdown", `{"dimension":"country","linkId":"{id}"}`}, {"/v1/analytics/breakdown", `{"dimension":"country"}`}},
		"POST /v1/analytics/geo":                 {{"/v1/analytics/geo", `{"linkId":"{id}"}`}, {"/v1/analytics/geo", `{}`}},
		"POST /v1/analytics/devices":             {{"/v1/analytics/devices", `{"linkId":"{id}"}`}, {"/v1/analytics/devices", `{}`}},
		"POST /v1/analytics/hours":               {{"/v1/analytics/hours", `{"linkId":"{id}"}`}, {"/v1/analytics/hours", `{}`}},
		"POST /v1/analytics/timeseries":          {{"/v1/analytics/timeseries", `{"linkId":"{id}"}`}, {"/v1/analytics/timeseries", `{}`}},
		"POST /v1/analytics/top-links":           {{"/v1/analytics/top-links", `{"linkId":"{id}"}`}, {"/v1/analytics/top-links", `{}`}},
		"POST /v1/analytics/visitors":            {{"/v1/analytics/visitors", `{"linkId":"{id}"}`}, {"/v1/analytics/visitors", `{}`}},
		"POST /v1/timeseries/events":             {{"/v1/timeseries/events", `{"linkId":"{id}","intervalInMinutes":5}`}, {"/v1/timeseries/events", `{}`}},
		"GET /v1/metrics/events":                 {{"/v1/metrics/events?linkId={id}"}, {"/v1/metrics/events"}},
		"GET /v1/metrics/workspace":              {{"/v1/metrics/workspace"}},
		"GET /v1/tags":                           {{"/v1/tags"}, {"/v1/tags?search={tag}"}, {"/v1/tags?pageToken={cursor}"}},
		"DELETE /v1/tags":                        {{"/v1/tags?name={tag}"}},
		"GET " + tokens:                          {{tokens}, {tokens + "?workspaceId=default"}},
		"POST " + tokens:                         {{tokens, `{"keyType":"WORKSPACE_TOKEN_KEY_TYPE_SECRET","workspaceId":"default","id":"{token}"}`}},
		"POST " + tokens + "/{id}/rotate":        {{tokens + "/{token}/rotate", `{"graceSeconds":0}`}, {tokens + "/{token}/rotate", `{"graceSeconds":60}`}},
		"GET " + tokens + "/{id}":                {{tokens + "/{token}"}},
		"DELETE " + tokens + "/{id}":             {{tokens + "/{token}"}},
		"GET /v1/events": {
			{"/v1/events"}, {"/v1/events?linkId={id}"}, {"/v1/events?visitorId={visitor}"}, {"/v1/events?pageToken={cursor}"},
			{"/v1/events?include=visitor,device,link,workspace,leadScore,conversions"}, {"/v1/events?responseFormat=RESPONSE_FORMAT_CSV&linkId={id}"},
		},
		"GET /v1/events/list":             {{"/v1/events/list"}, {"/v1/events/list?linkId={id}"}, {"/v1/events/list?visitorId={visitor}&linkId={own}"}, {"/v1/events/list?pageToken={cursor}"}},
		"GET /v1/events/{eventId}/traces": {{"/v1/events/{click}/traces"}, {"/v1/events/{lbid}/traces"}},
		"GET /v1/links/{linkId}/lead-score/{eventId}": {
			{links + "/{id}/lead-score/{click}"}, {links + "/{own}/lead-score/{click}"}, {links + "/{own}/lead-score/{lbid}"},
		},
		"GET /v1/links/{linkId}/lead-score-explanation/{eventId}": {
			{links + "/{id}/lead-score-explanation/{lbid}"}, {links + "/{own}/lead-score-explanation/{click}"},
		},
		"POST /v1/visitor/identify": {
			{"/v1/visitor/identify", `{"lbid":"{lbid}","visitor":{"data":{"$email":"{email}"}}}`}, {"/v1/visitor/identify", `{"lbid":"{click}"}`},
		},
		"GET /v1/visitors": {
			{"/v1/visitors"}, {"/v1/visitors?email={email}"}, {"/v1/visitors?search={email}&include=devices,events,links"}, {"/v1/visitors?linkId={id}"},
			{"/v1/visitors?pageToken={cursor}"}, {"/v1/visitors?responseFormat=RESPONSE_FORMAT_CSV"}, {"/v1/visitors?sortField=VISITOR_SORT_FIELD_VISIT_COUNT"},
		},
		"GET /v1/visitors/attributes":                        {{"/v1/visitors/attributes"}, {"/v1/visitors/attributes?linkId={id}"}},
		"GET /v1/visitors/{id}":                              {{"/v1/visitors/{visitor}"}, {"/v1/visitors/{visitor}?include=devices,events,links"}},
		"PATCH /v1/visitors/{id}":                            {{"/v1/visitors/{visitor}", `{"visitor":{"data":{"$email":"mine@a.test"}}}`}, {"/v1/visitors/{visitor}", `{}`}},
		"DELETE /v1/visitors/{id}":                           {{"/v1/visitors/{visitor}"}},
		"DELETE /v1/visitors/{id}/attributes/{attributeKey}": {{"/v1/visitors/{visitor}/attributes/email"}},
		"GET /v1/webhooks":                                   {{"/v1/webhooks"}},
		"POST /v1/webhooks":                                  {{"/v1/webhooks", `{"url":"https://a.test/","events":["link.created"],"linkId":"{id}"}`}},
		"GET /v1/webhooks/{id}":                              {{"/v1/webhooks/{hook}"}},
		"PATCH /v1/webhooks/{id}":                            {{"/v1/webhooks/{hook}", `{"url":"https://a.test/"}`}, {"/v1/webhooks/{hook}", `{"url":7}`}},
		"DELETE /v1/webhooks/{id}":                           {{"/v1/webhooks/{hook}"}},
		"POST /v1/webhooks/{id}/rotate":                      {{"/v1/webhooks/{hook}/rotate", `{"graceSeconds":0}`}},
		"POST /v1/webhooks/{id}/test":                        {{"/v1/webhooks/{hook}/test", `{}`}},
		"GET /v1/webhooks/{id}/deliveries":                   {{"/v1/webhooks/{hook}/deliveries"}},
		"POST /v1/webhooks/{id}/deliveries/{delivery}/send":  {{"/v1/webhooks/{hook}/deliveries/x/send"}},
		"POST /v1/analytics/attributes/distribution":         {{"/v1/analytics/attributes/distribution", `{"key":"$email"}`}, {"/v1/analytics/attributes/distribution", `{"key":"$email","linkId":"{id}"}`}},
		"POST /v1/analytics/attributes/metric":               {{"/v1/analytics/attributes/metric", `{"key":"$email"}`}, {"/v1/analytics/attributes/metric", `{"key":"$email","linkId":"{id}"}`}},
		"POST /v1/analytics/attributes/values":               {{"/v1/analytics/attributes/values", `{"key":"$email"}`}, {"/v1/analytics/attributes/values", `{"key":"$email","linkId":"{id}"}`}},
		"POST /v1/analytics/funnel":                          {{"/v1/analytics/funnel", `{"linkId":"{id}"}`}, {"/v1/analytics/funnel", `{}`}},
		"POST /v1/conversions": {
			{"/v1/conversions", `{"lbid":"{lbid}","kind":"a"}`}, {"/v1/conversions", `{"lbid":"{lbid}","kind":"a","id":"{id}"}`}, {"/v1/conversions", `{"lbid":"{click}","kind":"a"}`},
		},
	}
}

// TestAnotherWorkspaceIsAsIfItDidNotExist tries every operation with ids, names and so
// on of another workspace.
func TestAnotherWorkspaceIsAsIfItDidNotExist(t *testing.T) {
	tenanttest.Run(t, newWorld, attempts())
}

// newWorld returns a world with all that the attempts name.
func newWorld(t *testing.T) *tenanttest.World {
	var hooks *webhook.Webhooks
	w := tenanttest.New(t, func(s *linkpack.Shortener) httpadapter.API {
		hooks = openHooks(t, s)
		return linkbreakersv1.New(&linkbreakersv1.Options{Webhooks: hooks})
	})
	hook, err := hooks.Create(t.Context(), webhook.Webhook{Name: "victimhook", URL: "https://victim.test/", Status: webhook.Paused})
	if err != nil {
		t.Fatal(err)
	}
	w.Has("hook", hook.ID, "01900000-0000-7000-8000-00000000000a")
	has := func(name, nobodys, target, place string) {
		status, answer := w.Ask("GET", tenanttest.Attempt{target})
		var got map[string]any
		if err := json.Unmarshal([]byte(answer), &got); err != nil || status != 200 {
			t.Fatalf("%s: %d %s, %v", target, status, answer, err)
		}
		w.Has(name, read(got, place), nobodys)
	}
	steps := "/v1/links/{id}/workflow-steps"
	has("step", "01900000-0000-5000-8000-000000000005", steps, "workflowSteps.1.id")
	has("cursor", "nobodycursor", steps+"?pageSize=1", "nextPageToken")
	addClick(t, w)
	return w
}

// addClick gives the victim a tracked click, with its lbid and its ID.
func addClick(t *testing.T, w *tenanttest.World) {
	t.Helper()
	visit := w.Visit(w.NewLink(linkpack.Link{Destination: "https://victim.test/", ShortCode: "tracked", TrackConversions: true}))
	res, err := visit.Resolve()
	if err == nil {
		err = w.Record(t.Context(), res)
	}
	if err != nil {
		t.Fatal(err)
	}
	id, err := linkpack.ClickIDOf(res.LBID())
	if err != nil {
		t.Fatal(err)
	}
	const nobodys = "019b8da7-5c00-7000-8000-000000000001"
	w.Has("lbid", res.LBID(), linkpack.LBID(nobodys))
	w.Has("click", id, nobodys)
	visitor, _, err := w.IdentifyVisitor(t.Context(), linkpack.Identification{Click: id, Attributes: map[string]any{"$email": "ada@victim.test", "victimkey": "x"}})
	if err != nil {
		t.Fatal(err)
	}
	w.Has("visitor", visitor.ID, "01900000-0000-7000-8000-00000000000b")
	w.Has("email", "ada@victim.test", "ada@nobody.test")
}
