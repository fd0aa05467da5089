package routing

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// tagWords are the language tags that a table compares with the visitor's.
type tagWords struct {
	section
	numbers map[string]int32    // by key; "" stands for an unknown language
	byTag   map[string]tagWord  // by tag in lower case
	groups  map[string][]string // by region, the groups of regions such as 419 that have it
}

// tagWord is a tag of a clause.
type tagWord struct {
	// keys are the tag by its current name and, if that differs, as written.
	keys   []string
	number int32
}

func (x *index) tagWords() *tagWords {
	if x.tags == nil {
		x.tags = &tagWords{numbers: map[string]int32{}, byTag: map[string]tagWord{}, groups: map[string][]string{}}
		x.tags.section = x.section(x.tags.find)
	}
	return x.tags
}

// find adds the tags that include the visitor's language.
func (w *tagWords) find(v *Visit) {
	s := search{words: w, found: v.finds}
	s.language(v.Language())
}

// unknown returns the number of an unknown language.
func (w *tagWords) unknown() int32 { return w.number("") }

// number returns the number of a key.
func (w *tagWords) number(key string) int32 {
	number, known := w.numbers[key]
	if !known {
		number = w.index.number()
		w.numbers[key] = number
	}
	return number
}

// word returns the word for a tag.
func (w *tagWords) word(text string) tagWord {
	text = strings.ToLower(text)
	word, known := w.byTag[text]
	if known {
		return word
	}
	key, scripts := currentTag(text)
	word = tagWord{keys: []string{key}, number: w.number(key)}
	if scripts != "" {
		w.numbers[scripts] = word.number
	}
	w.group(splitTag(key).region)
	if key != text {
		w.numbers[text] = word.number
		word.keys = append(word.keys, text)
	}
	w.byTag[text] = word
	return word
}

// group notes the regions of a group of regions.
func (w *tagWords) group(code string) {
	group, err := language.ParseRegion(code)
	if err != nil || !group.IsGroup() || slices.Contains(w.groups[code], code) {
		return
	}
	w.groups[code] = append(w.groups[code], code)
	for _, region := range language.Supported.Regions() {
		if name := strings.ToLower(region.String()); name != code && group.Contains(region) {
			w.groups[name] = append(w.groups[name], code)
		}
	}
}

// currentTag returns a tag by its current name, in lower case. If it names the
// script that its language is mostly written in, ownScript is the tag with that.
func currentTag(text string) (key, own string) {
	parsed, err := language.All.Parse(text)
	if err != nil {
		return text, ""
	}
	key = strings.ToLower(parsed.String())
	base, script, _ := parsed.Raw()
	bare, _ := language.Raw.Compose(base)
	if usual, _ := bare.Script(); usual == script {
		own = strings.Replace(key, strings.ToLower(script.String()), ownScript, 1)
	}
	return key, own
}
