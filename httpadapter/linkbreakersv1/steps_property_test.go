package linkbreakersv1_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// TestStepsDecideAsTheEngine makes random links and visits. Where the steps lead must be
// where the engine leads, unless a rule takes the visit that is left out of the steps.
func TestStepsDecideAsTheEngine(t *testing.T) {
	sv := newServer(t, nil)
	_, err := sv.shortener.UpdateWorkspace(t.Context(), "", func(w *linkpack.Workspace) error {
		w.Timezone = "Asia/Kolkata"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Asia/Kolkata")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	byRule, leftOut := 0, 0
	for n := range 300 {
		rules := randomRules(random, n%3 == 0)
		link := create(t, sv, linkpack.Link{Rules: rules})
		steps := sv.steps(t, link.ID)
		shown := (len(steps) - 2) / 2
		if n%3 != 0 && shown != len(rules) {
			t.Fatalf("%d of %d rules are shown: %+v", shown, len(rules), rules)
		}
		for range 30 {
			visit := randomVisit(random)
			e, err := sv.shortener.Explain(t.Context(), "", link.ID, visit)
			if err != nil {
				t.Fatal(err)
			}
			got := walk(t, steps, visit, visit.Time.In(zone))
			switch {
			case got == e.Location && e.Rule < shown:
				byRule += min(e.Rule+1, 1)
			case got == link.Destination && e.Rule >= shown:
				leftOut++
			default:
				t.Fatalf("rules %+v, visit %s on %s at %s:\nthe steps lead to %s, the engine to %s", rules, visit.Place.Country, visit.Agent.Device, visit.Time.In(zone), got, e.Location)
			}
		}
	}
	if byRule < 1000 || leftOut < 100 {
		t.Errorf("only %d visits met a condition, and %d a rule that is left out", byRule, leftOut)
	}
}

// randomRules returns rules that all have conditions, or with others between them.
func randomRules(random *rand.Rand, others bool) []routing.Rule {
	rules := make([]routing.Rule, 1+random.IntN(5))
	for i := range rules {
		rules[i] = randomRule(random)
		if others && random.IntN(3) == 0 {
			rules[i].Clauses[0].Not = true
		}
		rules[i].Destination = fmt.Sprintf("https://example.com/%d", i)
	}
	return rules
}

func randomRule(random *rand.Rand) routing.Rule {
	var pool []string
	condition := []string{"geo", "device", "time"}[random.IntN(3)]
	switch condition {
	case "geo":
		pool = []string{"FR", "fr", " de", "IT ", "US"}
	case "device":
		pool = []string{"Mobile", "tablet", " DESKTOP"}
	case "time":
		for range 3 {
			start := random.IntN(24 * 60)
			end := (start + 1 + random.IntN(24*60-1)) % (24 * 60)
			pool = append(pool, fmt.Sprintf("%d:%02d - %02d:%02d", start/60, start%60, end/60, end%60))
		}
		pool = append(pool, "20:00-24:00", "0:00-4:00")
	}
	random.Shuffle(len(pool), func(i, j int) { pool[i], pool[j] = pool[j], pool[i] })
	return rule(condition, strings.Join(pool[:1+random.IntN(2)], ","))
}

func randomVisit(random *rand.Rand) *routing.Visit {
	return &routing.Visit{
		Time:  noon.Add(time.Duration(random.IntN(48*60)) * time.Minute),
		Place: routing.Place{Country: []string{"", "FR", "DE", "IT", "US", "JP"}[random.IntN(6)]},
		Agent: routing.Agent{Device: routing.DeviceClass(random.IntN(5))},
	}
}

// walk follows the steps of a link and returns the destination.
func walk(t *testing.T, steps []any, visit *routing.Visit, local time.Time) string {
	t.Helper()
	entry := slices.IndexFunc(steps, func(s any) bool { return at(s, "kind") == "KIND_ENTRY" })
	step := steps[entry]
	for range steps {
		if at(step, "kind") == "KIND_EXIT" {
			return at(step, "payload", "clientRedirect", "destination").(string)
		}
		next := nextStep(step, visit, local)
		if !slices.Contains(at(step, "childStepIds").([]any), next) {
			t.Fatalf("the next step of %v is none of its children", step)
		}
		from := at(step, "id")
		step = steps[slices.IndexFunc(steps, func(s any) bool { return at(s, "id") == next })]
		if !slices.Contains(at(step, "parentStepIds").([]any), from) {
			t.Fatalf("the step before %v is none of its parents", step)
		}
	}
	t.Fatal("the steps run in a circle")
	return ""
}

// nextStep returns the id of the step after one that is not an exit.
func nextStep(step any, visit *routing.Visit, local time.Time) any {
	switch payload := at(step, "payload"); at(step, "eventAction") {
	case "EVENT_ACTION_LINK_VISIT":
		return at(step, "childStepIds").([]any)[0]
	case "EVENT_ACTION_COUNTRY_CONDITION":
		return choose(at(payload, "countryCondition"), "countries", func(o any) bool { return at(o, "countryCode") == visit.Place.Country })
	case "EVENT_ACTION_DEVICE_TYPE_CONDITION":
		value := "DEVICE_TYPE_CONDITION_VALUE_" + strings.ToUpper(visit.Agent.Device.String())
		return choose(at(payload, "deviceTypeCondition"), "options", func(o any) bool { return at(o, "value") == value })
	default:
		return choose(at(payload, "timeOfDayCondition"), "ranges", func(o any) bool {
			return inRange(at(o, "startTime").(string), at(o, "endTime").(string), local.Format("15:04"))
		})
	}
}

// choose returns where a condition leads.
func choose(condition any, outcomes string, meets func(any) bool) any {
	for _, outcome := range at(condition, outcomes).([]any) {
		if meets(outcome) {
			return at(outcome, "nextStepId")
		}
	}
	return at(condition, "elseNextStepId")
}

// inRange compares times as in "09:00".
func inRange(start, end, now string) bool {
	if cmp.Less(end, start) {
		return now >= start || now < end
	}
	return start <= now && now < end
}
