package random

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestTextHasEveryCharacterEquallyOften(t *testing.T) {
	const n = 30_000
	text, err := Text(rand.Reader, "abc", n)
	if err != nil || len(text) != n {
		t.Fatalf("%d characters, %v", len(text), err)
	}
	for _, r := range "abc" {
		if got := strings.Count(text, string(r)); got < n/3*9/10 || got > n/3*11/10 {
			t.Errorf("%q comes %d times", r, got)
		}
	}
	if _, err := Text(strings.NewReader("short"), "abc", 100); err == nil {
		t.Error("a source that ends is no error")
	}
}

func TestIDsOfLongAgoSayWhen(t *testing.T) {
	then := time.Date(1999, 12, 31, 23, 59, 59, 999_000_000, time.UTC)
	ids := NewIDs(rand.Reader)
	first, err := ids.Past(then)
	if err != nil {
		t.Fatal(err)
	}
	sec, nsec := uuid.MustParse(first).Time().UnixTime()
	if got := time.Unix(sec, nsec); !got.Equal(then) {
		t.Errorf("it says %v", got)
	}
	if got := TimeOf(first); !got.Equal(then) {
		t.Errorf("TimeOf says %v", got)
	}
	if got := TimeOf("no id"); !got.IsZero() {
		t.Errorf("TimeOf a text that is no id says %v", got)
	}
	second, err := ids.Past(then)
	if err != nil || first == second {
		t.Errorf("the same id twice, %v", err)
	}
}
