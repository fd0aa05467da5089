package main

import (
	"strings"
	"testing"
)

func TestReviewedEntriesHaveDecisionAndReason(t *testing.T) {
	for text, want := range map[string]string{
		"NING\\/\tdrop":          "not a pattern, a decision and a reason",
		"NING\\/\tdrop\t":        "not a pattern, a decision and a reason",
		"NING\\/\tkeep\tfor now": `no decision is called "keep"`,
		"NING\\/":                "not a pattern",
	} {
		if _, err := parseReview(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v", text, err)
		}
	}
	if _, err := parseReview(reviewed); err != nil {
		t.Error(err)
	}
}

func TestReviewedEntriesThatNoListHasAreNamed(t *testing.T) {
	r := reviewOf(t, "# a comment", "Counter\tdrop\tcounts", "Gone\tdrop\twas in an old version")
	if _, err := crawlerWords([]byte(`[{"pattern":"Counter"}]`), r); err != nil {
		t.Fatal(err)
	}
	if err := r.complete(); err == nil || !strings.Contains(err.Error(), `"Gone"`) {
		t.Errorf("got %v", err)
	}
}
