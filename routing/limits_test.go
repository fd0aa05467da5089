package routing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

// lists are so many rules with a list of so many entries.
func lists(condition string, rules, entries int, entry func(i int) string) []routing.Rule {
	all := make([]routing.Rule, rules)
	for i := range all {
		list := make([]string, entries)
		for j := range list {
			list[j] = entry(i*entries + j)
		}
		all[i] = clause(condition, strings.Join(list, ","))
		all[i].ID = fmt.Sprint(i)
	}
	return all
}

// TestWhatWouldMakeVisitsSlowIsRefused has tables that grow beyond a limit, and those
// that are just below it.
func TestWhatWouldMakeVisitsSlowIsRefused(t *testing.T) {
	number := func(i int) string { return fmt.Sprint(i) }
	twenty := make([]routing.Rule, 251)
	for i := range twenty {
		for j := range 20 {
			twenty[i].Clauses = append(twenty[i].Clauses, routing.Query(fmt.Sprintf("a=%d.%d", i, j)))
		}
	}
	splits := lists("query", 101, 1, number)
	for i := range splits {
		splits[i].Percentage, splits[i].Split = routing.Percent(50), fmt.Sprint("s", i)
	}
	const entries, text = "the most is 5000", "brings the values of all rules to 264000 bytes, the most is 262144"
	for name, c := range map[string]struct {
		rules  []routing.Rule
		most   int // how many of them are accepted
		reason string
	}{
		"cities":     {lists("city", 101, 50, number), 100, "rules[100].value: brings the lists of all rules to 5050 entries, " + entries},
		"countries":  {lists("geo", 26, 200, func(int) string { return "US" }), 25, "rules[25].value: brings the lists of all rules to 5200 entries, " + entries},
		"referrers":  {lists("referer", 101, 50, func(i int) string { return fmt.Sprintf("a%d.org", i) }), 100, "rules[100].value: brings the lists of all rules to 5050 entries, " + entries},
		"languages":  {lists("language", 101, 50, func(i int) string { return fmt.Sprintf("de-x-%d", i) }), 100, "rules[100].value: brings the lists of all rules to 5050 entries, " + entries},
		"addresses":  {lists("ip", 101, 50, func(i int) string { return fmt.Sprintf("10.0.%d.%d", i>>8, i&255) }), 100, "rules[100].value: brings the lists of all rules to 5050 entries, " + entries},
		"days":       {lists("date", 101, 50, func(i int) string { return fmt.Sprintf("%d-01-01", 1000+i) }), 100, "rules[100].value: brings the lists of all rules to 5050 entries, " + entries},
		"parameters": {twenty, 250, "rules[250].clauses[0].value: brings the lists of all rules to 5001 entries, " + entries},
		"long words": {lists("city", 132, 1, func(i int) string { return strings.Repeat("x", 1995) + fmt.Sprintf("%05d", i) }), 131, "rules[131].value: " + text},
		"splits":     {splits, 100, "rules[100].percentage: makes split 101, the most is 100; rules with the same clauses share a split"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := routing.Compile(c.rules[:c.most], nil); err != nil {
				t.Errorf("refused a table within the limits: %v", err)
			}
			_, err := routing.Compile(c.rules[:c.most+1], nil)
			if err == nil || !strings.HasPrefix(err.Error(), c.reason) || len(fields(t, err)) != 1 {
				t.Errorf("got  %v\nwant %s", err, c.reason)
			}
		})
	}
}

func TestCompileReadsNoMoreOfATableThatIsTooLarge(t *testing.T) {
	rules := append(lists("city", 101, 50, func(i int) string { return fmt.Sprint(i) }), clause("geo", "?"))
	_, err := routing.Compile(rules, nil)
	if got := fields(t, err); len(got) != 1 || got[0] != "rules[100].value" {
		t.Errorf("got %v", err)
	}
}

func TestASplitsIDIsShort(t *testing.T) {
	rule := routing.Rule{Percentage: routing.Percent(50), Split: strings.Repeat("s", 255)}
	compiled(t, rule)
	rule.Split += "s"
	_, err := routing.Compile([]routing.Rule{rule}, nil)
	if err == nil || err.Error() != "rules[0].split: has 256 bytes, the most is 255" {
		t.Error(err)
	}
}

// TestALongVisitorKeyIsHashedOnce compares keys of more than 128 bytes with their
// hashes.
func TestALongVisitorKeyIsHashedOnce(t *testing.T) {
	table := compiled(t, routing.Rule{Percentage: routing.Percent(50), Split: "s"})
	number := func(key string) float64 { return table.Route(&routing.Visit{VisitorKey: key}).Draws[0].U }
	long := strings.Repeat("k", 129)
	if number(long) != number(hashed(long)) {
		t.Error("a key of 129 bytes is not hashed")
	}
	if short := long[:128]; number(short) == number(hashed(short)) {
		t.Error("a key of 128 bytes is hashed")
	}
	if number(long+"a") == number(long+"b") {
		t.Error("the end of a long key makes no difference")
	}
}
