package linkpack

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// maxLinkValues is the number of values that StatsBy tells apart.
const maxLinkValues = 1000

// StatsBy returns the requests to the links of a workspace that match links, and their
// conversions, divided by a dimension, such as by tag or by a key of the metadata. They
// count for the value that a link has now, whatever it was when it was clicked. A link
// with several tags counts for each of them.
//
// links is as in [Shortener.StatsOf], so deleted links do not count, not even in the
// statistics of a whole workspace, unless links selects those in the bin. Of query,
// From, To and Location are used, as in StatsOf, and Top, the maximum number of values: at
// most 1,000, which is the default. A Filter is a [FieldError]. For each value the 100 most
// frequent kinds of conversions are told apart.
//
// StatsBy reads the links, and for each link sums of months and the rollups of other
// days, so that the cost does not grow with the number of clicks.
//
// If some links are damaged, StatsBy returns the statistics of the others, and an error
// that wraps a [DamagedError] for each.
func (s *Shortener) StatsBy(ctx context.Context, links LinkQuery, by LinkDimension, query analytics.Query) (*LinkStats, error) {
	scope, err := scopeIn(ctx, links.Workspace, MayRead)
	if err != nil {
		return nil, err
	}
	if err := checkDivision(by, query.Top); err != nil {
		return nil, err
	}
	links.Limit, links.Cursor, links.Sort = maxPage, "", SortCreated
	if err := s.completeQuery(&links, scope, maxPage); err != nil {
		return nil, err
	}
	ctx = permitted(ctx)
	divided := linkDivision{by: by, created: s.opts.Clock(), indexes: make(map[string]int32)}
	damage, err := divided.read(s.Links(ctx, links))
	if err != nil {
		return nil, err
	}
	query, err = s.completeStats(ctx, links.Workspace, analytics.Query{Links: divided.numbers()}, divided.created, query)
	if err != nil {
		return nil, err
	}
	s.settle(ctx)
	requests, err := s.recorder.LinkRequests(ctx, query)
	if err != nil {
		return nil, err
	}
	return divided.count(requests, cmp.Or(query.Top, maxLinkValues)), damage
}

// checkDivision checks by what links are divided, and into how many values.
func checkDivision(by LinkDimension, top int) error {
	if err := by.check(); err != nil {
		return err
	}
	if top < 0 || top > maxLinkValues {
		return invalid("top", "must be from 1 to %d", maxLinkValues)
	}
	return nil
}

// linkDivision divides links by their values of a dimension.
type linkDivision struct {
	by      LinkDimension
	created time.Time // of the oldest link
	pairs   []numberedValue
	values  []string
	indexes map[string]int32 // of values
}

// numberedValue is a link that has a value.
type numberedValue struct {
	link  uint32 // its number
	value int32  // its index
}

// read reads links, and joins the errors about damaged ones.
func (d *linkDivision) read(links func(func(*Link, error) bool)) (damage, err error) {
	for link, err := range links {
		if errors.Is(err, ErrDamaged) {
			damage = errors.Join(damage, err)
			continue
		}
		if err != nil {
			return nil, err
		}
		if link.CreatedAt.Before(d.created) {
			d.created = link.CreatedAt
		}
		for _, value := range d.by.of(link) {
			d.pairs = append(d.pairs, numberedValue{link.Number, d.index(value)})
		}
	}
	return damage, nil
}

// index returns the index of a value.
func (d *linkDivision) index(value string) int32 {
	i, known := d.indexes[value]
	if !known {
		i = int32(len(d.values))
		d.values, d.indexes[value] = append(d.values, value), i
	}
	return i
}

// numbers returns the numbers of the links.
func (d *linkDivision) numbers() []uint32 {
	numbers := make([]uint32, 0, len(d.pairs))
	for _, p := range d.pairs {
		numbers = append(numbers, p.link)
	}
	return numbers
}

// count adds up the figures of the links, for the values with the most clicks.
func (d *linkDivision) count(requests *analytics.LinkRequests, top int) *LinkStats {
	sums := make([]linkSum, len(d.values))
	for i, value := range d.values {
		sums[i].value = value
	}
	for _, p := range d.pairs {
		at, _ := slices.BinarySearch(requests.Links, p.link)
		sums[p.value].addLink(requests.Classes[at], &requests.Conversions[at])
	}
	var all linkSum
	for i := range requests.Links {
		all.addLink(requests.Classes[i], &requests.Conversions[i])
	}
	return &LinkStats{
		From: requests.From, To: requests.To, Classes: all.classes, LinkConversions: all.conversions(), Values: topOf(sums, top),
	}
}
