package linkbreakersv1

import (
	"time"

	"github.com/google/uuid"

	"github.com/linkpack/linkpack-go/linkpack"
)

// wireLink is a link as it is sent to clients. What a link does not have is left out.
type wireLink struct {
	ID                  string            `json:"id"`
	WorkspaceID         string            `json:"workspaceId"`
	Name                string            `json:"name,omitempty"`
	Shortlink           string            `json:"shortlink"`
	Entrypoint          string            `json:"entrypoint"`
	CustomDomainID      string            `json:"customDomainId,omitempty"`
	CustomDomain        *wireDomain       `json:"customDomain,omitempty"`
	Destination         string            `json:"destination"` // SDKs ignore it
	FallbackDestination string            `json:"fallbackDestination,omitempty"`
	Metadata            map[string]string `json:"metadata,omitempty"`
	Tags                []wireTag         `json:"tags,omitempty"`
	QRCodeDesignID      string            `json:"qrcodeDesignId,omitempty"`
	QRCodeDesign        *wireDesign       `json:"qrcodeDesign,omitempty"`
	QRCodeTemplateID    string            `json:"qrcodeTemplateId,omitempty"`
	DirectoryID         string            `json:"directoryId,omitempty"`
	LeadGoal            string            `json:"leadGoalDefinition,omitempty"`
	LeadTarget          string            `json:"leadTargetDefinition,omitempty"`
	TrackConversions    bool              `json:"conversionTracking,omitempty"` // SDKs ignore it
	// EventCount is the number of clicks and scans, in digits since it is an int64.
	EventCount string `json:"eventCount,omitempty"`
	signedURL
	CreatedAt time.Time `json:"createdAt"`
	UpdatedAt time.Time `json:"updatedAt"`
}

// wireTag is a tag as it is sent to clients.
type wireTag struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// oneLink and manyLinks are answers.
type (
	oneLink struct {
		Link wireLink `json:"link"`
	}
	manyLinks struct {
		Links []wireLink `json:"links"`
	}
	nothing struct{}
)

// wire returns a link as it is sent to clients.
func (h *handlers) wire(link *linkpack.Link) wireLink {
	w := wireLink{
		ID: shownID(link), WorkspaceID: link.Workspace, Name: link.Name,
		Shortlink: link.ShortCode, Entrypoint: h.shortener.URL(link),
		Destination: link.Destination, FallbackDestination: link.FallbackURL,
		Metadata: link.Metadata, QRCodeDesignID: link.Design, QRCodeTemplateID: link.Template, DirectoryID: link.GroupID,
		LeadGoal: link.LeadGoal, LeadTarget: link.LeadTarget, TrackConversions: link.TrackConversions,
		CreatedAt: link.CreatedAt, UpdatedAt: link.UpdatedAt,
	}
	if d, ok := h.shortener.LinkDomain(link); ok {
		w.CustomDomainID = d.ID
	}
	for _, name := range link.Tags {
		w.Tags = append(w.Tags, wireTag{ID: tagID(link.Workspace, name), Name: name})
	}
	return w
}

// wires returns links as they are sent to clients.
func (h *handlers) wires(links []*linkpack.Link) []wireLink {
	shown := make([]wireLink, len(links))
	for i, link := range links {
		shown[i] = h.wire(link)
	}
	return shown
}

// orAbsent returns a time, or nil if it is zero.
func orAbsent(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// tagID returns the id of a tag: a UUIDv5 of its workspace and name, since tags are
// names and have no rows of their own.
func tagID(workspace, name string) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte("linkpack tag\n"+workspace+"\n"+name)).String()
}
