package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"

	"github.com/linkpack/linkpack-go/httpadapter/apitest/linkbreakers"
)

// tracked is a link that tracks what visitors do, for a client of a form of attributes.
type tracked struct {
	*linkbreakers.ClientWithResponses
	form linkbreakers.CreateTokenJSONBodyAttributes
	id   string
	lbid string
}

// useEvents uses what happens after a click, once for each form of attributes.
func useEvents(ctx context.Context) error {
	for _, form := range []linkbreakers.CreateTokenJSONBodyAttributes{
		linkbreakers.CreateTokenJSONBodyAttributesMap, linkbreakers.CreateTokenJSONBodyAttributesList,
	} {
		link, err := newTracked(ctx, form)
		if err != nil {
			return err
		}
		for _, use := range []func(context.Context) error{
			link.identify, link.convert, link.readVisitors, link.readEvents, link.readScore, link.readFigures, link.useWebhooks,
		} {
			if err := use(ctx); err != nil {
				return fmt.Errorf("attributes as %s: %w", form, err)
			}
		}
	}
	return nil
}

// newTracked makes a link that tracks, clicks it, and makes a client.
func newTracked(ctx context.Context, form linkbreakers.CreateTokenJSONBodyAttributes) (*tracked, error) {
	first, err := linkbreakers.NewClientWithResponses(os.Getenv("SERVER"), linkbreakers.WithRequestEditorFn(authorize))
	if err != nil {
		return nil, err
	}
	token, err := first.CreateTokenWithResponse(ctx, linkbreakers.CreateTokenJSONRequestBody{Attributes: &form, KeyType: linkbreakers.WORKSPACETOKENKEYTYPESECRET})
	if err != nil || token.JSON200 == nil {
		return nil, fmt.Errorf("create token: %w, %s", err, token.Body)
	}
	client, err := linkbreakers.NewClientWithResponses(os.Getenv("SERVER"), linkbreakers.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
		r.Header.Set("Authorization", "Bearer "+token.JSON200.AccessToken)
		return nil
	}))
	if err != nil {
		return nil, err
	}
	made, err := client.CreateLinkWithResponse(ctx, linkbreakers.CreateLinkRequest{Destination: "https://example.com/", ConversionTracking: new(true)})
	if err != nil || made.JSON200 == nil {
		return nil, fmt.Errorf("create link: %w, %s", err, made.Body)
	}
	link := &tracked{ClientWithResponses: client, form: form, id: made.JSON200.Link.Id}
	link.lbid, err = click(ctx, made.JSON200.Link.Shortlink)
	return link, err
}

// click visits a short link as a phone does, and returns the lbid.
func click(ctx context.Context, code string) (lbid string, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, os.Getenv("SERVER")+"/"+code+"?qr=1", nil)
	if err != nil {
		return "", err
	}
	r.Header.Set("User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1")
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	destination, err := url.Parse(answer.Header.Get("Location"))
	if lbid = destination.Query().Get("lbid"); err != nil || lbid == "" {
		return "", fmt.Errorf("click: %s to %q: %w", answer.Status, destination, err)
	}
	return lbid, nil
}

func (l *tracked) convert(ctx context.Context) error {
	made, err := l.RecordConversionWithResponse(ctx, linkbreakers.RecordConversionJSONRequestBody{Lbid: &l.lbid, Kind: "purchase", Value: new(16777217.25), Currency: new("EUR")})
	if err != nil || made.JSON200 == nil || made.JSON200.Conversion.Kind != "purchase" {
		return fmt.Errorf("convert: %w, %s", err, made.Body)
	}
	return nil
}

func (l *tracked) readEvents(ctx context.Context) error {
	include := []linkbreakers.ListEventsParamsInclude{"visitor", "device", "link", "workspace", "leadScore", "conversions"}
	listed, err := l.ListEventsWithResponse(ctx, &linkbreakers.ListEventsParams{LinkId: &l.id, StartDate: new("2024-01-01T00:00:00Z"), Include: &include})
	if err != nil || listed.JSON200 == nil || listed.JSON200.Json == nil || len(listed.JSON200.Json.Events) != 2 || *listed.JSON200.Json.TotalCount != 2 {
		return fmt.Errorf("events: %w, %s", err, listed.Body)
	}
	bought, scan := listed.JSON200.Json.Events[0], listed.JSON200.Json.Events[1]
	switch {
	case bought.Action != linkbreakers.ACTIONUNSPECIFIED || *bought.Conversion.Value != 16777217.25,
		scan.Action != linkbreakers.ACTIONSCAN || scan.Device.DeviceActor != linkbreakers.DEVICEACTORHUMAN || *scan.Device.DeviceBrand != "Apple",
		*scan.Visitor.Email != l.email() || scan.Link.Id != l.id || scan.Workspace.Id != "default" || scan.LeadScore.LeadScore < 1:
		return fmt.Errorf("events: %s", listed.Body)
	}
	if err := l.checkAttributes(scan.Visitor.Attributes); err != nil {
		return fmt.Errorf("visitor of an event: %w, %s", err, listed.Body)
	}
	plain, err := l.ListEventsPlainlyWithResponse(ctx, &linkbreakers.ListEventsPlainlyParams{LinkId: &l.id})
	if err != nil || plain.JSON200 == nil || len(plain.JSON200.Events) != 1 || plain.JSON200.Events[0].Id != scan.Id {
		return fmt.Errorf("events of the guide: %w, %s", err, plain.Body)
	}
	sheet, err := l.ListEventsWithResponse(ctx, &linkbreakers.ListEventsParams{LinkId: &l.id, ResponseFormat: new(linkbreakers.ListEventsParamsResponseFormat("RESPONSE_FORMAT_CSV"))})
	if err != nil || sheet.JSON200 == nil || sheet.JSON200.Csv == nil || sheet.JSON200.Csv.CsvData == "" {
		return fmt.Errorf("comma-separated events: %w, %s", err, sheet.Body)
	}
	traces, err := l.ListEventTracesWithResponse(ctx, scan.Id)
	if err != nil || traces.JSON200 == nil || len(traces.JSON200.Traces) != 2 || traces.JSON200.Traces[0].EventId != scan.Id {
		return fmt.Errorf("traces: %w, %s", err, traces.Body)
	}
	return nil
}
