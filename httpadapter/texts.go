package httpadapter

import "reflect"

// Texts are the texts of the pages in one language. "{host}" is replaced by the
// host of the destination.
type Texts struct {
	// NotFound, Gone and Disabled say why a link does not work: 404, 410, 451.
	NotFound, Gone, Disabled Text
	// NotAllowed answers a method that short links do not support (405), Foreign
	// a password form of another site (403).
	NotAllowed, Foreign Text
	// Failed and Unavailable report server errors: 500 and 503.
	Failed, Unavailable Text
	// Password asks for a link's password.
	Password Text
	// PasswordLabel is the label of the password field.
	PasswordLabel string
	// WrongPassword and TooManyAttempts say why the last attempt failed.
	WrongPassword, TooManyAttempts string
	// Preview says where a link leads. PreviewApp does the same for an address
	// that is not a web page.
	Preview, PreviewApp Text
	// Limited is the preview of a link with a limited number of uses, Locked the
	// preview of a link with a password.
	Limited, Locked Text
	// Leaving is shown while the scripts of a link run.
	Leaving Text
	// Continue is the text of the button that leads on.
	Continue string
}

// Text is a heading with a text.
type Text struct {
	// Title is the heading of the page and the title of its tab.
	Title string
	// Body is the text below the heading, one or two sentences.
	Body string
}

// DefaultTexts returns the built-in texts by language: English, German, French
// and Spanish.
func DefaultTexts() map[string]Texts {
	return map[string]Texts{"en": english(), "de": german(), "fr": french(), "es": spanish()}
}

// mergeTexts returns the default texts, replaced by the texts of a host. Texts
// that the host leaves empty keep their default; in a new language, the English
// one.
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

// overlay sets the texts of base that are not empty in own.
func overlay(base, own reflect.Value) {
	for i := range base.NumField() {
		if field := base.Field(i); field.Kind() == reflect.Struct {
			overlay(field, own.Field(i))
		} else if text := own.Field(i).String(); text != "" {
			field.SetString(text)
		}
	}
}
