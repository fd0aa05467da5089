package httpadapter

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// DefaultTexts returns the built-in texts of the pages: by language (en, de, fr and
// es), then by key. These keys are headings with a text, as in "NotFound.Title" and
// "NotFound.Text":
//
//	NotFound, Gone, Disabled  why a link does not work: 404, 410, 451
//	Loop                      a link that leads back to itself: 508
//	NotAllowed                a method that short links do not support: 405
//	Foreign                   a password form of another site: 403
//	Failed, Unavailable       errors of the server: 500, 503
//	Password                  asks for the password of a link
//	Preview                   says where a link leads
//	PreviewApp                the same for an address that is not a web page
//	Limited                   the preview of a link with a limited number of uses
//	Locked                    the preview of a link with a password
//	Counted, Internal         says on the page of [Handler.Internal] whether the
//	                          visits of a browser count as clicks
//	Leaving                   is shown while the scripts of a link run
//
// The other keys are single texts:
//
//	PasswordLabel             the label of the password field
//	WrongPassword             why the last attempt failed
//	TooManyAttempts           the same
//	Continue                  the button that leads on
//	StopCounting              the button after Counted
//	StartCounting             the button after Internal
//
// In Preview and Leaving, "{host}" stands for the host of the destination.
func DefaultTexts() map[string]map[string]string {
	return map[string]map[string]string{"en": english(), "de": german(), "fr": french(), "es": spanish()}
}

// mergeTexts returns the default texts, replaced by the texts of a host. Texts
// that the host leaves empty keep their default; in a new language, the English
// one.
func mergeTexts(own map[string]map[string]string) (map[string]map[string]string, error) {
	merged, known := DefaultTexts(), english()
	var faults []error
	for _, language := range slices.Sorted(maps.Keys(own)) {
		texts := textsOf(merged, language)
		for _, key := range slices.Sorted(maps.Keys(own[language])) {
			if _, ok := known[key]; !ok {
				faults = append(faults, unknownText(language, key))
			} else if text := own[language][key]; text != "" {
				texts[key] = text
			}
		}
	}
	return merged, errors.Join(faults...)
}

// textsOf returns the texts of a language, whose tag may differ by case. It adds an
// unknown language, in English.
func textsOf(languages map[string]map[string]string, language string) map[string]string {
	for tag, texts := range languages {
		if strings.EqualFold(tag, language) {
			return texts
		}
	}
	languages[language] = english()
	return languages[language]
}

func unknownText(language, key string) error {
	return &linkpack.FieldError{Field: fmt.Sprintf("texts[%s]", language), Reason: fmt.Sprintf("%q is not a known text", key)}
}
