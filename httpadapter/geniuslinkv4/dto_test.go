package geniuslinkv4_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// dto are the fields of the type UserShortLink that the service publishes, with the
// types that clients read.
const dto = `
string destinationUrl shortUrlCode domain linkType productUrl trackingCode notes group username jsonMetadata
string jsonItemMetadata jsonPostProcessingRules jsonOverrides advertiser productDisplayName1 productDisplayName2
string productDisplayName3 productArtworkThumbnailUrl productArtworkThumbnailUrl100 advertiserIcon
string advertiserIconCssClass advertiserIconTitle trackingPixelIds linkCreatorSetting
number id tsid totalClicks advertiserId percentChangePeriodOverPeriod previousPeriodTotalClicks isArchived
number isArchivedInt applePreference
bool hasOverride skipAffiliateRedirect fetchMetadata isGenius
date createdUtc updatedUtc createdUserTime updatedUserTime
list aliases`

// TestALinkHasTheFieldsOfThePublishedType reads a link as the clients of ServiceStack
// do: TypeScript takes a date as it is, and Python cuts its fraction to six digits.
func TestALinkHasTheFieldsOfThePublishedType(t *testing.T) {
	types := map[string]string{}
	for line := range strings.Lines(strings.TrimSpace(dto)) {
		words := strings.Fields(line)
		for _, name := range words[1:] {
			types[name] = words[0]
		}
	}
	var answer struct{ Data map[string]any }
	_, got := newSummer(t).call(t, signed(), "GET", "/v4/links/metadata/summer", "")
	if err := json.Unmarshal([]byte(got), &answer); err != nil {
		t.Fatal(err)
	}
	for name, value := range answer.Data {
		if seen := typeOf(value); types[name] != seen {
			t.Errorf("%s is a %s: %v, want a %s", name, seen, value, types[name])
		}
	}
	for name, want := range types {
		if _, sent := answer.Data[name]; !sent && want != "string" {
			t.Errorf("%s is left out, which only texts may be", name)
		}
	}
}

// typeOf names the type of a JSON value.
func typeOf(value any) string {
	switch v := value.(type) {
	case float64:
		return "number"
	case bool:
		return "bool"
	case []any:
		return "list"
	case string:
		if _, err := time.Parse("2006-01-02T15:04:05.0000000", strings.TrimSuffix(v, "Z")); err == nil {
			return "date"
		}
		return "string"
	default:
		return "value of another type"
	}
}
