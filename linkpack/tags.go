package linkpack

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// Tag is a tag and its number of links.
type Tag struct {
	// Name is the tag.
	Name string `json:"name"`
	// Links is the number of links with the tag, archived ones included, those in
	// the bin not.
	Links int `json:"links"`
}

// Tags returns a workspace's tags, sorted by name. It reads all links of the
// workspace. If some links are damaged, it counts the others, and returns an error
// that wraps a [DamagedError] for each.
func (s *Shortener) Tags(ctx context.Context, workspace string) ([]Tag, error) {
	counts := make(map[string]int)
	var damage error
	for link, err := range s.Links(ctx, LinkQuery{Workspace: workspace, Limit: maxPage}) {
		if errors.Is(err, ErrDamaged) {
			damage = errors.Join(damage, err)
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, tag := range link.Tags {
			counts[tag]++
		}
	}
	tags := make([]Tag, 0, len(counts))
	for tag, n := range counts {
		tags = append(tags, Tag{Name: tag, Links: n})
	}
	slices.SortFunc(tags, func(a, b Tag) int { return cmp.Compare(a.Name, b.Name) })
	return tags, damage
}

// RenameTag replaces a tag on all links of a workspace and returns the number
// of links changed. A link that has both tags keeps the new one. Links in the bin
// keep the old one.
//
// Links are changed in transactions of a few hundred each. After an error some
// links may have the old tag and others the new one. Call it again to continue. An
// error that wraps a [DamagedError] for each damaged link comes when all others have
// been changed.
func (s *Shortener) RenameTag(ctx context.Context, workspace, tag, name string) (changed int, err error) {
	if ctx, err = permit(ctx, workspace, MayChange); err != nil {
		return 0, err
	}
	probe := Link{Tags: []string{name}}
	if err := checkTags(&probe); err != nil {
		return 0, invalid("name", "%s", reasonOf(err))
	}
	name = probe.Tags[0]
	if name == tag {
		return 0, nil
	}
	return s.retag(ctx, workspace, tag, func(link *Link) {
		at := slices.Index(link.Tags, tag)
		if slices.Contains(link.Tags, name) {
			link.Tags = slices.Delete(link.Tags, at, at+1)
		} else {
			link.Tags[at] = name
		}
	})
}

// reasonOf returns the reason of a FieldError.
func reasonOf(err error) string {
	if fault, ok := errors.AsType[*FieldError](err); ok {
		return fault.Reason
	}
	return err.Error()
}

// DeleteTag removes a tag from all links of a workspace and returns the number
// of links changed. It works in steps like [Shortener.RenameTag].
func (s *Shortener) DeleteTag(ctx context.Context, workspace, tag string) (changed int, err error) {
	if ctx, err = permit(ctx, workspace, MayChange); err != nil {
		return 0, err
	}
	return s.retag(ctx, workspace, tag, func(link *Link) {
		link.Tags = slices.DeleteFunc(link.Tags, func(t string) bool { return t == tag })
		if len(link.Tags) == 0 {
			link.Tags = nil
		}
	})
}

// retag changes all links of a workspace that have a tag, page by page.
func (s *Shortener) retag(ctx context.Context, workspace, tag string, change func(*Link)) (changed int, err error) {
	if tag == "" {
		return 0, invalid("tag", "is required")
	}
	query := LinkQuery{Workspace: cmp.Or(workspace, DefaultWorkspace), Tags: []string{tag}}
	changed, damage, err := s.changeMatching(ctx, query, change)
	return changed, cmp.Or(err, damage)
}
