package httpadapter

import (
	"html/template"
	"reflect"
	"strings"
	"testing"
)

// walk calls visit with every text and where it is.
func walk(v reflect.Value, at string, visit func(at, text string)) {
	for i := range v.NumField() {
		name := at + v.Type().Field(i).Name
		if v.Field(i).Kind() == reflect.Struct {
			walk(v.Field(i), name+".", visit)
			continue
		}
		visit(name, v.Field(i).String())
	}
}

func TestEveryLanguageHasEveryText(t *testing.T) {
	english := map[string]string{}
	walk(reflect.ValueOf(DefaultTexts()["en"]), "", func(at, text string) { english[at] = text })
	for language, texts := range DefaultTexts() {
		walk(reflect.ValueOf(texts), "", func(at, text string) {
			switch {
			case text == "":
				t.Errorf("%s: %s is missing", language, at)
			case language != "en" && text == english[at]:
				t.Errorf("%s: %s is not translated", language, at)
			case strings.Contains(text, "{host}") != strings.Contains(english[at], "{host}"):
				t.Errorf("%s: %s and its English do not both name the host", language, at)
			}
		})
	}
}

func TestTextsOfAHost(t *testing.T) {
	merged := mergeTexts(map[string]Texts{
		"de": {Gone: Text{Title: "Vorbei"}},
		"it": {Continue: "Continua"},
	})
	defaults := DefaultTexts()
	for name, c := range map[string]struct{ got, want string }{
		"a word in the place of a built-in one": {merged["de"].Gone.Title, "Vorbei"},
		"what the host leaves empty stays":      {merged["de"].Gone.Body, defaults["de"].Gone.Body},
		"a new language":                        {merged["it"].Continue, "Continua"},
		"a new language's rest is English":      {merged["it"].Gone.Title, defaults["en"].Gone.Title},
		"other languages are left alone":        {merged["fr"].Gone.Title, defaults["fr"].Gone.Title},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", name, c.got, c.want)
		}
	}
}

func TestTemplatesThatCannotBeUsed(t *testing.T) {
	executed := template.Must(template.New("message").Parse("x"))
	if err := executed.Execute(new(strings.Builder), nil); err != nil {
		t.Fatal(err)
	}
	for name, own := range map[string]*template.Template{
		"an unknown field":      template.Must(template.New("preview").Parse(`{{.Nothing}}`)),
		"an ambiguous context":  template.Must(template.New("card").Parse(`<a href="{{if .Title}}"{{end}}>`)),
		"a template is missing": template.Must(template.New("message").Parse(`{{template "nobody"}}`)),
	} {
		if _, err := newPages(&Options{Pages: own}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
