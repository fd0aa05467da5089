package linkbreakersv1_test

import (
	"os"
	"strings"
	"testing"
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
