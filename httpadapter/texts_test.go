package httpadapter

import (
	"errors"
	"html/template"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

func TestEveryLanguageHasEveryText(t *testing.T) {
	english := DefaultTexts()["en"]
	for language, texts := range DefaultTexts() {
		for key, text := range english {
			switch {
			case texts[key] == "":
				t.Errorf("%s: %s is missing", language, key)
			case language != "en" && texts[key] == text:
				t.Errorf("%s: %s is not translated", language, key)
			case strings.Contains(texts[key], "{host}") != strings.Contains(text, "{host}"):
				t.Errorf("%s: %s and its English do not both name the host", language, key)
			}
		}
		if len(texts) != len(english) {
			t.Errorf("%s has %d texts, English has %d", language, len(texts), len(english))
		}
	}
}

func TestTextsOfAHost(t *testing.T) {
	merged, err := mergeTexts(map[string]map[string]string{
		"de":    {"Gone.Title": "Vorbei", "Continue": ""},
		"it":    {"Continue": "Continua"},
		"ES":    {"Continue": "Seguir"},
		"pt-BR": {"Continue": "Continuar"},
		"pt-br": {"Gone.Title": "Acabou"},
	})
	if err != nil {
		t.Fatal(err)
	}
	defaults := DefaultTexts()
	for name, c := range map[string]struct{ got, want string }{
		"a word in the place of a built-in one": {merged["de"]["Gone.Title"], "Vorbei"},
		"what the host leaves empty stays":      {merged["de"]["Continue"], defaults["de"]["Continue"]},
		"what the host leaves out stays":        {merged["de"]["Gone.Text"], defaults["de"]["Gone.Text"]},
		"a new language":                        {merged["it"]["Continue"], "Continua"},
		"a new language's rest is English":      {merged["it"]["Gone.Title"], defaults["en"]["Gone.Title"]},
		"other languages are left alone":        {merged["fr"]["Gone.Title"], defaults["fr"]["Gone.Title"]},
		"a tag in capital letters":              {merged["es"]["Continue"], "Seguir"},
		"a tag in two spellings":                {merged["pt-BR"]["Gone.Title"], "Acabou"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", name, c.got, c.want)
		}
	}
	if len(merged) != 6 {
		t.Errorf("there are %d languages", len(merged))
	}
}

func TestUnknownTextsAreRefusedByName(t *testing.T) {
	_, err := newPages(&Options{Texts: map[string]map[string]string{
		"de": {"Gon.Title": "Vorbei", "Continue": "Weiter"}, "it": {"continue": "Continua", "Gone": ""},
	}})
	want := []linkpack.FieldError{
		{Field: "texts[de]", Reason: `"Gon.Title" is not a known text`},
		{Field: "texts[it]", Reason: `"Gone" is not a known text`},
		{Field: "texts[it]", Reason: `"continue" is not a known text`},
	}
	if got := FieldErrors(err); !slices.Equal(got, want) {
		t.Errorf("errors are %v, want %v", got, want)
	}
}

func TestTemplatesThatCannotBeUsed(t *testing.T) {
	executed := template.Must(template.New("message").Parse("x"))
	if err := executed.Execute(new(strings.Builder), nil); err != nil {
		t.Fatal(err)
	}
	for name, own := range map[string]*template.Template{
		"an unknown text":       template.Must(template.New("password").Parse(`{{.Texts.Continu}}`)),
		"a message that fails":  template.Must(template.New("message").Parse(`{{.Card.Title}}`)),
		"an unknown field":      template.Must(template.New("preview").Parse(`{{.Nothing}}`)),
		"an ambiguous context":  template.Must(template.New("card").Parse(`<a href="{{if .Title}}"{{end}}>`)),
		"a template is missing": template.Must(template.New("message").Parse(`{{template "nobody"}}`)),
	} {
		_, err := newPages(&Options{Pages: own})
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "pages" {
			t.Errorf("%s: error is %v", name, err)
		}
	}
}
