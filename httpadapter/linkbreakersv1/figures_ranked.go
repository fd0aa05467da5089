package linkbreakersv1

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
)

// wireBreakdown is the answer to POST /v1/analytics/breakdown.
type wireBreakdown struct {
	Data  []wireShare `json:"data"`
	Total int32       `json:"total"`
}

// wireShare is a value with its part of all events.
type wireShare struct {
	Label      string  `json:"label"`
	Code       string  `json:"code,omitempty"`
	EventCount int32   `json:"eventCount"`
	Percentage float64 `json:"percentage"`
}

// breakdown answers POST /v1/analytics/breakdown.
func (h *handlers) breakdown(ctx context.Context, q figuresQuery, sent values) (any, error) {
	d, err := chosenDimension(sent, "dimension", map[string]figureDimension{
		"browser": byBrowser(), "platform": byPlatform(), "device_type": byDevice(),
		"country": byCountry(), "city": byCity(), "visit_type": byVisitType(),
	})
	if err != nil {
		return nil, err
	}
	limit, err := sent.limit(10)
	if err != nil {
		return nil, err
	}
	list, total, err := h.rank(ctx, q, d, limit)
	if err != nil {
		return nil, err
	}
	answer := wireBreakdown{Data: make([]wireShare, len(list)), Total: int32Of(total)}
	for i, v := range list {
		answer.Data[i] = wireShare{Label: v.label, EventCount: int32Of(v.events), Percentage: percentOf(v.events, total)}
		if d.by == analytics.ByCountry && v.label != unknownLabel {
			answer.Data[i].Code = v.label
		}
	}
	return answer, nil
}

// chosenDimension reads the name of a dimension, which is required.
func chosenDimension(sent values, field string, known map[string]figureDimension) (figureDimension, error) {
	name, err := sent.text(field)
	if err != nil {
		return figureDimension{}, err
	}
	return choose(parameters{field: {name}}, field, known)
}

// wireGeo is the answer to POST /v1/analytics/geo.
type wireGeo struct {
	Data        []wireLocation `json:"data"`
	TotalEvents int32          `json:"totalEvents"`
}

// wireLocation is a place with its part of all events.
type wireLocation struct {
	Location   string  `json:"location"`
	EventCount int32   `json:"eventCount"`
	Percentage float64 `json:"percentage"`
}

// geo answers POST /v1/analytics/geo.
func (h *handlers) geo(ctx context.Context, q figuresQuery, sent values) (any, error) {
	d, err := chosenDimension(sent, "groupBy", map[string]figureDimension{"": byCountry(), "country": byCountry(), "city": byCity()})
	if err != nil {
		return nil, err
	}
	limit, err := sent.limit(10)
	if err != nil {
		return nil, err
	}
	list, total, err := h.rank(ctx, q, d, limit)
	if err != nil {
		return nil, err
	}
	locations := sharesOf(list, total, func(label string, events int32, percentage float64) wireLocation {
		return wireLocation{label, events, percentage}
	})
	return wireGeo{locations, int32Of(total)}, nil
}

// wireDevices is the answer to POST /v1/analytics/devices.
type wireDevices struct {
	Data        []wireDeviceShare `json:"data"`
	TotalEvents int32             `json:"totalEvents"`
}

// wireDeviceShare is a class of devices with its part of all events.
type wireDeviceShare struct {
	DeviceType string  `json:"deviceType"`
	EventCount int32   `json:"eventCount"`
	Percentage float64 `json:"percentage"`
}

// devices answers POST /v1/analytics/devices.
func (h *handlers) devices(ctx context.Context, q figuresQuery, _ values) (any, error) {
	list, total, err := h.rank(ctx, q, byDevice(), 1000)
	if err != nil {
		return nil, err
	}
	classes := sharesOf(list, total, func(label string, events int32, percentage float64) wireDeviceShare {
		return wireDeviceShare{label, events, percentage}
	})
	return wireDevices{classes, int32Of(total)}, nil
}

// sharesOf returns values with their part of all events, in the form that share makes.
func sharesOf[T any](list []labelled, total uint64, share func(label string, events int32, percentage float64) T) []T {
	shares := make([]T, len(list))
	for i, v := range list {
		shares[i] = share(v.label, int32Of(v.events), percentOf(v.events, total))
	}
	return shares
}

// wireHours is the answer to POST /v1/analytics/hours.
type wireHours struct {
	Data        []wireHour `json:"data"`
	TotalEvents int32      `json:"totalEvents"`
}

// wireHour has the events of an hour of the day.
type wireHour struct {
	Hour       int   `json:"hour"`
	EventCount int32 `json:"eventCount"`
}

// hours answers POST /v1/analytics/hours, in the workspace's time zone.
func (h *handlers) hours(ctx context.Context, q figuresQuery, _ values) (any, error) {
	found, err := h.statsOf(ctx, q)
	if err != nil {
		return nil, err
	}
	answer := wireHours{Data: make([]wireHour, 24), TotalEvents: int32Of(found.Clicks())}
	for hour := range answer.Data {
		var events uint64
		for _, day := range found.Hours {
			events += day[hour]
		}
		answer.Data[hour] = wireHour{hour, int32Of(events)}
	}
	return answer, nil
}
