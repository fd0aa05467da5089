package clickfile_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/clickfile"
	"github.com/linkpack/linkpack-go/routing"
)

// fullClick has something in every field.
func fullClick() analytics.Click {
	return analytics.Click{
		Link: analytics.LinkRef{ID: "l1", Domain: "go.example", ShortCode: "spring"},
		ID:   "0195dd3c-3a00-7000-8000-000000000001", Revision: 3,
		Time: time.Date(2026, 3, 28, 13, 0, 0, 7e6, time.FixedZone("CET", 3600)), Class: analytics.Bot,
		Rule: "r1", Destination: "https://example.com/?a=1,2", Draws: []analytics.SplitDraw{{Split: "s1", U: 12.3}, {Split: "s2"}},
		Place:    routing.Place{Country: "DE", Region: "DE-BE", City: "Berlin"},
		Agent:    routing.Agent{Device: routing.Tablet, OS: "iOS", Browser: "Safari", Bot: routing.AIAgent},
		Language: "pt-BR", Referrer: "Direct", UTM: routing.UTM{Source: "=1+1", Medium: "-m", Campaign: "@c", Term: "\tt", Content: "+x"},
		Scan: true, Placement: "poster-a", Familiarity: routing.ReturningVisitor, UserAgent: "a \"quoted\"\nagent <é>",
		Addr: netip.MustParseAddr("2001:db8::"), Visitor: 255, Person: 127, Tracked: true,
	}
}

// conversion has all facts of a conversion.
func conversion() analytics.Click {
	return analytics.Click{
		ID: "0195dd3c-3a00-7000-8000-000000000002", Tracked: true, Link: analytics.LinkRef{ID: "l1"}, Class: analytics.Conversion,
		Time: time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC), Converted: &analytics.ConversionFacts{
			Click: "0195dd3c-3a00-7000-8000-000000000001", First: true, Kind: "purchase", Value: 19.99, Currency: "EUR",
			FormResponses: []byte(`{"name":"<Ann>"}`), Properties: []byte(`["a, \"b\""]`),
		},
	}
}

func TestConversionHasItsFacts(t *testing.T) {
	var cells, line bytes.Buffer
	if _, err := clickfile.WriteCSV(&cells, one(conversion())); err != nil {
		t.Fatal(err)
	}
	const want = `,,true,0195dd3c-3a00-7000-8000-000000000001,true,purchase,19.99,EUR,"{""name"":""<Ann>""}","[""a, \""b\""""]"` + "\n"
	if !strings.HasSuffix(cells.String(), want) {
		t.Errorf("got\n%s\nwant the end\n%s", cells.String(), want)
	}
	if _, err := clickfile.WriteJSON(&line, one(conversion())); err != nil {
		t.Fatal(err)
	}
	text := line.String()
	for got, err := range clickfile.ReadJSON(&line) {
		if err != nil || !reflect.DeepEqual(got, conversion()) {
			t.Errorf("%s is read as\n%+v, %v", text, got, err)
		}
	}
}

func one(c analytics.Click) iter.Seq2[analytics.Click, error] {
	return func(yield func(analytics.Click, error) bool) { yield(c, nil) }
}

func TestCSVIsAsDocumented(t *testing.T) {
	var b bytes.Buffer
	if n, err := clickfile.WriteCSV(&b, one(fullClick())); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	const want = `id,time,class,link,domain,short_code,revision,rule,destination,country,region,city,device,os,browser,language,referrer,` +
		`utm_source,utm_medium,utm_campaign,utm_term,utm_content,trigger,visitor_kind,bot,user_agent,address,visitor,draws,placement,` +
		`person,tracked,conversion_click,conversion_first,conversion_kind,conversion_value,conversion_currency,form_responses,properties
0195dd3c-3a00-7000-8000-000000000001,2026-03-28T12:00:00.007Z,bot,l1,go.example,spring,3,r1,"https://example.com/?a=1,2",` +
		`DE,DE-BE,Berlin,Tablet,iOS,Safari,pt-BR,Direct,'=1+1,'-m,'@c,'` + "\tt" + `,'+x,scan,returning,ai-agent,"a ""quoted""
agent <é>",2001:db8::,00000000000000ff,s1=12.3 s2=0.0,poster-a,000000000000007f,true,,,,,,,
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestJSONLineIsAsDocumented(t *testing.T) {
	var b bytes.Buffer
	if n, err := clickfile.WriteJSON(&b, one(fullClick())); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	const want = `{"id":"0195dd3c-3a00-7000-8000-000000000001","time":"2026-03-28T12:00:00.007Z","class":"bot","link":"l1","domain":"go.example",` +
		`"short_code":"spring","revision":3,"rule":"r1","destination":"https://example.com/?a=1,2","country":"DE","region":"DE-BE","city":"Berlin",` +
		`"device":"Tablet","os":"iOS","browser":"Safari","language":"pt-BR","referrer":"Direct","utm_source":"=1+1","utm_medium":"-m","utm_campaign":"@c",` +
		`"utm_term":"\tt","utm_content":"+x","trigger":"scan","visitor_kind":"returning","bot":"ai-agent","user_agent":"a \"quoted\"\nagent <é>",` +
		`"address":"2001:db8::","visitor":"00000000000000ff","draws":[{"split":"s1","u":12.3},{"split":"s2","u":0}],"placement":"poster-a","person":"000000000000007f","tracked":true}` + "\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	want1 := fullClick()
	want1.Time = want1.Time.UTC()
	read := 0
	for got, err := range clickfile.ReadJSON(&b) {
		if read++; err != nil || !reflect.DeepEqual(got, want1) {
			t.Errorf("it is read as\n%+v, %v", got, err)
		}
	}
	if read != 1 {
		t.Errorf("%d clicks are read", read)
	}
}

func TestEmptyExportHasNoLines(t *testing.T) {
	var b bytes.Buffer
	none := func(func(analytics.Click, error) bool) {}
	if n, err := clickfile.WriteCSV(&b, none); n != 0 || err != nil || strings.Count(b.String(), "\n") != 1 {
		t.Errorf("CSV: %q, %v", b.String(), err)
	}
	b.Reset()
	if n, err := clickfile.WriteJSON(&b, none); n != 0 || err != nil || b.Len() != 0 {
		t.Errorf("JSON: %q, %v", b.String(), err)
	}
}

// errFull is the error of a full disk.
var errFull = errors.New("no space left")

// full is a disk with some room.
type full struct{ room int }

// Write implements [io.Writer].
func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriterErrorEndsAnExport(t *testing.T) {
	for name, write := range map[string]func(io.Writer, iter.Seq2[analytics.Click, error]) (int, error){
		"CSV": clickfile.WriteCSV, "JSON": clickfile.WriteJSON,
	} {
		asked := 0
		endless := func(yield func(analytics.Click, error) bool) {
			for yield(fullClick(), nil) && asked < 1e6 {
				asked++
			}
		}
		if _, err := write(&full{10_000}, endless); !errors.Is(err, errFull) || asked > 100 {
			t.Errorf("%s: %v after %d clicks", name, err, asked)
		}
		failing := func(yield func(analytics.Click, error) bool) {
			if yield(fullClick(), nil) {
				yield(analytics.Click{}, errFull)
			}
		}
		var b bytes.Buffer
		if n, err := write(&b, failing); n != 1 || !errors.Is(err, errFull) || !strings.Contains(b.String(), "spring") {
			t.Errorf("%s of clicks that cannot be read: %d, %v, %q", name, n, err, b.String())
		}
	}
}

func TestBadLineIsNamed(t *testing.T) {
	good := `{"time":"2026-03-28T12:00:00Z","link":"1"}` + "\n\n"
	for line, want := range map[string]string{
		`{`:                                    "unexpected end",
		`{"time":"2026-03-28"}`:                "link: is required",
		`{"link":"1"}`:                         "time: is missing",
		`[]`:                                   "cannot unmarshal",
		`{"link":1}`:                           "link: must not be number",
		good[:len(good)-3] + `,"revision":-1}`: "revision: must not be number -1",
		good[:len(good)-3] + `,"draws":[{"u":"1"}]}`:                         "draws.u: must not be string",
		`{"link":"1","time":"yesterday"}`:                                    "time: ",
		good[:len(good)-3] + `,"class":"robot"}`:                             "class: must be one of blocked, internal, head, prefetch, preview, bot, human, conversion",
		good[:len(good)-3] + `,"device":"Phone"}`:                            "device: must be one of Mobile, Tablet, Desktop, Other",
		good[:len(good)-3] + `,"bot":"x"}`:                                   "bot: ",
		good[:len(good)-3] + `,"trigger":"x"}`:                               "trigger: ",
		good[:len(good)-3] + `,"visitor_kind":"x"}`:                          "visitor_kind: ",
		good[:len(good)-3] + `,"visitor":"xyz"}`:                             "visitor: ",
		good[:len(good)-3] + `,"address":"localhost"}`:                       "address: ",
		good[:len(good)-3] + `,"placement":"Wall"}`:                          "placement: must have 1 to 32 of the characters a-z, 0-9 and -",
		good[:len(good)-3] + `,"person":"xyz"}`:                              "person: ",
		good[:len(good)-3] + `,"conversion_kind":"purchase"}`:                "class: must be conversion",
		good[:len(good)-3] + `,"class":"conversion","conversion_value":"1"}`: "conversion_value: must not be string",
		`"` + strings.Repeat("x", 2<<20) + `"`:                               "token too long",
	} {
		var clicks int
		var err error
		for _, err = range clickfile.ReadJSON(strings.NewReader(good + line + "\n" + good)) {
			clicks++
		}
		if clicks != 2 || err == nil || !strings.HasPrefix(err.Error(), "line 3: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: %d, %v", line, clicks, err)
		}
	}
}

func FuzzReadJSON(f *testing.F) {
	var b bytes.Buffer
	if _, err := clickfile.WriteJSON(&b, one(fullClick())); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte(`{"time":"2026-03-28T12:00:00+23:59","short_code":"\ud800","draws":[{"u":1e300}],"user_agent":"\u0000"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		clicks := func(r io.Reader) (all []analytics.Click) {
			for c, err := range clickfile.ReadJSON(r) {
				if err != nil {
					break
				}
				all = append(all, c)
			}
			return all
		}
		first := clicks(bytes.NewReader(data))
		var lines, cells bytes.Buffer
		for _, c := range first {
			if c.Time.Year() < 0 || c.Time.Year() > 9999 { // as a zone can make it
				return
			}
			if _, err := clickfile.WriteJSON(&lines, one(c)); err != nil {
				t.Fatal(err)
			}
			if _, err := clickfile.WriteCSV(&cells, one(c)); err != nil || !utf8.Valid(cells.Bytes()) {
				t.Fatalf("%q, %v", cells.Bytes(), err)
			}
		}
		if again := clicks(&lines); len(again) != len(first) {
			t.Errorf("%d clicks became %d", len(first), len(again))
		}
		rows, err := csv.NewReader(&cells).ReadAll()
		if err != nil || slices.ContainsFunc(rows, func(row []string) bool {
			return slices.ContainsFunc(row, func(cell string) bool { return cell != "" && strings.Contains("=+-@\t\r", cell[:1]) })
		}) {
			t.Errorf("cells %q, %v", rows, err)
		}
	})
}
