package linkpack

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
)

// The identities of visitors: that of a person's key in hexadecimal digits, or the ID
// of a click without one, with the number of its link.
const (
	personIdentity = "p"
	clickIdentity  = "c"
)

// identityOf returns the identity of who made a click or conversion.
func identityOf(click *analytics.Click) string {
	if click.Person != 0 {
		return fmt.Sprintf("%s%016x", personIdentity, click.Person)
	}
	id := click.ID
	if click.Converted != nil {
		id = click.Converted.Click
	}
	return clickIdentity + id + "/" + strconv.FormatUint(uint64(click.Link.Number), 10)
}

// known are identities of visitors, read.
type known struct {
	persons []uint64
	clicks  []string // their IDs
	links   []uint32 // the links of clicks
}

// readIdentities reads identities.
func readIdentities(identities []string) (k known) {
	for _, identity := range identities {
		if person, ok := strings.CutPrefix(identity, personIdentity); ok {
			n, _ := strconv.ParseUint(person, 16, 64)
			k.persons = append(k.persons, n)
			continue
		}
		id, link, _ := strings.Cut(strings.TrimPrefix(identity, clickIdentity), "/")
		n, _ := strconv.ParseUint(link, 10, 32)
		k.clicks, k.links = append(k.clicks, id), append(k.links, uint32(n))
	}
	return k
}

// VisitorsOf returns the visitors who made clicks or conversions of a workspace, by the
// ID of the click or conversion, with one request to the store. Clicks of unknown
// visitors are not in the result, nor those that are not tracked. Clicks of one visitor
// share a value. If some visitors are damaged, it returns the others, and an error that
// wraps a [DamagedError] for each.
func (s *Shortener) VisitorsOf(ctx context.Context, workspace string, clicks []analytics.Click) (map[string]*Visitor, error) {
	ctx, err := permit(ctx, workspace, MayRead)
	if err != nil {
		return nil, err
	}
	var ids, identities []string
	for i := range clicks {
		if !clicks[i].Tracked {
			continue
		}
		ids = append(ids, clicks[i].ID)
		identities = append(identities, identityOf(&clicks[i]))
	}
	if identities == nil {
		return nil, nil
	}
	found, err := s.store.VisitorsByIdentity(ctx, cmp.Or(workspace, DefaultWorkspace), identities)
	all := make(map[string]*Visitor)
	for i, v := range found {
		if v != nil {
			all[ids[i]] = v
		}
	}
	return all, err
}
