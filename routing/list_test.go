package routing

import (
	"slices"
	"strings"
	"testing"
)

func TestAListReadsBackWhatItWasJoinedFrom(t *testing.T) {
	for _, entries := range [][]string{
		{"a"}, {"a", "b"}, {"a,b", "c"}, {`"`}, {`""`, `,`}, {`a "b" c`, "d"}, {"é, è", "x"},
	} {
		got, err := list(join(entries))
		if err != nil || !slices.Equal(got, entries) {
			t.Errorf("%q became %q, %v", entries, got, err)
		}
	}
}

func TestAnEntryOfAListHasNoLineBreak(t *testing.T) {
	for _, value := range []string{"a\nb", "a,b\rc", "\"a\nb\"", "\",\",\"%\xf7e\n\x99\""} {
		if entries, err := list(value); err == nil {
			t.Errorf("%q has the entries %q", value, entries)
		}
	}
	if entries, err := list("DE,\nFR\r\n"); err != nil || !slices.Equal(entries, []string{"DE", "FR"}) {
		t.Errorf("a list on two lines has the entries %q, %v", entries, err)
	}
}

func FuzzList(f *testing.F) {
	for _, seed := range []string{"", "a", "a, b", `"a, b",c`, `"a`, `a"b`, "\"a\nb\"", "\"a\"\n\"b\"", `""`, "\",\",\"%\xf7e\n\x99\""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		entries, err := list(value)
		if err != nil {
			return
		}
		for _, entry := range entries {
			if entry == "" || strings.TrimSpace(entry) != entry {
				t.Errorf("%q has the entry %q", value, entry)
			}
		}
		if again, err := list(join(entries)); err != nil || !slices.Equal(again, entries) {
			t.Errorf("%q: %q became %q, %v", value, entries, again, err)
		}
	})
}
