package linkbreakersv1

import (
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// wirePublicTemplate is what all workspaces see of a published template.
type wirePublicTemplate struct {
	Slug        string     `json:"slug,omitempty"`
	Name        string     `json:"name,omitempty"`
	Description string     `json:"description,omitempty"`
	LearnMore   string     `json:"learnMore,omitempty"`
	FAQ         string     `json:"faq,omitempty"`
	Tags        string     `json:"tags,omitempty"` // separated by commas
	BuiltIn     bool       `json:"builtIn"`
	PublishedAt *time.Time `json:"publishedAt,omitempty"`
}

// wireTemplate is a template as it is sent to its workspace.
type wireTemplate struct {
	ID          string `json:"id"`
	WorkspaceID string `json:"workspaceId"`
	wirePublicTemplate
	QRCodeDesignID string      `json:"qrcodeDesignId"`
	QRCodeDesign   *wireDesign `json:"qrcodeDesign,omitempty"`
	DuplicatedFrom string      `json:"duplicatedFrom,omitempty"`
	CreatedAt      time.Time   `json:"createdAt"`
	UpdatedAt      time.Time   `json:"updatedAt"`
}

// oneTemplate, manyTemplates and publicTemplates are answers.
type (
	oneTemplate struct {
		QRCodeTemplate wireTemplate `json:"qrcodeTemplate"`
	}
	manyTemplates struct {
		QRCodeTemplates []wireTemplate `json:"qrcodeTemplates"`
		wirePage
	}
	publicTemplates struct {
		QRCodeTemplates []wirePublicTemplate `json:"qrcodeTemplates"`
		wirePage
	}
	wirePage struct {
		NextPageToken string `json:"nextPageToken"`
		HasMore       bool   `json:"hasMore"`
	}
)

// publicTemplateOf returns what all workspaces see of a template.
func publicTemplateOf(t *linkpack.Template) wirePublicTemplate {
	w := wirePublicTemplate{
		Slug: t.Slug, Name: t.Name, Description: t.Description,
		LearnMore: t.LearnMore, FAQ: t.FAQ, Tags: strings.Join(t.Tags, ","),
	}
	if !t.PublishedAt.IsZero() {
		w.PublishedAt = &t.PublishedAt
	}
	return w
}

// templateOf returns a template as it is sent to its workspace, without its design.
func templateOf(t *linkpack.Template) wireTemplate {
	return wireTemplate{
		ID: t.ID, WorkspaceID: t.Workspace, wirePublicTemplate: publicTemplateOf(t),
		QRCodeDesignID: t.Design, DuplicatedFrom: t.CopyOf, CreatedAt: t.CreatedAt, UpdatedAt: t.UpdatedAt,
	}
}
