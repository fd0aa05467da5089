package codes

import (
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	for code, c := range map[string]struct{ ascii, anyScript bool }{
		"Spring-2_x":                 {true, true},
		strings.Repeat("x", 64):      {true, true},
		strings.Repeat("x", 65):      {false, false},
		"bücher":                     {false, true},
		"👩\u200d💻":                   {false, true},
		strings.Repeat("\u4e00", 64): {false, true},
		"a b":                        {false, false},
		"a/b":                        {false, false},
		"..":                         {false, false},
		"\u200d":                     {false, false},
		"a\u202eb":                   {false, false},
		"\xff":                       {false, false},
	} {
		if err := Check(code, false); (err == nil) != c.ascii {
			t.Errorf("%q in ASCII: %v", code, err)
		}
		if err := Check(code, true); (err == nil) != c.anyScript {
			t.Errorf("%q in any script: %v", code, err)
		}
	}
}

func TestNormalize(t *testing.T) {
	const decomposed, composed = "u\u0308", "\u00fc"
	for _, c := range []struct {
		code                string
		anyScript, foldCase bool
		want                string
	}{
		{"Sale", false, false, "Sale"},
		{"Sale", false, true, "sale"},
		{decomposed, false, false, decomposed},
		{decomposed, true, false, composed},
		{"U\u0308", true, true, composed},
		{"\u03a3\u03c2", true, true, "\u03c3\u03c3"}, // the sigma at the end of a word
	} {
		if got := Normalize(c.code, c.anyScript, c.foldCase); got != c.want {
			t.Errorf("Normalize(%q, %v, %v) = %q, want %q", c.code, c.anyScript, c.foldCase, got, c.want)
		}
	}
}

func TestThereIsAWordForEachByte(t *testing.T) {
	words := strings.Fields(Words)
	seen := make(map[string]bool, len(words))
	for _, word := range words {
		seen[word] = true
		if err := Check(word, false); err != nil || len(word) > 8 || strings.ToLower(word) != word {
			t.Errorf("%q is not a short word: %v", word, err)
		}
	}
	if len(words) != 256 || len(seen) != 256 {
		t.Errorf("%d words, %d different ones", len(words), len(seen))
	}
}
