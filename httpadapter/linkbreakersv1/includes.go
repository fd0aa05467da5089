package linkbreakersv1

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// include is something that clients ask for beside the fields of links, as in
// "include=customDomain".
type include struct {
	name string
	// add adds it to shown links: shown[i] is links[i]. nil adds nothing.
	add func(h *handlers, ctx context.Context, shown []wireLink, links []*linkpack.Link) error
}

// includes lists what clients may ask for.
func includes() []include {
	return []include{
		{"customDomain", (*handlers).addDomains},
		{"pageTheme", nil}, // no link has one
		{"qrcodeDesign", (*handlers).addDesigns},
		{includeSignedURL, (*handlers).addSignedURLs},
		{"tags", nil}, // all links are shown with their tags
	}
}

// includeSignedURL is the name of the include that a link has when it is made or read
// alone.
const includeSignedURL = "qrcodeSignedUrl"

// includes reads what a request asks for.
func (p parameters) includes() ([]string, error) {
	var known []string
	for _, i := range includes() {
		known = append(known, i.name)
	}
	names := p.list("include")
	for i, name := range names {
		if names[i] = camelCase(name); !slices.Contains(known, names[i]) {
			return nil, &linkpack.FieldError{Field: "include", Reason: fmt.Sprintf("%.80q is not one of %s", name, strings.Join(known, ", "))}
		}
	}
	return names, nil
}

// show returns links as they are sent to clients, with their event counts and what is
// included.
func (h *handlers) show(ctx context.Context, links []*linkpack.Link, included ...string) ([]wireLink, error) {
	shown := h.wires(links)
	if err := h.addEventCounts(ctx, shown, links); err != nil {
		return nil, err
	}
	return shown, h.addIncludes(ctx, shown, links, included)
}

// showNew is show for links that have just been made, which have no events.
func (h *handlers) showNew(ctx context.Context, links []*linkpack.Link, included ...string) ([]wireLink, error) {
	shown := h.wires(links)
	for i := range shown {
		shown[i].EventCount = "0"
	}
	return shown, h.addIncludes(ctx, shown, links, included)
}

// addIncludes adds what is included to links.
func (h *handlers) addIncludes(ctx context.Context, shown []wireLink, links []*linkpack.Link, names []string) error {
	for _, i := range includes() {
		if i.add == nil || !slices.Contains(names, i.name) {
			continue
		}
		if err := i.add(h, ctx, shown, links); err != nil {
			return err
		}
	}
	return nil
}
