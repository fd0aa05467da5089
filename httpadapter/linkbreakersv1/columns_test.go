package linkbreakersv1_test

import (
	"os"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

func TestTheGuideNamesEveryColumn(t *testing.T) {
	guide, err := os.ReadFile("../../docs/linkbreakers.md")
	if err != nil {
		t.Fatal(err)
	}
	v := newVisited(t, nil)
	for what, path := range map[string]string{"The columns of events are ": "/v1/events", "Those of visitors are ": "/v1/visitors"} {
		sheet := read(v.want(t, 200, "GET", path+"?responseFormat=RESPONSE_FORMAT_CSV", ""), "csv.csvData")
		names := strings.ReplaceAll(strings.TrimSpace(sheet), ",", ", ")
		if want := what + names; !strings.Contains(string(guide), want+";") && !strings.Contains(string(guide), want+".") {
			t.Errorf("the guide does not say: %s", want)
		}
	}
}

func TestConversionsHaveEveryColumn(t *testing.T) {
	v := newVisited(t, nil)
	link := v.NewLink(linkpack.Link{Destination: "https://example.com/", TrackConversions: true})
	lbid := v.tracked(t, link, "")
	v.want(t, 200, "POST", "/v1/conversions", `{"lbid":"`+lbid+`","kind":"purchase","value":1234567.5,"currency":"EUR","formResponses":{"name":"Ann"},"properties":{"a":"=1"}}`)
	rows, _ := v.rows(t, "/v1/events/list?responseFormat=RESPONSE_FORMAT_CSV&include=conversions")
	if len(rows) != 2 {
		t.Fatalf("%d rows", len(rows))
	}
	for name, want := range map[string]string{
		"Action": "ACTION_UNSPECIFIED", "Conversion": "purchase", "Value": "1234567.5", "Currency": "EUR", "Form responses": `{"name":"Ann"}`, "Properties": `{"a":"=1"}`,
		"First conversion": "true", "Triggered by": "TRIGGERED_BY_VISITOR", "Click ID": rows[1]["Event ID"], "HTTP method": "", "Link ID": link.ID,
	} {
		if got := rows[0][name]; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}
