package linkbreakersv1

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

// A webhook is sent as SDKs do, {"name", "endpointUrl", "triggers"}, or as the API's
// document does, {"url", "events", "active"}.

// applyToWebhook sets the sent fields of a webhook.
func (h *handlers) applyToWebhook(ctx context.Context, v values, hook *webhook.Webhook) error {
	err := errors.Join(
		v.checkForms(), v.set(webhookFields(hook)), v.readEvents(hook), v.readClasses(hook), v.readStatus(hook), v.readSource(hook),
	)
	if err != nil || hook.Link == "" {
		return err
	}
	hook.Link, err = h.linkID(ctx, hook.Workspace, hook.Link)
	return err
}

// webhookFields lists the fields that are the same in the engine.
func webhookFields(hook *webhook.Webhook) []field {
	return []field{
		{"name", "name", &hook.Name},
		{"endpointUrl", "url", &hook.URL},
		{"url", "url", &hook.URL},
		{"linkId", "link", &hook.Link},
		{"tag", "tag", &hook.Tag},
		{"format", "format", &hook.Format},
	}
}

// checkForms refuses two fields that say the same.
func (v values) checkForms() error {
	for _, pair := range [][2]string{{"url", "endpointUrl"}, {"events", "triggers"}, {"active", "status"}} {
		_, first := v[pair[0]]
		if _, second := v[pair[1]]; first && second {
			return &linkpack.FieldError{Field: pair[0], Reason: "must not be sent beside " + pair[1]}
		}
	}
	return nil
}

// readEvents reads which events a webhook gets. In the document's form, a webhook for
// scans alone gets all visits as scans, as the document's reader expects.
func (v values) readEvents(hook *webhook.Webhook) error {
	if _, sent := v["triggers"]; sent {
		hook.Triggers = nil
		if err := v.read("triggers", &hook.Triggers); err != nil {
			return err
		}
		hook.Triggers = slices.DeleteFunc(hook.Triggers, func(t webhook.Trigger) bool { return t == "KIND_UNSPECIFIED" })
		hook.Events, hook.ClicksAsScans = webhook.EventsOf(hook.Triggers), false
	}
	if _, sent := v["events"]; !sent {
		return nil
	}
	hook.Events, hook.Triggers = nil, nil
	err := v.read("events", &hook.Events)
	hook.ClicksAsScans = slices.Contains(hook.Events, webhook.LinkScanned) && !slices.Contains(hook.Events, webhook.LinkClicked)
	return err
}

// readClasses reads whose visits a webhook gets.
func (v values) readClasses(hook *webhook.Webhook) error {
	var words []string
	if _, sent := v["classes"]; !sent {
		return nil
	}
	if err := v.read("classes", &words); err != nil {
		return err
	}
	hook.Classes = make([]analytics.Class, len(words))
	for i, word := range words {
		if err := hook.Classes[i].UnmarshalText([]byte(word)); err != nil {
			return inNames(err, map[string]string{"class": "classes[" + strconv.Itoa(i) + "]"})
		}
	}
	return nil
}

// readStatus reads whether a webhook gets events.
func (v values) readStatus(hook *webhook.Webhook) error {
	var active *bool
	word := ""
	if err := errors.Join(v.read("active", &active), v.read("status", &word)); err != nil {
		return err
	}
	if active != nil { // null is as if it was not sent
		hook.Status = webhook.Paused
		if *active {
			hook.Status = webhook.Active
		}
	}
	if word == "" || word == statusPrefix+"UNSPECIFIED" {
		return nil
	}
	status, known := webhookStatus(word)
	if !known {
		return errStatus()
	}
	hook.Status = status
	return nil
}

func errStatus() error {
	return &linkpack.FieldError{Field: "status", Reason: "must be WEBHOOK_STATUS_ACTIVE, WEBHOOK_STATUS_PAUSED or WEBHOOK_STATUS_DISABLED"}
}

// readSource reads who made a webhook.
func (v values) readSource(hook *webhook.Webhook) error {
	word := ""
	if err := v.read("source", &word); err != nil || word == "" || word == sourcePrefix+"UNSPECIFIED" {
		return err
	}
	source, ok := strings.CutPrefix(word, sourcePrefix)
	if !ok || !slices.Contains(webhookSources(), source) {
		return &linkpack.FieldError{Field: "source", Reason: "must be one of WEBHOOK_SOURCE_" + strings.Join(webhookSources(), ", WEBHOOK_SOURCE_")}
	}
	hook.Source = source
	return nil
}

// inWordsOfWebhooks returns an engine's error with the names that a request has.
func inWordsOfWebhooks(sent values, err error) error {
	names := map[string]string{"link": "linkId", "url": "endpointUrl"}
	if _, document := sent["url"]; document {
		names["url"] = "url"
	}
	return inNames(err, names)
}
