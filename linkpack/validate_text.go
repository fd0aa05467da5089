package linkpack

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
	"github.com/linkpack/linkpack-go/routing"
)

// checkText checks a text of at most n characters.
func checkText(field, text string, n int) error {
	switch {
	case !utf8.ValidString(text):
		return invalid(field, "is not valid UTF-8")
	case utf8.RuneCountInString(text) > n:
		return invalid(field, "has %d characters, at most %d are allowed", utf8.RuneCountInString(text), n)
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\t\n\r", r) }):
		return invalid(field, "must not contain control characters")
	}
	return nil
}

// checkTags checks and trims the tags and removes duplicates.
func checkTags(link *Link) error {
	if len(link.Tags) > maxTags {
		return invalid("tags", "has %d tags, at most %d are allowed", len(link.Tags), maxTags)
	}
	var tags []string
	for i, tag := range link.Tags {
		tag = strings.TrimSpace(tag)
		field := fmt.Sprintf("tags[%d]", i)
		if tag == "" {
			return invalid(field, "must not be empty")
		}
		if err := checkText(field, tag, maxTagLength); err != nil {
			return err
		}
		if !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	link.Tags = tags
	return nil
}

// checkMetadata checks the metadata. It replaces an empty map by nil.
func checkMetadata(link *Link) error {
	if len(link.Metadata) == 0 {
		link.Metadata = nil
	}
	if len(link.Metadata) > maxMetadata {
		return invalid("metadata", "has %d keys, at most %d are allowed", len(link.Metadata), maxMetadata)
	}
	for _, key := range slices.Sorted(maps.Keys(link.Metadata)) {
		value := link.Metadata[key]
		field := fmt.Sprintf("metadata[%s]", clip.Text(key))
		if key == "" {
			return invalid("metadata", "must not have an empty key")
		}
		if err := errors.Join(checkText(field, key, maxMetadataKey), checkText(field, value, maxMetadataValue)); err != nil {
			return err
		}
	}
	return nil
}

func checkUTM(link *Link) error {
	faults := []error{checkParameters("", link.UTM)}
	for i := range link.Rules {
		faults = append(faults, checkParameters(fmt.Sprintf("rules[%d].", i), link.Rules[i].UTM))
	}
	return errors.Join(faults...)
}

func checkParameters(prefix string, utm routing.UTM) error {
	return errors.Join(
		checkText(prefix+"utm_source", utm.Source, maxUTMLength),
		checkText(prefix+"utm_medium", utm.Medium, maxUTMLength),
		checkText(prefix+"utm_campaign", utm.Campaign, maxUTMLength),
		checkText(prefix+"utm_term", utm.Term, maxUTMLength),
		checkText(prefix+"utm_content", utm.Content, maxUTMLength),
	)
}
