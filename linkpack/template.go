package linkpack

import (
	"errors"
	"strings"
	"time"
)

// Template is a design with a name and a description, from which links take how their
// QR codes look. It belongs to a workspace, and all workspaces can copy it once it is
// published.
type Template struct {
	// ID is unique in the store.
	ID string `json:"id"`
	// Workspace owns the template. Empty means [DefaultWorkspace].
	Workspace string `json:"workspace"`
	// Design is the ID of the [StoredDesign] that the template gives. A change of it
	// changes the codes of all links that have taken it. It cannot be changed.
	Design string `json:"design"`
	// Slug names the template in requests: up to 100 small letters, digits and
	// hyphens, unique in the store. Empty means none.
	Slug string `json:"slug,omitempty"`
	// Name is what people call the template, at most 200 characters.
	Name string `json:"name,omitempty"`
	// Description is a short text about it, at most 1,000 characters.
	Description string `json:"description,omitempty"`
	// LearnMore is a long text about it, at most 10,000 characters.
	LearnMore string `json:"learn_more,omitempty"`
	// FAQ has questions and answers, at most 10,000 characters.
	FAQ string `json:"faq,omitempty"`
	// Tags are labels of the template, like those of links.
	Tags []string `json:"tags,omitempty"`
	// CopyOf is the ID of the template that [Shortener.ImportTemplate] copied. Only
	// the Shortener sets it.
	CopyOf string `json:"copy_of,omitempty"`
	// PublishedAt is when the template was published, in UTC. It needs a Slug, a Name
	// and a Description for that. Zero means that it is not.
	PublishedAt time.Time `json:"published_at,omitzero"`
	// CreatedAt is when the template was created, in UTC.
	CreatedAt time.Time `json:"created_at"`
	// UpdatedAt is when the template was last changed, in UTC.
	UpdatedAt time.Time `json:"updated_at"`
}

// The limits of templates, those of texts in characters.
const (
	maxTemplateDescription = 1000
	maxTemplateText        = 10_000
	maxSlugLength          = 100
	maxTemplates           = 1000 // of a workspace
)

// check normalizes a template and returns all errors in its fields, joined.
func (t *Template) check() error {
	probe := Link{Tags: t.Tags}
	faults := []error{
		checkText("name", t.Name, maxNameLength),
		checkText("description", t.Description, maxTemplateDescription),
		checkText("learn_more", t.LearnMore, maxTemplateText),
		checkText("faq", t.FAQ, maxTemplateText),
		checkTags(&probe),
	}
	t.Tags = probe.Tags
	if len(t.Slug) > maxSlugLength || strings.ContainsFunc(t.Slug, isNoSlugRune) {
		faults = append(faults, invalid("slug", "must be at most %d small letters, digits and hyphens, as in %q", maxSlugLength, "blue-dots"))
	}
	if !t.PublishedAt.IsZero() {
		faults = append(faults, published("slug", t.Slug), published("name", t.Name), published("description", t.Description))
	}
	return errors.Join(faults...)
}

func isNoSlugRune(r rune) bool {
	isSlugRune := 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-'
	return !isSlugRune
}

// published checks a field that a published template must have.
func published(field, text string) error {
	if text == "" {
		return invalid(field, "is required to publish the template")
	}
	return nil
}

// keys returns the unique keys of the template's document.
func (t *Template) keys() []string {
	if t.Slug == "" {
		return []string{}
	}
	return []string{t.Slug}
}
