package geniuslinkv4_test

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// wholeLink is a link with a value for every field that the API has.
func wholeLink() linkpack.Link {
	return linkpack.Link{
		ShortCode: "summer", Destination: "https://shop.example/?a=1,2", Notes: "=1+1", Group: "Ads",
		Aliases: []linkpack.Alias{{ShortCode: "sommer"}},
		Rules: []routing.Rule{{
			ID: "de", Clauses: []routing.Clause{routing.Country("DE")}, Destination: "https://shop.example/de",
		}},
		Metadata: map[string]string{"productUrl": "https://shop.example/p", "productDisplayName1": "Shoe", "trackingCode": "t-1"},
	}
}

// wholeJSON is its form in an answer.
const wholeJSON = `{"data":{"id":1,"destinationUrl":"https://shop.example/?a=1,2","shortUrlCode":"summer",` +
	`"domain":"go.example:8443","linkType":"Advanced","hasOverride":true,"productUrl":"https://shop.example/p","trackingCode":"t-1",` +
	`"skipAffiliateRedirect":false,"createdUtc":"2026-01-02T00:00:00.0000000Z","updatedUtc":"2026-01-02T00:00:00.0000000Z",` +
	`"notes":"=1+1","createdUserTime":"2026-01-02T01:00:00.0000000","updatedUserTime":"2026-01-02T01:00:00.0000000","tsid":1,` +
	`"group":"Ads","username":"default",` +
	`"jsonMetadata":"{\"productDisplayName1\":\"Shoe\",\"productUrl\":\"https://shop.example/p\",\"trackingCode\":\"t-1\"}",` +
	`"jsonOverrides":"[{\"id\":\"de\",\"condition\":\"geo\",\"value\":\"DE\",\"destination\":\"https://shop.example/de\"}]",` +
	`"totalClicks":5,"advertiserId":0,"percentChangePeriodOverPeriod":50,"previousPeriodTotalClicks":2,"isArchived":0,"isArchivedInt":0,` +
	`"fetchMetadata":false,"productDisplayName1":"Shoe","isGenius":false,"applePreference":0,` +
	`"aliases":[{"code":"sommer","domain":"go.example:8443","baseCode":"summer","lastUpdatedUtc":"2026-01-02T00:00:00.0000000Z"}],` +
	`"linkCreatorSetting":"Advanced"}}`

const wholeJSV = `{data:{id:1,destinationUrl:"https://shop.example/?a=1,2",shortUrlCode:summer,` +
	`domain:"go.example:8443",linkType:Advanced,hasOverride:True,productUrl:"https://shop.example/p",trackingCode:t-1,` +
	`skipAffiliateRedirect:False,createdUtc:2026-01-02,updatedUtc:2026-01-02,` +
	`notes:=1+1,createdUserTime:2026-01-02T01:00:00+01:00,updatedUserTime:2026-01-02T01:00:00+01:00,tsid:1,` +
	`group:Ads,username:default,` +
	`jsonMetadata:"{""productDisplayName1"":""Shoe"",""productUrl"":""https://shop.example/p"",""trackingCode"":""t-1""}",` +
	`jsonOverrides:"[{""id"":""de"",""condition"":""geo"",""value"":""DE"",""destination"":""https://shop.example/de""}]",` +
	`totalClicks:5,advertiserId:0,percentChangePeriodOverPeriod:50,previousPeriodTotalClicks:2,isArchived:0,isArchivedInt:0,` +
	`fetchMetadata:False,productDisplayName1:Shoe,isGenius:False,applePreference:0,` +
	`aliases:[{code:sommer,domain:"go.example:8443",baseCode:summer,lastUpdatedUtc:2026-01-02}],` +
	`linkCreatorSetting:Advanced}}`

// newSummer returns a server with the whole link, which had 2 visits in the period
// before the latest one and 3 in that.
func newSummer(t testing.TB) *server {
	sv := newServer(t, nil)
	sv.create(t, wholeLink())
	sv.setClock(noon.AddDate(0, 0, -45))
	sv.visit(t, "summer", 2)
	sv.setClock(noon)
	sv.visit(t, "sommer", 3)
	return sv
}

func TestALinkInEachFormat(t *testing.T) {
	sv := newSummer(t)
	const path = "/v4/links/metadata?domain=go.example&code=summer"
	for name, test := range map[string]struct{ path, accept, contentType, want string }{
		"by default":        {path, "", "application/json; charset=utf-8", wholeJSON},
		"everything":        {path, "*/*", "application/json; charset=utf-8", wholeJSON},
		"JSV by Accept":     {path, "text/jsv", "text/jsv; charset=utf-8", wholeJSV},
		"JSV by a name":     {path + "&format=jsv", "*/*", "text/jsv; charset=utf-8", wholeJSV},
		"JSV by a suffix":   {"/v4/links/metadata.jsv?domain=go.example&code=summer", "*/*", "text/jsv; charset=utf-8", wholeJSV},
		"the better of two": {path, "application/json;q=0.5, text/jsv;q=0.9", "text/jsv; charset=utf-8", wholeJSV},
		"lines": {path + "&format=jsonl", "", "text/jsonl; charset=utf-8",
			strings.TrimSuffix(strings.TrimPrefix(wholeJSON, `{"data":`), "}") + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			answer, got := sv.call(t, signed([2]string{"Accept", test.accept}), "GET", test.path, "")
			if answer.StatusCode != 200 || answer.Header.Get("Content-Type") != test.contentType || got != test.want {
				t.Errorf("%d %s\ngot  %s\nwant %s", answer.StatusCode, answer.Header.Get("Content-Type"), got, test.want)
			}
		})
	}
}

func TestALinkAsXML(t *testing.T) {
	answer, got := newSummer(t).call(t, signed(), "GET", "/v4/links/metadata.xml?domain=go.example&code=summer", "")
	var read struct {
		XMLName xml.Name `xml:"GetLinkMetadataResponse"`
		Data    struct {
			ID      int       `xml:"id"`
			URL     string    `xml:"destinationUrl"`
			Created time.Time `xml:"createdUtc"`
			Has     bool      `xml:"hasOverride"`
			Aliases []string  `xml:"aliases>ShortUrlAlias>code"`
		} `xml:"data"`
	}
	err := xml.Unmarshal([]byte(got), &read)
	if err != nil || answer.Header.Get("Content-Type") != "application/xml; charset=utf-8" {
		t.Fatalf("%v, %s: %s", err, answer.Header.Get("Content-Type"), got)
	}
	if seen := fmt.Sprint(read.Data); seen != "{1 https://shop.example/?a=1,2 2026-01-02 00:00:00 +0000 UTC true [sommer]}" {
		t.Errorf("read %s", seen)
	}
}

func TestALinkAsCSV(t *testing.T) {
	_, got := newSummer(t).call(t, signed(), "GET", "/v4/links/metadata.csv?domain=go.example&code=summer", "")
	rows, err := csv.NewReader(strings.NewReader(got)).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v: %s", err, got)
	}
	row := map[string]string{}
	for i, name := range rows[0] {
		row[name] = rows[1][i]
	}
	for name, want := range map[string]string{
		"destinationUrl": "https://shop.example/?a=1,2", "notes": "'=1+1", "productDisplayName2": "", "totalClicks": "5",
		"aliases": `[{code:sommer,domain:"go.example:8443",baseCode:summer,lastUpdatedUtc:2026-01-02}]`,
	} {
		if got, has := row[name]; !has || got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
}

func TestALinkIsFoundByEveryName(t *testing.T) {
	sv := newSummer(t)
	const query = "domain=go.example&code=summer"
	for name, test := range map[string]struct{ method, path, contentType, body string }{
		"as Python sends it":    {"POST", "/json/reply/GetLinkMetadataRequest", "application/json", `{"aliasDomain":"go.example","aliasCode":"summer"}`},
		"domain and code":       {"GET", "/v4/links/metadata?" + query, "", ""},
		"a domain with port":    {"GET", "/v4/links/metadata?domain=GO.example:8443&code=summer", "", ""},
		"names of the type":     {"GET", "/v4/links/metadata?aliasDomain=go.example&aliasCode=summer", "", ""},
		"names with capitals":   {"GET", "/v4/links/metadata?AliasDomain=go.example&ALIASCODE=summer", "", ""},
		"names with lines":      {"GET", "/v4/links/metadata?alias_domain=go.example&alias_code=summer", "", ""},
		"an alias":              {"GET", "/v4/links/metadata?domain=go.example&code=sommer", "", ""},
		"the code in the path":  {"GET", "/v4/links/metadata/summer", "", ""},
		"and a suffix":          {"GET", "/v4/links/metadata/summer.json", "", ""},
		"the name of the type":  {"GET", "/api/GetLinkMetadataRequest?" + query, "", ""},
		"in another case":       {"GET", "/json/reply/getlinkmetadatarequest?" + query, "", ""},
		"a JSON body":           {"POST", "/api/GetLinkMetadataRequest", "application/json", `{"aliasDomain":"go.example","aliasCode":"summer"}`},
		"a JSON body, as words": {"POST", "/v4/links/metadata", "application/json", `{"alias_domain":"go.example","alias_code":"summer"}`},
		"a form":                {"POST", "/v4/links/metadata", "application/x-www-form-urlencoded", query},
		"a JSV body":            {"POST", "/v4/links/metadata?format=json", "text/jsv", "{domain:go.example:8443,code:summer}"},
	} {
		t.Run(name, func(t *testing.T) {
			answer, got := sv.call(t, signed([2]string{"Content-Type", test.contentType}), test.method, test.path, test.body)
			if answer.StatusCode != 200 || got != wholeJSON {
				t.Errorf("%d %s", answer.StatusCode, got)
			}
		})
	}
}

func TestABatchIsAnsweredByAList(t *testing.T) {
	sv := newSummer(t)
	answer, got := sv.call(t, signed(), "POST", "/json/reply/GetLinkMetadataRequest[]",
		`[{"domain":"go.example","code":"summer"},{"domain":"go.example","code":"sommer"}]`)
	if answer.StatusCode != 200 || got != "["+wholeJSON+","+wholeJSON+"]" {
		t.Errorf("%d %s", answer.StatusCode, got)
	}
	answer, got = sv.call(t, signed(), "POST", "/json/oneway/GetLinkMetadataRequest", `{"domain":"go.example","code":"summer"}`)
	if answer.StatusCode != 204 || got != "" {
		t.Errorf("one way: %d %s", answer.StatusCode, got)
	}
}

func TestTheSettingOfALink(t *testing.T) {
	country := []routing.Clause{routing.Country("DE")}
	half := routing.Percent(50)
	for want, link := range map[string]linkpack.Link{
		"Simple":       {},
		"Interstitial": {Scripts: []linkpack.Script{{Content: "x()"}}, Rules: []routing.Rule{{Clauses: country, Destination: "https://a.example/"}}},
		"Split":        {Rules: []routing.Rule{{Percentage: half, Destination: "https://a.example/"}}},
		"Advanced":     {Rules: []routing.Rule{{Percentage: half, Clauses: country, Destination: "https://a.example/"}}},
	} {
		t.Run(want, func(t *testing.T) {
			sv := newServer(t, nil)
			link.ShortCode, link.Destination = "a", "https://shop.example/"
			sv.create(t, link)
			_, got := sv.call(t, signed(), "GET", "/v4/links/metadata/a", "")
			if !strings.Contains(got, `"linkType":"`+want+`"`) || !strings.Contains(got, `"linkCreatorSetting":"`+want+`"`) {
				t.Error(got)
			}
		})
	}
}

func TestThePeriodBeforeTheLatestOne(t *testing.T) {
	for name, test := range map[string]struct {
		before, after int
		want          string
	}{
		"from nothing to nothing":   {0, 0, `"percentChangePeriodOverPeriod":0,"previousPeriodTotalClicks":0`},
		"from nothing to something": {0, 1, `"percentChangePeriodOverPeriod":100,"previousPeriodTotalClicks":0`},
		"from something to nothing": {2, 0, `"percentChangePeriodOverPeriod":-100,"previousPeriodTotalClicks":2`},
		"to a third more":           {3, 4, `"percentChangePeriodOverPeriod":33.33,"previousPeriodTotalClicks":3`},
	} {
		t.Run(name, func(t *testing.T) {
			sv := newServer(t, nil)
			sv.create(t, linkpack.Link{ShortCode: "a", Destination: "https://shop.example/"})
			sv.setClock(noon.AddDate(0, 0, -30)) // the last day of the period before
			sv.visit(t, "a", test.before)
			sv.setClock(noon.AddDate(0, 0, -29)) // the first day of the latest one
			sv.visit(t, "a", test.after)
			sv.setClock(noon)
			_, got := sv.call(t, signed(), "GET", "/v4/links/metadata/a", "")
			if !strings.Contains(got, test.want) {
				t.Errorf("%s lacks %s", got, test.want)
			}
			if _, table := sv.call(t, signed(), "GET", "/v4/links/metadata/a.csv", ""); strings.Contains(table, "'") {
				t.Errorf("a number is a text in %s", table)
			}
		})
	}
}

func TestListsOfLinks(t *testing.T) {
	sv := newServer(t, nil)
	var ids []uint32
	for n := range 5 {
		link := linkpack.Link{ShortCode: fmt.Sprint("link", n), Destination: "https://shop.example/"}
		if n == 2 {
			link.Group = "Ads"
			link.Rules = []routing.Rule{{Percentage: routing.Percent(50), Destination: "https://a.example/"}}
		}
		ids = append(ids, sv.create(t, link).Number)
	}
	other := sv.create(t, linkpack.Link{Workspace: "others", ShortCode: "other", Destination: "https://shop.example/"})
	for path, want := range map[string]string{
		"/v4/links/list":                                                           "link4 link3 link2 link1 link0 0/20/5",
		"/v4/links/list?offset=1&limit=2":                                          "link3 link2 1/2/5",
		"/v4/links/list?offset=9":                                                  " 9/20/5",
		"/v4/links/list?limit=0":                                                   " 0/0/5",
		"/v4/links/list?linkType=split":                                            "link2 0/20/1",
		"/v4/links/list?groupId=Ads&username=default":                              "link2 0/20/1",
		fmt.Sprintf("/v4/links/metadata/list?ids=%d,%d", ids[0], ids[2]):           "link0 link2 0/0/0",
		fmt.Sprintf("/v4/links/metadata/list?ids=%d,999,%d", ids[1], other.Number): "link1 0/0/0",
		fmt.Sprint("/json/reply/GetShortLinksMetadataRequest?ids=", ids[4]):        "link4 0/0/0",
	} {
		answer, got := sv.call(t, signed(), "GET", path, "")
		var read struct {
			Data []struct{ ShortURLCode string }
			Page struct{ Offset, Limit, TotalRecords int }
		}
		if err := json.Unmarshal([]byte(got), &read); err != nil || answer.StatusCode != 200 {
			t.Errorf("%s: %d %v", path, answer.StatusCode, err)
		}
		var codes []string
		for _, link := range read.Data {
			codes = append(codes, link.ShortURLCode)
		}
		p := read.Page
		if seen := fmt.Sprintf("%s %d/%d/%d", strings.Join(codes, " "), p.Offset, p.Limit, p.TotalRecords); seen != want {
			t.Errorf("%s: got %q, want %q", path, seen, want)
		}
	}
}

func TestALinkIsMade(t *testing.T) {
	sv := newServer(t, nil)
	answer, got := sv.call(t, signed([2]string{"Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"}), "POST",
		"/v3/shorturls?format=jsv", "GroupId=42&Domain=go.example&Url=https%3A%2F%2Fexample.com%2Fp%3Fq%3D1%26b%3D2")
	if answer.StatusCode != 200 {
		t.Fatalf("%d %s", answer.StatusCode, got)
	}
	links, err := sv.shortener.ListLinks(t.Context(), linkpack.LinkQuery{})
	if err != nil || len(links.Links) != 1 {
		t.Fatal(links, err)
	}
	link := links.Links[0]
	if link.Destination != "https://example.com/p?q=1&b=2" || link.Group != "42" {
		t.Errorf("made %+v", link)
	}
	want := fmt.Sprintf(`{ShortUrl:{Code:%[1]s,BaseCode:%[1]s,Domain:"go.example:8443",ProductUrl:"https://example.com/p?q=1&b=2"}}`, link.ShortCode)
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	answer, got = sv.call(t, signed(), "POST", "/v3/shorturls", `{"url":"https://example.com/","linkCreatorSetting":"Simple","fetchMetadata":false,"note":"n"}`)
	if answer.StatusCode != 200 || !strings.HasPrefix(got, `{"shortUrl":{"code":"`) {
		t.Errorf("%d %s", answer.StatusCode, got)
	}
}
