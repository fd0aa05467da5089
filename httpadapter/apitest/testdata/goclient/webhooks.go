package main

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/httpadapter/apitest/linkbreakers"
)

// useWebhooks makes a webhook in each of the two forms.
func (l *tracked) useWebhooks(ctx context.Context) error {
	for _, fields := range []linkbreakers.WebhookFields{
		{Name: new("hook"), EndpointUrl: new("https://hooks.example.com/x"), Triggers: &[]linkbreakers.Trigger{"KIND_INTERACTION"}, LinkId: &l.id},
		{Url: new("https://hooks.example.com/x"), Events: &[]linkbreakers.WebhookEvent{"form.submitted"}, Active: new(true)},
	} {
		made, err := l.CreateWebhookWithResponse(ctx, fields)
		if err != nil || made.JSON200 == nil || *made.JSON200.Webhook.Secret == "" || made.JSON200.Webhook.EndpointUrl != made.JSON200.Webhook.Url || made.JSON200.Webhook.SuccessCount != "0" {
			return fmt.Errorf("create webhook: %w, %s", err, made.Body)
		}
		if err := l.changeWebhook(ctx, made.JSON200.Webhook.Id); err != nil {
			return err
		}
	}
	return nil
}

func (l *tracked) changeWebhook(ctx context.Context, id string) error {
	paused, err := l.UpdateWebhookWithResponse(ctx, id, linkbreakers.WebhookFields{Status: new(linkbreakers.WebhookStatusWEBHOOKSTATUSPAUSED)})
	if err != nil || paused.JSON200 == nil || paused.JSON200.Webhook.Active || paused.JSON200.Webhook.Secret != nil {
		return fmt.Errorf("pause webhook: %w, %s", err, paused.Body)
	}
	listed, err := l.ListWebhooksWithResponse(ctx, nil)
	if err != nil || listed.JSON200 == nil || len(listed.JSON200.Webhooks) != 1 || listed.JSON200.Webhooks[0].Status != linkbreakers.WebhookStatusWEBHOOKSTATUSPAUSED {
		return fmt.Errorf("webhooks: %w, %s", err, listed.Body)
	}
	deliveries, err := l.ListDeliveriesWithResponse(ctx, id, nil)
	if err != nil || deliveries.JSON200 == nil || len(deliveries.JSON200.Deliveries) != 0 {
		return fmt.Errorf("deliveries: %w, %s", err, deliveries.Body)
	}
	removed, err := l.DeleteWebhookWithResponse(ctx, id)
	if err != nil || removed.StatusCode() != 200 {
		return fmt.Errorf("delete webhook: %w, %s", err, removed.Body)
	}
	return nil
}
