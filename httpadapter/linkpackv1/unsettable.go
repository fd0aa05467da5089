package linkpackv1

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
)

// unsettable lists the fields of a link's answers that a client cannot set. It may
// send them back as it got them.
func unsettable() []string { return append(unsettableOfNew(), "createdAt") }

// unsettableOfNew lists those of a link that is to be made.
func unsettableOfNew() []string {
	return []string{"id", "shortUrl", "updatedAt", "deletedAt", "has_password", "disabled", "disabled_reason", "revision", "warnings", "totalClicks"}
}

// unsettableOfDomain lists those of a domain.
func unsettableOfDomain() []string {
	return []string{"id", "status", "challenge", "createdAt", "verifiedAt", "activatedAt", "checkedAt"}
}

// unset refuses fields that only the server sets.
func (s strictness) unset(values map[string]json.RawMessage, names []string) error {
	var faults []error
	for _, name := range slices.Sorted(slices.Values(names)) {
		if _, sent := values[name]; sent && !s.allowUnknown {
			faults = append(faults, &linkpack.FieldError{Field: name, Reason: "is set by the server; leave it out"})
		}
	}
	return errors.Join(faults...)
}

// unchanged refuses fields that differ from what the server answers, except those
// that change by themselves.
func (s strictness) unchanged(values map[string]json.RawMessage, names []string, answer any) error {
	sent := maps.Clone(values)
	maps.DeleteFunc(sent, func(name string, _ json.RawMessage) bool {
		return !slices.Contains(names, name) || slices.Contains([]string{"updatedAt", "revision", "warnings", "totalClicks"}, name)
	})
	if len(sent) == 0 || s.allowUnknown {
		return nil
	}
	shown, err := shownFields(answer)
	if err != nil {
		return err
	}
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		if !sameJSON(sent[name], shown[name]) {
			faults = append(faults, &linkpack.FieldError{Field: name, Reason: "cannot be changed; leave it out, or send it as it is"})
		}
	}
	return errors.Join(faults...)
}

// shownFields returns the fields of an answer.
func shownFields(answer any) (fields map[string]json.RawMessage, err error) {
	text, err := json.Marshal(answer)
	if err != nil {
		return nil, err
	}
	return fields, json.Unmarshal(text, &fields)
}

// applyTo sets the sent fields of a stored link. Fields that cannot be set must be
// those of the link.
func (h *handlers) applyTo(link *linkpack.Link, sent *sentFields) error {
	if err := h.strictness.unchanged(sent.values, unsettable(), h.full(link)); err != nil {
		return err
	}
	return sent.apply(link)
}
