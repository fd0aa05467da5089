package main

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/httpadapter/apitest/linkbreakers"
)

// readScore reads the score of the click, in both forms.
func (l *tracked) readScore(ctx context.Context) error {
	score, err := l.GetLeadScoreWithResponse(ctx, l.id, l.lbid)
	if err != nil || score.JSON200 == nil || score.JSON200.LeadScore < 1 || score.JSON200.ScoringRationale == "" || *score.JSON200.Breakdown.EngagementLevel < 1 {
		return fmt.Errorf("lead score: %w, %s", err, score.Body)
	}
	older, err := l.GetLeadScoreExplanationWithResponse(ctx, l.id, l.lbid)
	if err != nil || older.JSON200 == nil || older.JSON200.LeadScore != score.JSON200.LeadScore || older.JSON200.Explanation != score.JSON200.ScoringRationale {
		return fmt.Errorf("explanation of a lead score: %w, %s", err, older.Body)
	}
	return nil
}

// readFigures counts the click in several ways.
func (l *tracked) readFigures(ctx context.Context) error {
	devices, err := l.GetBreakdownWithResponse(ctx, linkbreakers.GetBreakdownJSONRequestBody{Dimension: linkbreakers.GetBreakdownJSONBodyDimensionDeviceType, LinkId: &l.id})
	if err != nil || devices.JSON200 == nil || devices.JSON200.Total != 1 || devices.JSON200.Data[0].Label != "MOBILE" || devices.JSON200.Data[0].Percentage != 100 {
		return fmt.Errorf("breakdown: %w, %s", err, devices.Body)
	}
	funnel, err := l.GetStepFunnelWithResponse(ctx, linkbreakers.GetStepFunnelJSONRequestBody{LinkId: &l.id})
	if err != nil || funnel.JSON200 == nil || funnel.JSON200.EntryVisits != "1" || funnel.JSON200.CompletionRate != 100 {
		return fmt.Errorf("funnel: %w, %s", err, funnel.Body)
	}
	series, err := l.GetEventsTimeSeriesWithResponse(ctx, linkbreakers.GetEventsTimeSeriesJSONRequestBody{LinkId: &l.id})
	if err != nil || series.JSON200 == nil || series.JSON200.TimeSeries.TotalIntervals != 1 || series.JSON200.TimeSeries.Data[0].EventCount != 1 {
		return fmt.Errorf("time series: %w, %s", err, series.Body)
	}
	metric, err := l.GetEventsMetricWithResponse(ctx, &linkbreakers.GetEventsMetricParams{LinkId: &l.id})
	if err != nil || metric.JSON200 == nil || metric.JSON200.TotalEvents != 1 || metric.JSON200.FirstAt == nil {
		return fmt.Errorf("metric: %w, %s", err, metric.Body)
	}
	return nil
}
