package httpadapter

import "reflect"

// Texts are the words of the pages in one language. "{host}" stands for the
// host of the destination.
type Texts struct {
	// NotFound, Gone and Disabled say why a link does not work: 404, 410, 451.
	NotFound, Gone, Disabled Text
	// NotAllowed is for methods that short links do not have, 405, Foreign for
	// a form of another site, 403.
	NotAllowed, Foreign Text
	// Failed and Unavailable are our own fault: 500 and 503.
	Failed, Unavailable Text
	// Password asks for a link's password.
	Password Text
	// PasswordLabel names the field of the form.
	PasswordLabel string
	// WrongPassword and TooManyAttempts say why the form is there again.
	WrongPassword, TooManyAttempts string
	// Preview says where a link leads; PreviewApp does for an address that is
	// no web page.
	Preview, PreviewApp Text
	// Limited is the preview of a link that only so many people may open,
	// Locked that of a link with a password.
	Limited, Locked Text
	// Leaving is shown while the scripts of a link run.
	Leaving Text
	// Continue is on the button that leads on.
	Continue string
}

// Text is what a page says.
type Text struct {
	// Title is the heading and the name of the tab.
	Title string
	// Body is the sentence or two below it.
	Body string
}

// DefaultTexts returns the texts that pages have, by their language: English,
// German, French and Spanish.
func DefaultTexts() map[string]Texts {
	return map[string]Texts{"en": english(), "de": german(), "fr": french(), "es": spanish()}
}

// mergeTexts returns the default texts with those of a host. What the host
// leaves empty stays as it is, in a new language as in English.
func mergeTexts(own map[string]Texts) map[string]Texts {
	merged := DefaultTexts()
	for language, texts := range own {
		base, known := merged[language]
		if !known {
			base = english()
		}
		overlay(reflect.ValueOf(&base).Elem(), reflect.ValueOf(texts))
		merged[language] = base
	}
	return merged
}

// overlay sets every text of base that own has.
func overlay(base, own reflect.Value) {
	for i := range base.NumField() {
		if field := base.Field(i); field.Kind() == reflect.Struct {
			overlay(field, own.Field(i))
		} else if text := own.Field(i).String(); text != "" {
			field.SetString(text)
		}
	}
}
