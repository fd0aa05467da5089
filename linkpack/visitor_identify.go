package linkpack

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// Identification says who made a click.
type Identification struct {
	// Workspace is that of the click's link. Empty means [DefaultWorkspace].
	Workspace string
	// Click is the lbid that the destination got, or the ID of the click; see
	// [ClickIDOf]. The link must have had TrackConversions.
	Click string
	// Attributes are what is known of the visitor, by key; see [Visitor.Attributes].
	// Numbers of any type become float64, a [time.Time] its text. nil and "" remove an
	// attribute.
	Attributes map[string]any
	// SetOnce keeps the attributes that the visitor has, and fills only missing ones.
	SetOnce bool
}

// IdentifyVisitor says who made a click, stores the attributes, and returns the visitor,
// and whether it is new. It is the visitor that the click has already; else the one of
// the workspace with the same e-mail; else a new one. If these are two visitors, they
// turn out to be one: the one with the older ID stays and is found by the other's ID,
// too. Of the attributes that differ, those of the visitor identified last stay, before
// the new ones are set.
//
// From then on the click belongs to the visitor. If the click has a visitor's key, such
// as that of the first-party cookie, so do all tracked clicks of the workspace with the
// same key, earlier and later ones. Clicks that merely share an address and User-Agent
// do not, since people share these.
//
// A publishable token may identify visitors; another needs [MayCreate] and [MayChange].
// Since everyone can read a publishable token, and knows the e-mail of others, it only
// adds to what is known, as with SetOnce: it removes and overwrites no attribute, those
// beyond the maximum are left out, and two visitors who both have an e-mail are not
// merged, but the click stays with the one it has. It is told nothing of the visitor:
// only the Workspace and the attributes that it sent are returned, also if nothing is
// stored since Options.CheckQuota allows no more visitors, or the visitor has too many
// browsers and clicks. So it is with a principal who may not read the whole workspace.
//
// A visitor has at most 10,000 browsers that are known by a key, and clicks without one.
// Another one is a [FieldError] of Click: what the visitor has is kept, so that
// DeleteVisitor erases all of it.
//
// IdentifyVisitor returns ErrNotFound if the workspace has no such click: because its
// lbid was made up, the click is beyond retention or erased, or its link was removed.
// It returns a [FieldError] for each invalid field.
func (s *Shortener) IdentifyVisitor(ctx context.Context, who Identification) (v *Visitor, isNew bool, err error) {
	scope, err := scopeForPages(ctx, who.Workspace, MayCreate|MayChange)
	if err != nil {
		return nil, false, err
	}
	id, fault := ClickIDOf(who.Click)
	attributes, err := checkAttributes(who.Attributes)
	if err := errors.Join(fault, err); err != nil {
		return nil, false, err
	}
	_, limited := permit(ctx, who.Workspace, MayRead)
	ctx = permitted(ctx)
	click, link, err := s.clickOf(ctx, who.Workspace, id)
	if err == nil && (!click.Tracked || click.Class == analytics.Conversion || !s.covers(scope, link)) {
		err = errNoClick(id)
	}
	if err != nil {
		return nil, false, err
	}
	i := &identification{Shortener: s, click: click, attributes: attributes, once: who.SetOnce, limited: limited != nil}
	v, err = i.identify(ctx, link.Workspace)
	if limited != nil && (err == nil || errors.Is(err, errNoRoom)) {
		return who.echo(link.Workspace, attributes), false, nil
	}
	return v, i.id != "" && err == nil && v.ID == i.id, err
}

// echo returns a visitor of which nothing is known but what was sent.
func (who *Identification) echo(workspace string, attributes map[string]any) *Visitor {
	sent := &Visitor{Workspace: workspace, Attributes: maps.Clone(attributes)}
	maps.DeleteFunc(sent.Attributes, func(_ string, value any) bool { return value == nil })
	return sent
}

// errNobody says that nobody is known by an identity or e-mail.
var errNobody = errors.New("nobody is known")

// identification is one call of IdentifyVisitor.
type identification struct {
	*Shortener
	click      *analytics.Click
	attributes map[string]any
	once       bool
	limited    bool   // the caller may not read visitors, so it only adds to them
	isNew      bool   // nobody had the identity before
	id         string // of a new visitor; empty until one may be created
}

// identify stores who made the click. It asks the host only for visitors that are new.
func (i *identification) identify(ctx context.Context, workspace string) (*Visitor, error) {
	known, err := i.store.VisitorsByIdentity(ctx, workspace, []string{identityOf(i.click)})
	if err != nil {
		return nil, err
	}
	i.isNew = known[0] == nil
	if err := i.checkRoom(ctx, workspace, known[0]); err != nil {
		return nil, err
	}
	v, err := i.join(ctx, workspace)
	if errors.Is(err, errTwoPeople) {
		i.attributes = maps.Clone(i.attributes)
		delete(i.attributes, AttributeEmail)
		v, err = i.join(ctx, workspace)
	}
	if !errors.Is(err, errNobody) {
		return v, err
	}
	if err := i.checkNew(ctx, workspace); err != nil {
		return nil, err
	}
	if i.id, err = i.ids.Next(i.now()); err != nil {
		return nil, err
	}
	return i.join(ctx, workspace)
}

// join makes one visitor of those who are known by the click or the e-mail.
func (i *identification) join(ctx context.Context, workspace string) (v *Visitor, err error) {
	email, _ := i.attributes[AttributeEmail].(string)
	err = i.inWorkspace(ctx, workspace, func(ctx context.Context) error {
		v, err = i.store.JoinVisitors(ctx, workspace, strings.ToLower(email), []string{identityOf(i.click)}, *i.edit(ctx, workspace), i.one)
		return err
	})
	return v, err
}

// one returns the visitor that is made of those who were found.
func (i *identification) one(found []*Visitor) (*Visitor, error) {
	now := i.now()
	if len(found) == 0 {
		if i.id == "" {
			return nil, errNobody
		}
		found = []*Visitor{{ID: i.id, CreatedAt: now, Attributes: make(map[string]any), FirstSeen: i.click.Time, LastSeen: i.click.Time}}
	}
	v, err := i.merge(found)
	if err != nil {
		return nil, err
	}
	v.FirstSeen, v.LastSeen = earlier(v.FirstSeen, i.click.Time), later(v.LastSeen, i.click.Time)
	v.IdentifiedAt = later(v.IdentifiedAt, now)
	changed, err := i.set(v)
	if changed || i.isNew || len(found) > 1 || v.Revision == 0 {
		v.Revision++
		v.UpdatedAt = now
	}
	return v, err
}

// lastIdentified returns visitors, the one identified last first.
func lastIdentified(found []*Visitor) []*Visitor {
	return slices.SortedStableFunc(slices.Values(found), func(a, b *Visitor) int { return b.IdentifiedAt.Compare(a.IdentifiedAt) })
}

// merged returns the first of some visitors with the attributes of all, of which those
// of the one ranked first win. It leaves room for further attributes.
func merged(found, ranked []*Visitor, further map[string]any) *Visitor {
	v := found[0]
	if len(found) == 1 {
		return v
	}
	all := make(map[string]any)
	room := maxAttributes - len(further)
	for _, f := range ranked {
		v.FirstSeen, v.LastSeen, v.IdentifiedAt = earlier(v.FirstSeen, f.FirstSeen), later(v.LastSeen, f.LastSeen), later(v.IdentifiedAt, f.IdentifiedAt)
		for _, key := range slices.Sorted(maps.Keys(f.Attributes)) {
			_, has := all[key]
			_, comes := further[key]
			if has || !comes && room == 0 {
				continue
			}
			if all[key] = f.Attributes[key]; !comes {
				room--
			}
		}
	}
	v.Attributes = all
	return v
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
