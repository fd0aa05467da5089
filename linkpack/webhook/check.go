package webhook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

const (
	maxWebhooks = 100 // of a workspace
	maxName     = 200 // characters
	maxShort    = 100 // characters of a tag and a source
)

// check checks and normalizes a webhook. old is the webhook before the change, or nil.
func (w *Webhooks) check(ctx context.Context, hook, old *Webhook) error {
	hook.Status = cmp.Or(hook.Status, Active)
	faults := []error{hook.checkWords(), checkStatus(hook.Status, old)}
	if old == nil || old.URL != hook.URL {
		checked, err := w.checkTarget(ctx, hook.URL)
		hook.URL, faults = checked, append(faults, err)
	}
	if hook.Link != "" && (old == nil || old.Link != hook.Link) {
		faults = append(faults, w.checkLink(ctx, hook))
	}
	if len(hook.Triggers) > 0 {
		hook.Events = EventsOf(hook.Triggers)
	}
	hook.Events = distinct(hook.Events)
	hook.Classes = distinct(hook.Classes)
	return errors.Join(faults...)
}

// checkWords checks the texts and words of a webhook.
func (hook *Webhook) checkWords() error {
	faults := []error{
		checkText("name", hook.Name, maxName),
		checkText("tag", hook.Tag, maxShort),
		checkText("source", hook.Source, maxShort),
		checkWords("events", hook.Events, Events()),
		checkWords("triggers", hook.Triggers, []Trigger{Entry, Exit, Condition, Interaction}),
		checkClasses(hook.Classes),
	}
	if !slices.Contains([]Format{JSON, Slack, Discord, Teams}, hook.Format) {
		faults = append(faults, invalid("format", "must be empty, slack, discord or teams"))
	}
	return errors.Join(faults...)
}

// checkStatus refuses a status that nobody can set.
func checkStatus(status Status, old *Webhook) error {
	if status == Active || status == Paused || status == Disabled && old != nil {
		return nil
	}
	return invalid("status", "must be active or paused")
}

// checkLink refuses a link that the workspace does not have.
func (w *Webhooks) checkLink(ctx context.Context, hook *Webhook) error {
	_, err := w.links.Link(ctx, hook.Workspace, hook.Link)
	if errors.Is(err, linkpack.ErrNotFound) {
		return invalid("link", "the workspace has no such link")
	}
	return err
}

// checkClasses refuses classes that visits do not have.
func checkClasses(classes []analytics.Class) error {
	for i, c := range classes {
		if c > analytics.Human {
			return invalid(fmt.Sprintf("classes[%d]", i), "must be a class of visits, from blocked to human")
		}
	}
	return nil
}

// checkText checks a text of at most n characters.
func checkText(field, text string, n int) error {
	switch {
	case !utf8.ValidString(text):
		return invalid(field, "is not valid UTF-8")
	case utf8.RuneCountInString(text) > n:
		return invalid(field, "has more than %d characters", n)
	case strings.ContainsFunc(text, unicode.IsControl):
		return invalid(field, "must not contain control characters")
	}
	return nil
}

// distinct returns a copy of a list without repeated values, in order.
func distinct[T comparable](list []T) []T {
	var kept []T
	for _, v := range list {
		if !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	return kept
}
