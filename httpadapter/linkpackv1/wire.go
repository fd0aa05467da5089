package linkpackv1

import (
	"fmt"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// shortened is the answer to making a link.
type shortened struct {
	ID        string `json:"id"`
	ShortCode string `json:"shortCode"`
	ShortURL  string `json:"shortUrl"`
	LongURL   string `json:"longUrl"`
	// Created is set if the client asked for an existing link.
	Created *bool `json:"created,omitempty"`
}

// short returns the answer to making a link.
func (h *handlers) short(link *linkpack.Link) shortened {
	return shortened{ID: link.ID, ShortCode: link.ShortCode, ShortURL: h.shortener.URL(link), LongURL: link.Destination}
}

// shortenedLinks is the answer to making several links.
type shortenedLinks struct {
	Links []shortened `json:"links"`
}

// changedLinks is the answer to changing several links.
type changedLinks struct {
	Links []fullLink `json:"links"`
}

// changedWhere is the answer to changing or removing links by a query.
type changedWhere struct {
	Matched    int          `json:"matched"`
	Changed    int          `json:"changed"`
	Failed     []failedLink `json:"failed"`
	NextCursor *string      `json:"nextCursor"`
}

// failedLink is a link that could not be changed.
type failedLink struct {
	ID string `json:"id"`
	problem
}

// removed is the answer to removing a link.
type removed struct {
	Success bool `json:"success"`
}

// links is a page of links.
type links struct {
	Links      []fullLink `json:"links"`
	NextCursor *string    `json:"nextCursor"`
}

// fullLink is a link with all its fields. Fields that are not set are null.
type fullLink struct {
	ID             string            `json:"id"`
	ShortCode      string            `json:"shortCode"`
	ShortURL       string            `json:"shortUrl"`
	LongURL        string            `json:"longUrl"`
	ExternalID     *string           `json:"externalId"`
	Domain         *string           `json:"domain"`
	Aliases        []linkpack.Alias  `json:"aliases"`
	Name           *string           `json:"name"`
	Notes          *string           `json:"notes"`
	Group          *string           `json:"group"`
	Tags           []string          `json:"tags"`
	Metadata       map[string]string `json:"metadata"`
	UTMSource      *string           `json:"utm_source"`
	UTMMedium      *string           `json:"utm_medium"`
	UTMCampaign    *string           `json:"utm_campaign"`
	UTMTerm        *string           `json:"utm_term"`
	UTMContent     *string           `json:"utm_content"`
	TrafficRouting []routing.Rule    `json:"traffic_routing"`
	Timezone       *string           `json:"timezone"`
	ForwardQuery   bool              `json:"forward_query"`
	ForwardPath    bool              `json:"forward_path"`
	RedirectStatus int               `json:"redirect_status"`
	StartsAt       *time.Time        `json:"starts_at"`
	ExpiresAt      *time.Time        `json:"expires_at"`
	MaxClicks      *uint32           `json:"max_clicks"`
	FallbackURL    *string           `json:"fallback_url"`
	HasPassword    bool              `json:"has_password"`
	Scripts        []linkpack.Script `json:"retargeting_scripts"`
	PreviewTitle   *string           `json:"preview_title"`
	PreviewText    *string           `json:"preview_description"`
	PreviewImage   *string           `json:"preview_image"`
	Design         *string           `json:"design"`
	LeadGoal       *string           `json:"lead_goal"`
	LeadTarget     *string           `json:"lead_target"`
	Conversions    bool              `json:"track_conversions"`
	Archived       bool              `json:"archived"`
	Disabled       bool              `json:"disabled"`
	DisabledReason *string           `json:"disabled_reason"`
	Revision       uint32            `json:"revision"`
	CreatedAt      time.Time         `json:"createdAt"`
	UpdatedAt      time.Time         `json:"updatedAt"`
	// DeletedAt is absent for a link that is not in the bin.
	DeletedAt *time.Time `json:"deletedAt,omitempty"`
	// TotalClicks is the number of clicks on all days, in lists.
	TotalClicks *uint64 `json:"totalClicks,omitempty"`
	// Warnings are rules that no visit can reach; absent when there are none.
	Warnings []detail `json:"warnings,omitempty"`
}

// full returns a link as it is sent to clients.
func (h *handlers) full(link *linkpack.Link) fullLink {
	f := fullLink{
		ID: link.ID, ShortCode: link.ShortCode, ShortURL: h.shortener.URL(link), LongURL: link.Destination,
		ExternalID: orNull(link.ExternalID), Domain: orNull(link.Domain), Aliases: link.Aliases,
		Name: orNull(link.Name), Notes: orNull(link.Notes), Group: orNull(link.Group),
		Tags: link.Tags, Metadata: link.Metadata,
		UTMSource: orNull(link.UTM.Source), UTMMedium: orNull(link.UTM.Medium),
		UTMCampaign: orNull(link.UTM.Campaign), UTMTerm: orNull(link.UTM.Term), UTMContent: orNull(link.UTM.Content),
		TrafficRouting: shownRules(link.Rules),
		Timezone:       orNull(link.Timezone),
		ForwardQuery:   link.ForwardQuery, ForwardPath: link.ForwardPath, RedirectStatus: link.RedirectStatus,
		StartsAt: orNull(link.StartsAt), ExpiresAt: orNull(link.ExpiresAt),
		MaxClicks: orNull(link.MaxClicks), FallbackURL: orNull(link.FallbackURL), HasPassword: link.PasswordHash != "",
		Scripts:      link.Scripts,
		PreviewTitle: orNull(link.Card.Title), PreviewText: orNull(link.Card.Description), PreviewImage: orNull(link.Card.Image),
		Design: orNull(link.Design), LeadGoal: orNull(link.LeadGoal), LeadTarget: orNull(link.LeadTarget), Conversions: link.TrackConversions,
		Archived: link.Archived, Disabled: link.Disabled, DisabledReason: orNull(link.DisabledReason), Revision: link.Revision,
		CreatedAt: link.CreatedAt, UpdatedAt: link.UpdatedAt, DeletedAt: orNull(link.DeletedAt),
	}
	f.Tags, f.Aliases, f.Scripts = orEmpty(f.Tags), orEmpty(f.Aliases), orEmpty(f.Scripts)
	if f.Metadata == nil {
		f.Metadata = map[string]string{}
	}
	if f.RedirectStatus == 0 {
		f.RedirectStatus = 307
	}
	return f
}

// warned says that no visit can reach a rule, or has an entry of its list.
func warned(w routing.Warning) detail {
	if rest, ok := strings.CutPrefix(w.Field, "rules"); ok {
		return detail{Field: "traffic_routing" + rest, Reason: w.Reason}
	}
	return detail{
		Field:  fmt.Sprintf("traffic_routing[%d]", w.Rule),
		Reason: fmt.Sprintf("rule %q is never reached, since rule %q takes all its visits", w.ID, w.CoveredByID),
	}
}

// shownRules returns rules without their splits, which only the engine sets.
func shownRules(rules []routing.Rule) []routing.Rule {
	shown := make([]routing.Rule, len(rules))
	for i, rule := range rules {
		rule.Split = ""
		shown[i] = rule
	}
	return shown
}

// orNull returns nil for a value that is not set.
func orNull[T comparable](value T) *T {
	var unset T
	if value == unset {
		return nil
	}
	return &value
}

// orEmpty returns a list that is never nil, so that JSON has [] and not null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
