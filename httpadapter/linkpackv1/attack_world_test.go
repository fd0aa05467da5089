package linkpackv1_test

import (
	"encoding/json"
	"io"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/linkpack"
)

// world is a server with a victim and an attacker, who has the token foreign.
type world struct {
	*server
	values map[string]string // by their names in braces
}

const victimHost = "links.victim.example"

func newWorld(t *testing.T) *world {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1 << 20}})
	w := &world{sv, map[string]string{
		"code": "victimcode", "alias": "victimalias", "tag": "victimtag", "group": "victimgroup", "name": "victimname", "host": victimHost, "key": "victimkey",
		"external": "victimexternal",
	}}
	w.values["claim"] = sv.verified(t, "default", victimHost)
	design, err := sv.shortener.CreateDesign(t.Context(), linkpack.StoredDesign{Body: []byte(`{"dotsOptions":{"color":"#010203"}}`)})
	if err != nil {
		t.Fatal(err)
	}
	create := func(link linkpack.Link) string {
		made, err := sv.shortener.CreateLink(t.Context(), link)
		if err != nil {
			t.Fatal(err)
		}
		return made.ID
	}
	create(linkpack.Link{ShortCode: "victimcode", Domain: victimHost, Destination: "https://victim.example/own"})
	w.values["id"] = create(linkpack.Link{
		ShortCode: "victimcode", Aliases: []linkpack.Alias{{ShortCode: "victimalias"}}, Destination: "https://victim.example/secret",
		Name: "victimname", Group: "victimgroup", Tags: []string{"victimtag"}, Design: design.ID, ExternalID: "victimexternal",
	})
	w.values["binned"] = create(linkpack.Link{ShortCode: "victimbinned", Destination: "https://victim.example/binned"})
	if err := sv.shortener.DeleteLink(t.Context(), "", w.values["binned"]); err != nil {
		t.Fatal(err)
	}
	w.values["own"] = create(linkpack.Link{Workspace: "others", ShortCode: "own", Destination: "https://a.test/", Tags: []string{"owntag"}})
	w.values["design"] = design.ID
	sv.with("POST", "/api/v1/shorten", `{"longUrl":"https://victim.example/key"}`, "Idempotency-Key: victimkey")
	sv.visit("/victimcode", "192.0.2.1", phone, "https://victim.example/from")
	page, err := sv.shortener.ListLinks(t.Context(), linkpack.LinkQuery{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	w.values["cursor"] = page.Next
	tokens, err := sv.shortener.Tokens(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	w.values["token"] = tokens[0].ID
	return w
}

// strangers returns values of the same kinds that nobody has.
func (w *world) strangers() map[string]string {
	return map[string]string{
		"id": "01900000-0000-7000-8000-000000000000", "code": "nobodycode", "alias": "nobodyalias", "tag": "nobodytag", "group": "nobodygroup",
		"name": "nobodyname", "host": "links.nobody.example", "key": "nobodykey", "own": w.values["own"], "cursor": "nobodycursor",
		"design": "01900000-0000-7000-8000-000000000001", "token": "01900000-0000-7000-8000-000000000002",
		"binned": "01900000-0000-7000-8000-000000000004", "claim": "01900000-0000-7000-8000-000000000003",
		"external": "nobodyexternal",
	}
}

func filled(text string, values map[string]string) string {
	for name, value := range values {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

// try makes an attempt and returns the answer with the values taken out.
func (w *world) try(method string, a attempt, values map[string]string, token string) (status int, answer string) {
	r := httptest.NewRequest(method, "https://linkpack.test"+filled(a.target, values), strings.NewReader(filled(a.body, values)))
	r.Header.Set("Authorization", "Bearer "+token)
	if a.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if a.key != "" {
		r.Header.Set("Idempotency-Key", filled(a.key, values))
	}
	sent := w.send(r)
	body, _ := io.ReadAll(sent.Body)
	answer = sent.Header.Get("Idempotency-Replayed") + sent.Header.Get("Next-Cursor") + "\n" + string(body)
	for name, value := range values {
		answer = strings.ReplaceAll(answer, value, "{"+name+"}")
	}
	return sent.StatusCode, answer
}

var (
	randomCode = regexp.MustCompile(`\b[2-9A-HJ-NP-Za-km-z]{7}"`)
	randomKey  = regexp.MustCompile(`\blp_[0-9A-Za-z]{43}"`)
)

// withoutRandom takes ids, challenges, keys and codes out of an answer, which differ
// from world to world.
func withoutRandom(answer string) string {
	answer = randomKey.ReplaceAllString(answer, `{key}"`)
	return randomCode.ReplaceAllString(uuids.ReplaceAllString(challenges.ReplaceAllString(answer, ""), "{uuid}"), `{random}"`)
}

// everything returns what the victim has, as the engine's own calls tell it.
func (w *world) everything(t *testing.T) string {
	t.Helper()
	s := w.shortener
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	links, err := s.ListLinks(t.Context(), linkpack.LinkQuery{Limit: 1000, Bin: linkpack.WithBin})
	if err != nil {
		t.Fatal(err)
	}
	domains, err := s.Domains(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	designs, err := s.Designs(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	tags, err := s.Tags(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	stats, err := s.Stats(t.Context(), "", w.values["id"], analytics.Query{})
	if err != nil {
		t.Fatal(err)
	}
	all, err := json.Marshal([]any{links, domains, designs, tags, stats})
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}
