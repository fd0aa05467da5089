package linkpack

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack/internal/urls"
)

// urlField is a field with a URL that visitors may be redirected to.
type urlField struct {
	name     string
	url      *string
	optional bool
}

// urls returns the fields of the link that have a URL.
func (l *Link) urls() []urlField {
	fields := []urlField{
		{name: "destination", url: &l.Destination},
		{name: "fallback_url", url: &l.FallbackURL, optional: true},
		{name: "card.image", url: &l.Card.Image, optional: true},
	}
	for i := range l.Rules {
		fields = append(fields, urlField{name: fmt.Sprintf("rules[%d].destination", i), url: &l.Rules[i].Destination})
	}
	return fields
}

// checkURLs checks and normalizes the link's URLs. stored is the link before the
// change, or nil.
func (s *Shortener) checkURLs(ctx context.Context, link, stored *Link) error {
	var known []string
	if stored != nil {
		for _, f := range stored.urls() {
			known = append(known, *f.url)
		}
	}
	var faults []error
	for _, f := range link.urls() {
		faults = append(faults, s.checkField(ctx, f, known))
	}
	if image := link.Card.Image; image != "" && !urls.IsWeb(image) {
		faults = append(faults, invalid("card.image", "must begin with http:// or https://"))
	}
	return errors.Join(faults...)
}

// checkField checks and normalizes a URL. It calls CheckDestination unless the
// URL is among the known ones.
func (s *Shortener) checkField(ctx context.Context, f urlField, known []string) error {
	if f.optional && *f.url == "" {
		return nil
	}
	checked, err := s.checkURL(*f.url)
	if err != nil {
		return invalid(f.name, "%v", err)
	}
	*f.url = checked
	if s.opts.CheckDestination == nil || slices.Contains(known, checked) {
		return nil
	}
	if err := s.opts.CheckDestination(ctx, checked); err != nil {
		if ctx.Err() != nil {
			return err
		}
		return invalid(f.name, "%v", err)
	}
	return nil
}

// checkURL checks a URL and returns it as it is sent to browsers.
func (s *Shortener) checkURL(raw string) (string, error) { return urls.Check(raw, s.opts.Schemes) }

// CheckURL checks a URL that a host or another package sends requests to, as the URLs of
// links are checked, and returns it as it is to be stored. It must be http or https. An
// error is a [FieldError] of field.
func (s *Shortener) CheckURL(ctx context.Context, field, rawURL string) (string, error) {
	if err := s.checkField(ctx, urlField{name: field, url: &rawURL}, nil); err != nil {
		return "", err
	}
	if !urls.IsWeb(rawURL) {
		return "", invalid(field, "must begin with http:// or https://")
	}
	return rawURL, nil
}
