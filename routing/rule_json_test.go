package routing_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

func TestRuleJSON(t *testing.T) {
	us := routing.Clause{Condition: "geo", Value: "US,CA"}
	for name, c := range map[string]struct {
		rule routing.Rule
		json string
	}{
		"one clause stands in the rule": {
			routing.Rule{ID: "geo-us", Clauses: []routing.Clause{us}, Destination: "https://example.com/us-version"},
			`{"id":"geo-us","condition":"geo","value":"US,CA","destination":"https://example.com/us-version"}`,
		},
		"a share alone is the percentage condition": {
			routing.Rule{ID: "b", Percentage: routing.Percent(33.3), Destination: "https://example.com/b", Split: "s1"},
			`{"id":"b","condition":"percentage","percentage":33.3,"destination":"https://example.com/b","split":"s1"}`,
		},
		"a share of 0 is written": {
			routing.Rule{Clauses: []routing.Clause{us}, Percentage: routing.Percent(0)},
			`{"condition":"geo","value":"US,CA","percentage":0}`,
		},
		"a negated clause needs the list": {
			routing.Rule{Clauses: []routing.Clause{{Condition: "geo", Value: "US", Not: true}}},
			`{"clauses":[{"condition":"geo","value":"US","not":true}]}`,
		},
		"several clauses, zone and campaign": {
			routing.Rule{
				Clauses:  []routing.Clause{us, {Condition: "time", Value: "09:00-17:00"}},
				Timezone: "Europe/Paris", UTM: routing.UTM{Source: "news", Content: "a&b"},
			},
			`{"clauses":[{"condition":"geo","value":"US,CA"},{"condition":"time","value":"09:00-17:00"}],"timezone":"Europe/Paris","utm_source":"news","utm_content":"a\u0026b"}`,
		},
		"everybody is an empty list":       {routing.Rule{ID: "all"}, `{"id":"all","clauses":[]}`},
		"a percentage clause stays one":    {routing.Rule{Clauses: []routing.Clause{{Condition: "percentage"}}, Percentage: routing.Percent(1)}, `{"clauses":[{"condition":"percentage"}],"percentage":1}`},
		"a percentage's wrong value stays": {routing.Rule{Clauses: []routing.Clause{{Condition: "percentage", Value: "50"}}}, `{"condition":"percentage","value":"50"}`},
		"a nameless clause stays one":      {routing.Rule{Clauses: []routing.Clause{{Value: "US"}}}, `{"clauses":[{"condition":"","value":"US"}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := json.Marshal(c.rule)
			if err != nil || string(data) != c.json {
				t.Errorf("wrote %s, %v\nwant  %s", data, err, c.json)
			}
			var back routing.Rule
			if err := json.Unmarshal(data, &back); err != nil || !reflect.DeepEqual(back, c.rule) {
				t.Errorf("read %+v, %v\nwant %+v", back, err, c.rule)
			}
		})
	}
}

func TestRuleJSONReadsWhatIsNotWritten(t *testing.T) {
	for data, want := range map[string]routing.Rule{
		`{"condition":"geo","value":"US","color":"red"}`:       {Clauses: []routing.Clause{{Condition: "geo", Value: "US"}}},
		`{"condition":"geo","value":"US","not":false}`:         {Clauses: []routing.Clause{{Condition: "geo", Value: "US"}}},
		`{"condition":"geo","value":"US","percentage":null}`:   {Clauses: []routing.Clause{{Condition: "geo", Value: "US"}}},
		`{"condition":"percentage","value":"","percentage":5}`: {Percentage: routing.Percent(5)},
		// Of a field that is sent twice, the last one counts.
		`{"clauses":[{"condition":"os","value":"iOS"}],"clauses":[{"condition":"geo","value":"US"}]}`: {Clauses: []routing.Clause{{Condition: "geo", Value: "US"}}},
		// Compile then says that the percentage is missing.
		`{"condition":"percentage"}`: {Clauses: []routing.Clause{{Condition: "percentage"}}},
	} {
		var got routing.Rule
		if err := json.Unmarshal([]byte(data), &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %+v, %v, want %+v", data, got, err, want)
		}
	}
}

func TestRuleJSONRefuses(t *testing.T) {
	for data, want := range map[string]string{
		`{"condition":"geo","value":5}`:                 "value: must be a string, not number",
		`{"condition":"percentage","percentage":"50"}`:  "percentage: must be a number, not string",
		`{"clauses":{"condition":"geo"}}`:               "clauses: must be an array, not object",
		`{"clauses":[{"condition":"geo","not":"yes"}]}`: "clauses[0].not: must be true or false, not string",
		`{"clauses":[{"condition":"geo"},{"value":1}]}`: "clauses[1].value: must be a string, not number",
		`{"clauses":["geo"]}`:                           "clauses[0]: must be an object, not string",
		`{"clauses":[null]}`:                            "clauses[0]: must be an object, not null",
		`{"condition":"geo","utm_source":5}`:            "utm_source: must be a string, not number",
		`["geo"]`:                                       "rule: must be an object, not array",
		`{"condition":"geo","value":"US","clauses":[]}`: "clauses: cannot be used together with condition and value",
		`{"destination":"https://example.com"}`:         "condition: is missing",
		`{"value":"US"}`:                                "condition: is missing",
		`{"condition":"geo","value":"US","not":true}`:   "not: belongs in one of the clauses",
		`{"clauses":[{"condition":"os"}],"not":true}`:   "not: belongs in one of the clauses",
		`{"percentage":50}`:                             "condition: is missing",
	} {
		var field *routing.FieldError
		if err := json.Unmarshal([]byte(data), new(routing.Rule)); !errors.As(err, &field) || err.Error() != want {
			t.Errorf("%s: %v, want %s", data, err, want)
		}
	}
	if err := json.Unmarshal([]byte(`{"condition":`), new(routing.Rule)); err == nil {
		t.Error("read half a rule")
	}
}

func TestCloneSharesNoMemory(t *testing.T) {
	rule := routing.Rule{Clauses: []routing.Clause{{Condition: "geo", Value: "US"}}, Percentage: routing.Percent(5)}
	clone := rule.Clone()
	if !reflect.DeepEqual(clone, rule) {
		t.Fatalf("cloned %+v", clone)
	}
	clone.Clauses[0].Value, *clone.Percentage = "FR", 6
	if rule.Clauses[0].Value != "US" || *rule.Percentage != 5 {
		t.Errorf("the clone changed the rule: %+v", rule)
	}
}
