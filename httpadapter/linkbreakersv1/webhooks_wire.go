package linkbreakersv1

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

// wireWebhook is a webhook as it is sent to clients.
type wireWebhook struct {
	ID              string            `json:"id"`
	WorkspaceID     string            `json:"workspaceId"`
	CreatedBy       string            `json:"createdBy,omitempty"`
	Name            string            `json:"name,omitempty"`
	EndpointURL     string            `json:"endpointUrl"`
	LinkID          string            `json:"linkId,omitempty"`
	Triggers        []webhook.Trigger `json:"triggers"`
	Status          string            `json:"status"`
	Source          string            `json:"source"`
	SuccessCount    string            `json:"successCount"`
	FailureCount    string            `json:"failureCount"`
	LastSentAt      *time.Time        `json:"lastSentAt,omitempty"`
	LastDeliveredAt *time.Time        `json:"lastDeliveredAt,omitempty"`
	CreatedAt       time.Time         `json:"createdAt"`
	UpdatedAt       time.Time         `json:"updatedAt"`
	ownWebhook
}

// ownWebhook is what a webhook has in the API's document, and what only this server has.
// SDKs ignore it.
type ownWebhook struct {
	URL            string            `json:"url"`
	Events         []webhook.Event   `json:"events"`
	Active         bool              `json:"active"`
	Tag            string            `json:"tag,omitempty"`
	Classes        []analytics.Class `json:"classes,omitempty"`
	Format         webhook.Format    `json:"format,omitempty"`
	DisabledReason string            `json:"disabledReason,omitempty"`
	Secret         string            `json:"secret,omitempty"` // once
}

const (
	statusPrefix = "WEBHOOK_STATUS_"
	sourcePrefix = "WEBHOOK_SOURCE_"
)

// webhookOf returns a webhook as it is sent to clients.
func (h *handlers) webhookOf(ctx context.Context, hook *webhook.Webhook) wireWebhook {
	return wireWebhook{
		ID: hook.ID, WorkspaceID: hook.Workspace, CreatedBy: hook.CreatedBy, Name: hook.Name, EndpointURL: hook.URL,
		LinkID: h.shownLinkID(ctx, hook), Triggers: append([]webhook.Trigger{}, hook.Triggers...),
		Status: statusPrefix + strings.ToUpper(string(hook.Status)), Source: sourcePrefix + cmp.Or(hook.Source, "LINKBREAKERS"),
		SuccessCount: strconv.FormatUint(hook.Figures.Delivered, 10), FailureCount: strconv.FormatUint(hook.Figures.Failed, 10),
		LastSentAt: orAbsent(hook.Figures.LastSentAt), LastDeliveredAt: orAbsent(hook.Figures.LastDeliveredAt),
		CreatedAt: hook.CreatedAt, UpdatedAt: hook.UpdatedAt,
		ownWebhook: ownWebhook{
			URL: hook.URL, Events: append([]webhook.Event{}, hook.Events...), Active: hook.Status == webhook.Active,
			Tag: hook.Tag, Classes: hook.Classes, Format: hook.Format, DisabledReason: hook.DisabledReason, Secret: hook.Secret,
		},
	}
}

// shownLinkID returns the id that clients know the link of a webhook by.
func (h *handlers) shownLinkID(ctx context.Context, hook *webhook.Webhook) string {
	if hook.Link == "" {
		return ""
	}
	link, err := h.shortener.Link(ctx, hook.Workspace, hook.Link)
	if err != nil {
		return hook.Link // it was deleted
	}
	return shownID(link)
}

// webhookSources lists who makes webhooks, without the prefix.
func webhookSources() []string { return []string{"LINKBREAKERS", "MAKE", "ZAPIER"} }

// webhookStatus returns the status that a word stands for.
func webhookStatus(word string) (webhook.Status, bool) {
	status := webhook.Status(strings.ToLower(strings.TrimPrefix(word, statusPrefix)))
	known := slices.Contains([]webhook.Status{webhook.Active, webhook.Paused, webhook.Disabled}, status)
	return status, known && strings.HasPrefix(word, statusPrefix) && word == strings.ToUpper(word)
}
