package linkpackv1_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/internal/tenanttest"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/linkpack"
)

type attempt = tenanttest.Attempt

// attempts returns what is tried, by route. Each route needs an entry, so that a
// new one is not forgotten.
func attempts() map[string][]attempt {
	lists := func(path string) []attempt {
		var list []attempt
		for _, filter := range []string{"domain={host}", "tag={tag}", "group={group}", "search={name}", "search={code}", "cursor={cursor}", ""} {
			list = append(list, attempt{path + "?" + filter})
		}
		return list
	}
	const bulk, link, domain = "/api/v1/links/bulk", "/api/v1/link/{id}", "/api/v1/domains/{host}"
	const a = `"longUrl":"https://a.test/"`
	return map[string][]attempt{
		"POST /api/v1/shorten": {
			{"/api/v1/shorten", `{` + a + `,"domain":"{host}"}`, ""},
			{"/api/v1/shorten", `{` + a + `,"design":"{design}"}`, ""},
			{"/api/v1/shorten", `{` + a + `,"aliases":[{"domain":"{host}","short_code":"{code}"}]}`, ""},
			{"/api/v1/shorten", `{"longUrl":"https://victim.example/key"}`, "{key}"},
			{"/api/v1/shorten", `{` + a + `,"externalId":"{external}"}`, ""},
			{"/api/v1/shorten", `{` + a + `,"externalId":"{external}","findIfExists":true}`, ""},
			{"/api/v1/shorten", `{"longUrl":"https://victim.example/secret","findIfExists":true}`, ""},
		},
		"GET /api/v1/link":      {{"/api/v1/link?externalId={external}", "", ""}, {"/api/v1/link?externalId={id}", "", ""}},
		"GET /api/v1/link/{id}": {{link, "", ""}, {"/api/v1/link/{binned}?deleted=true", "", ""}, {link + "?deleted=true", "", ""}},
		"POST /api/v1/link/{id}/restore": {
			{"/api/v1/link/{binned}/restore", "", ""}, {"/api/v1/link/{binned}/restore", `{"shortCode":null}`, ""}, {link + "/restore", "", ""},
		},
		"POST /api/v1/links/bulk/restore": {
			{bulk + "/restore", `{"links":[{"id":"{binned}"}]}`, ""}, {bulk + "/restore", `{"links":[{"id":"{binned}","shortCode":null},{"id":"{own}"}]}`, ""},
		},
		"GET /api/v1/link/{id}/stats": {{link + "/stats", "", ""}, {"/api/v1/link/{binned}/stats", "", ""}, {link + "/stats?top=0", "", ""}},
		"GET /api/v1/link/{id}/clicks": {
			{link + "/clicks"}, {link + "/clicks?conversions=true&limit=1"}, {"/api/v1/link/{binned}/clicks"}, {"/api/v1/link/{own}/clicks?cursor={clickcursor}"},
			{link + "/clicks?cursor={clickcursor}"}, {link + "/clicks?limit=0"},
		},
		"DELETE /api/v1/visitor/{id}": {{"/api/v1/visitor/{visitor}"}, {"/api/v1/visitor/{id}"}},
		"PATCH /api/v1/link/{id}": {
			{link, `{"name":"mine"}`, ""}, {link, `{}`, ""}, {link, `{"name":7}`, ""}, {link, `{"shortCode":"mine"}`, ""},
			{"/api/v1/link/{own}", `{"externalId":"{external}"}`, ""},
			{"/api/v1/link/{own}", `{"design":"{design}"}`, ""},
			{"/api/v1/link/{own}", `{"domain":"{host}"}`, ""},
			{"/api/v1/link/{own}", `{"aliases":[{"domain":"{host}","short_code":"x1"}]}`, ""},
			{"/api/v1/link/{own}", `{"id":"{id}"}`, ""},
		},
		"DELETE /api/v1/link/{id}": {{link, "", ""}, {link + "?permanent=true", "", ""}, {"/api/v1/link/{binned}?permanent=true", "", ""}},
		"PATCH /api/v1/links": {
			{"/api/v1/links?group={group}&dryRun=true", `{"name":"x"}`}, {"/api/v1/links?tag={tag}&expected=0", `{"name":"x"}`},
			{"/api/v1/links?search={code}&expected=1", `{"name":"x"}`}, {"/api/v1/links?domain={host}&dryRun=true", `{"name":"x"}`},
		},
		"DELETE /api/v1/links": {
			{"/api/v1/links?group={group}&dryRun=true"}, {"/api/v1/links?tag={tag}&expected=0"},
			{"/api/v1/links?search={code}&expected=1"}, {"/api/v1/links?domain={host}&dryRun=true"},
		},
		"GET /api/v1/links": append(lists("/api/v1/links"), attempt{"/api/v1/links?deleted=true", "", ""}),
		"POST /api/v1/links/bulk": {
			{bulk, `{"links":[{` + a + `},{` + a + `,"domain":"{host}"}]}`, ""},
			{bulk, `{"links":[{` + a + `},{` + a + `,"design":"{design}"}]}`, ""},
		},
		"PATCH /api/v1/links/bulk": {
			{bulk, `{"links":[{"id":"{own}","name":"x"},{"id":"{id}","name":"x"}]}`, ""},
			{bulk, `{"links":[{"id":"{own}","domain":"{host}"}]}`, ""},
		},
		"DELETE /api/v1/links/bulk": {{bulk, `{"ids":["{own}","{id}"]}`, ""}, {bulk, `{"ids":["{id}"]}`, ""}, {bulk + "?permanent=true", `{"ids":["{binned}"]}`, ""}},
		"GET /api/v1/links/qr.zip":  lists("/api/v1/links/qr.zip"),
		"POST /api/v1/links/qr.zip": {{"/api/v1/links/qr.zip", `{"ids":["{own}","{id}"]}`, ""}},
		"GET /api/v1/stats/{shortCode}": {
			{"/api/v1/stats/{code}", "", ""}, {"/api/v1/stats/{alias}", "", ""}, {"/api/v1/stats/{code}?domain={host}", "", ""},
			{"/api/v1/stats/{code}?top=0", "", ""}, {"/api/v1/stats/own?domain={host}", "", ""},
		},
		"GET /api/v1/stats": append(lists("/api/v1/stats")[:5],
			attempt{"/api/v1/stats?by=tag", "", ""}, attempt{"/api/v1/stats?by=link", "", ""}, attempt{"/api/v1/stats?by=group&group={group}", "", ""},
			attempt{"/api/v1/stats?by=domain&domain={host}", "", ""}, attempt{"/api/v1/stats?by=metadata:{tag}", "", ""},
			attempt{"/api/v1/stats?metadata[{tag}]={name}", "", ""}, attempt{"/api/v1/stats?filter[destination]=https://victim.example/secret", "", ""}),
		"GET /api/v1/tags":           {{"/api/v1/tags", "", ""}},
		"PATCH /api/v1/tags/{name}":  {{"/api/v1/tags/{tag}", `{"name":"x"}`, ""}, {"/api/v1/tags/owntag", `{"name":"{tag}"}`, ""}},
		"DELETE /api/v1/tags/{name}": {{"/api/v1/tags/{tag}", "", ""}},
		"POST /api/v1/key/rotate":    {{"/api/v1/key/rotate", `{"graceSeconds":0}`, ""}},
		"GET /api/v1/domains":        {{"/api/v1/domains", "", ""}},
		"POST /api/v1/domains": {
			{"/api/v1/domains", `{"host":"{host}"}`, ""}, {"/api/v1/domains", `{"host":"{host}","fold_case":true}`, ""},
		},
		"GET /api/v1/domains/{host}":         {{domain, "", ""}, {"/api/v1/domains/{claim}", "", ""}},
		"PATCH /api/v1/domains/{host}":       {{domain, `{"root_url":"https://a.test/"}`, ""}, {domain, `{"fold_case":true}`, ""}},
		"DELETE /api/v1/domains/{host}":      {{domain, "", ""}},
		"POST /api/v1/domains/{host}/verify": {{domain + "/verify", "", ""}},
	}
}

// TestAnotherWorkspaceIsAsIfItDidNotExist tries every operation with ids, codes,
// hosts and so on of another workspace.
func TestAnotherWorkspaceIsAsIfItDidNotExist(t *testing.T) {
	tenanttest.Run(t, newWorld, attempts())
}

// newWorld returns a world that serves the Link Pack API.
func newWorld(t *testing.T) *tenanttest.World {
	w := tenanttest.New(t, func(s *linkpack.Shortener) httpadapter.API {
		return linkpackv1.New(&linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1 << 20}, Codes: newImages(t, s)})
	})
	w.Ask("POST", attempt{"/api/v1/shorten", `{"longUrl":"https://victim.example/key"}`, "victimkey"})
	w.Has("key", "victimkey", "nobodykey")
	page, err := w.ListLinks(t.Context(), linkpack.LinkQuery{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	w.Has("cursor", page.Next, "nobodycursor")
	addVisitor(t, w)
	return w
}

// addVisitor gives the victim a visitor who clicked twice, and a cursor of the list of the
// clicks.
func addVisitor(t *testing.T, w *tenanttest.World) {
	t.Helper()
	link := w.NewLink(linkpack.Link{Destination: "https://victim.test/", ShortCode: "tracked", TrackConversions: true})
	visit := w.Visit(link)
	var lbid string
	for range 2 {
		res, err := visit.Resolve()
		if err == nil {
			err = w.Record(t.Context(), res)
		}
		if err != nil {
			t.Fatal(err)
		}
		lbid = res.LBID()
	}
	visitor, _, err := w.IdentifyVisitor(t.Context(), linkpack.Identification{Click: lbid})
	if err != nil {
		t.Fatal(err)
	}
	w.Has("visitor", visitor.ID, "01900000-0000-7000-8000-00000000000b")
	clicks, err := w.Events(t.Context(), linkpack.EventQuery{Link: link.ID, Limit: 1})
	if err != nil || clicks.Next == "" {
		t.Fatal(err, clicks)
	}
	w.Has("clickcursor", clicks.Next, "nobodycursor")
}
