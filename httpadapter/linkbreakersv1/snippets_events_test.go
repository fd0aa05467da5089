package linkbreakersv1_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// TestSnippetsOfEventsAndVisitorsRun makes the requests of the README and the guide that
// are about what happens after a click.
func TestSnippetsOfEventsAndVisitorsRun(t *testing.T) {
	v := newVisited(t, nil)
	v.Clock.Set(time.Date(2024, 1, 15, 12, 0, 0, 0, time.UTC)) // in the range that the guide asks for
	v.deliver(t)
	link := v.NewLink(linkpack.Link{Destination: "https://example.com/", TrackConversions: true})
	c := newClient(t, v.server)
	c.kept = []string{"{lbid}", v.tracked(t, link, ""), "{link}", link.ID}
	for _, s := range []snippet{
		{
			name: "readme: identify a visitor", method: "POST", path: "/v1/visitor/identify",
			body: `{"lbid":"{lbid}","visitor":{"data":{"$email":"user@example.com","$phone":"+1234567890","$firstName":"John","$lastName":"Doe",` +
				`"company":"Acme Corp","plan":"premium","signupDate":"2024-01-01"}},"setOnce":false}`,
			reads: map[string]string{"created": "true", "visitor.email": "user@example.com"}, keeps: map[string]string{"visitor": "visitor.id"},
		},
		{
			name: "readme: list visitors", method: "GET", path: "/v1/visitors?pageSize=50&email=user@example.com&linkId={link}&search=Acme+Corp",
			reads: map[string]string{"json.totalCount": "1", "json.visitors.0.lastName": "Doe"},
		},
		{
			name: "readme: change a visitor", method: "PATCH", path: "/v1/visitors/{visitor}",
			body: `{"visitor":{"data":{"$email":"updated@example.com","plan":"enterprise"}}}`, reads: map[string]string{"email": "updated@example.com", "attributes.plan": "enterprise"},
		},
		{
			name: "readme: get a visitor", method: "GET", path: "/v1/visitors/{visitor}?include=devices&include=events&include=links",
			reads: map[string]string{"firstName": "John", "devices.0.id": "*", "events.0.id": "*", "links.0.id": "{link}"},
		},
		{
			name: "guide: events", method: "GET", path: "/v1/events/list?start_date=2024-01-01T00%3A00%3A00Z&end_date=2024-01-31T23%3A59%3A59Z&link_id={link}&page_size=100&include=visitor%2Cdevice%2Clink%2CleadScore",
			reads: map[string]string{
				"events.0.visitor.email": "updated@example.com", "events.0.device.deviceBrand": "Apple", "events.0.link.id": "{link}", "events.0.leadScore.leadScore": "*",
				"total_count": "1", "has_more": "false",
			},
		},
		{name: "guide: recent events", method: "GET", path: "/v1/events/list?page_size=10", reads: map[string]string{"events.0.linkId": "{link}"}},
		{
			name: "guide: webhook", method: "POST", path: "/v1/webhooks",
			body: `{"url":"https://your-system.com/linkbreakers-webhook","events":["link.scanned","form.submitted"],"active":true}`, reads: map[string]string{"webhook.secret": "*"},
		},
	} {
		answer, got, err := c.send(t.Context(), s)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: %v, %v", s.name, got, err)
		}
		for path, want := range s.reads {
			if want = strings.ReplaceAll(want, "{link}", link.ID); read(got, path) == "" || want != "*" && read(got, path) != want {
				t.Errorf("%s: %s is %q, want %q", s.name, path, read(got, path), want)
			}
		}
		for name, path := range s.keeps {
			c.kept = append([]string{"{" + name + "}", read(got, path)}, c.kept...)
		}
	}
	checkSnippetOfValues(t, c)
}

// checkSnippetOfValues reads events as the guide does: as a text.
func checkSnippetOfValues(t *testing.T, c *client) {
	t.Helper()
	const path = "/v1/events/list?start_date=2024-01-01T00%3A00%3A00Z&end_date=2024-01-31T23%3A59%3A59Z&response_format=RESPONSE_FORMAT_CSV"
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if rows := table(t, string(text)); err != nil || len(rows) != 1 || rows[0]["Email"] != "updated@example.com" {
		t.Errorf("the values are %q, %v", text, err)
	}
}
