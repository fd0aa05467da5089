package qrcode

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/linkpack"
)

func TestNamesOfFiles(t *testing.T) {
	long := strings.Repeat("é", 64) + strings.Repeat("字", 64)
	for name, c := range map[string]struct{ codes, want []string }{
		"plain":            {[]string{"launch", "a_b-c.d"}, []string{"launch.png", "a_b-c.d.png"}},
		"other scripts":    {[]string{"größe", "日本", "👩‍🚀"}, []string{"größe.png", "日本.png", "👩‍🚀.png"}},
		"only case":        {[]string{"aB", "Ab", "AB", "ab-2"}, []string{"aB.png", "Ab-2.png", "AB-3.png", "ab-2-2.png"}},
		"long s, Kelvin":   {[]string{"ſk", "sk", "s\u212a"}, []string{"ſk.png", "sk-2.png", "s\u212a-3.png"}},
		"forbidden":        {[]string{`a:b*c"<>|`, "-rf", ".hidden"}, []string{"a_b_c____.png", "_-rf.png", "_.hidden.png"}},
		"devices":          {[]string{"con", "Com1.x", "lpt¹", "com10", "coma"}, []string{"_con.png", "_Com1.x.png", "_lpt¹.png", "com10.png", "coma.png"}},
		"the sheet's name": {[]string{"SHEET"}, []string{"SHEET.png"}},
		"long":             {[]string{long}, []string{strings.Repeat("é", 64) + strings.Repeat("字", 24) + ".png"}},
	} {
		names := newFileNames(nil, sheetName)
		for i, code := range c.codes {
			if got := names.next("https://go.example/"+code, code, ".png"); got != c.want[i] {
				t.Errorf("%s: %q is named %q, want %q", name, code, got, c.want[i])
			}
		}
	}
	if got := newFileNames(nil, sheetName).next("https://go.example/Sheet", "Sheet", ".pdf"); got != "Sheet-2.pdf" {
		t.Errorf("a code beside the sheet is named %q", got)
	}
}

func TestNamesSayTheHostOfSeveral(t *testing.T) {
	names := newFileNames([]*linkpack.Link{{Domain: "brand.example"}, {}})
	for url, want := range map[string]string{
		"https://brand.example/a":       "brand.example-a.svg",
		"http://localhost:8080/short/a": "localhost_8080-a.svg",
	} {
		if got := names.next(url, "a", ".svg"); got != want {
			t.Errorf("%s is named %q, want %q", url, got, want)
		}
	}
}

// TestNamesAreValidAndDiffer makes names of random codes.
func TestNamesAreValidAndDiffer(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("aAbBſsS:.*-2 \x01ßẞéÉ字\ufffd")
	names, seen := newFileNames(nil, sheetName), map[string]bool{sheetName: true}
	for range 5000 {
		var code strings.Builder
		for range 1 + random.IntN(4) {
			code.WriteRune(alphabet[random.IntN(len(alphabet))])
		}
		name := names.next("", code.String(), ".pdf")
		key := strings.ToLower(strings.ToUpper(name))
		if seen[key] || !utf8.ValidString(name) || strings.ContainsAny(name, "/\\:*?\"<>|\x01") || len(name) > 255 || name[0] == '.' {
			t.Fatalf("%q is named %q", code.String(), name)
		}
		seen[key] = true
	}
}
