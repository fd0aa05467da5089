package linkpack

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
)

// linkNumbers maps the numbers of links in the click log to their names, for all
// links of a workspace or some of them.
type linkNumbers struct {
	links     *Shortener
	workspace string
	all       bool // whether links created later are included
	names     map[uint32]analytics.LinkRef
	others    []uint32 // numbers of other links, each at index number modulo otherNumbers
}

// otherNumbers is how many links of other workspaces are remembered. A number
// that was replaced by another is looked up again.
const otherNumbers = 1 << 16

// numbers returns the links with the given IDs, or all of the workspace if ids
// is nil, those in the bin included. If some of all are damaged, it returns the others,
// and an error that wraps a [DamagedError] for each.
func (s *Shortener) numbers(ctx context.Context, workspace string, ids []string) (*linkNumbers, error) {
	n := &linkNumbers{
		links: s, workspace: cmp.Or(workspace, DefaultWorkspace), all: ids == nil,
		names: make(map[uint32]analytics.LinkRef),
	}
	if n.all {
		ctx, err := permit(ctx, n.workspace, MayRead)
		if err != nil {
			return nil, err
		}
		if _, err := s.Workspace(ctx, n.workspace); err != nil {
			return nil, err
		}
		return n.addAll(ctx)
	}
	for i, id := range ids {
		link, err := s.ownLink(ctx, n.workspace, id, MayRead)
		if err != nil {
			return nil, &IndexError{Index: i, Err: err}
		}
		n.add(link)
	}
	return n, nil
}

// addAll adds all links of the workspace and returns n.
func (n *linkNumbers) addAll(ctx context.Context) (*linkNumbers, error) {
	var damage error
	for link, err := range n.links.Links(ctx, LinkQuery{Workspace: n.workspace, Bin: WithBin, Limit: maxPage}) {
		if errors.Is(err, ErrDamaged) {
			damage = errors.Join(damage, err)
			continue
		}
		if err != nil {
			return nil, err
		}
		n.add(link)
	}
	return n, damage
}

func (n *linkNumbers) add(link *Link) {
	n.names[link.Number] = refOf(link)
}

// refOf returns the names by which clicks refer to a link.
func refOf(link *Link) analytics.LinkRef {
	return analytics.LinkRef{Number: link.Number, ID: link.ID, Domain: link.Domain, ShortCode: link.ShortCode}
}

// list returns the numbers, sorted.
func (n *linkNumbers) list() []uint32 {
	return append([]uint32{}, slices.Sorted(maps.Keys(n.names))...)
}

// find returns the name of a link and whether it is one of n. An unknown number
// may belong to a link that was created later. Such a number need not be the
// highest, since of two links created at the same time, the one with the lower
// number may be stored last.
func (n *linkNumbers) find(ctx context.Context, number uint32) (analytics.LinkRef, bool, error) {
	name, ok := n.names[number]
	if ok || !n.all || n.isOther(number) {
		return name, ok, nil
	}
	link, err := n.links.store.Store.LinkByNumber(ctx, number) // without the name of its group
	if err != nil && !errors.Is(err, ErrNotFound) {
		return name, false, err
	}
	if err != nil || cmp.Or(link.Workspace, DefaultWorkspace) != n.workspace {
		n.addOther(number) // stays true, since numbers are never reused
		return name, false, nil
	}
	n.add(link)
	return n.names[number], true, nil
}

func (n *linkNumbers) isOther(number uint32) bool {
	return n.others != nil && n.others[number%otherNumbers] == number
}

func (n *linkNumbers) addOther(number uint32) {
	if n.others == nil {
		n.others = make([]uint32, otherNumbers)
	}
	n.others[number%otherNumbers] = number
}
