package linkbreakersv1

import (
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// wireDevice is a device as it is sent to clients. What is not known is left out.
type wireDevice struct {
	ID              string `json:"id"`
	UserAgent       string `json:"userAgent,omitempty"`
	BrowserName     string `json:"browserName,omitempty"`
	BrowserVersion  string `json:"browserVersion,omitempty"`
	BrowserLanguage string `json:"browserLanguage,omitempty"`
	PlatformName    string `json:"platformName,omitempty"`
	PlatformVersion string `json:"platformVersion,omitempty"`
	DeviceBrand     string `json:"deviceBrand,omitempty"`
	DeviceName      string `json:"deviceName,omitempty"`
	DeviceType      string `json:"deviceType"`
	DeviceActor     string `json:"deviceActor"`
	IPAddress       string `json:"ipAddress,omitempty"`
	Country         string `json:"country,omitempty"`
	Region          string `json:"region,omitempty"`
	City            string `json:"city,omitempty"`
	// CreatedAt is when the device was first seen, if that is known.
	CreatedAt  *time.Time `json:"createdAt,omitempty"`
	LastUsedAt time.Time  `json:"lastUsedAt"`
}

// deviceOf returns the device that made a click of a workspace.
func (h *handlers) deviceOf(workspace string, click *analytics.Click) *wireDevice {
	details := h.shortener.AgentDetails(click)
	d := &wireDevice{
		ID: linkpack.DeviceID(workspace, click), UserAgent: click.UserAgent,
		BrowserName: details.Browser, BrowserVersion: details.BrowserVersion, BrowserLanguage: click.Language,
		PlatformName: details.OS, PlatformVersion: details.OSVersion,
		DeviceBrand: details.Brand, DeviceName: details.Model,
		DeviceType: deviceType(click.Agent.Device), DeviceActor: deviceActor(click),
		Country: click.Place.Country, Region: click.Place.Region, City: click.Place.City,
		LastUsedAt: click.Time,
	}
	if click.Addr.IsValid() {
		d.IPAddress = click.Addr.String()
	}
	return d
}

// deviceType returns the word for a class of devices. Televisions and the like have
// none.
func deviceType(class routing.DeviceClass) string {
	switch class {
	case routing.Mobile, routing.Tablet, routing.Desktop:
		return "DEVICE_TYPE_" + strings.ToUpper(class.String())
	default:
		return "DEVICE_TYPE_UNKNOWN"
	}
}

// deviceActor tells who used the device. A request without a User-Agent is of a bot.
func deviceActor(click *analytics.Click) string {
	switch {
	case click.Agent.Bot == routing.AIAgent:
		return "DEVICE_ACTOR_AGENT"
	case click.Agent.Bot != routing.NotBot, click.Class == analytics.Bot, click.Class == analytics.Preview:
		return "DEVICE_ACTOR_BOT"
	default:
		return "DEVICE_ACTOR_HUMAN"
	}
}
