package clicklog

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// Append appends the plan's payload: the workspace, the domain, the ids of the
// splits, and the targets with rule, place of the split, destination and the five
// parameters. Link and revision are its key.
func AppendPlan(p *analytics.Plan, b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(p.Workspace))
	b = wire.AppendString(b, p.Domain)
	b = binary.AppendUvarint(b, uint64(len(p.Splits)))
	for _, id := range p.Splits {
		b = wire.AppendString(b, id)
	}
	b = binary.AppendUvarint(b, uint64(len(p.Targets)))
	for _, t := range p.Targets {
		b = wire.AppendString(b, t.Rule)
		split := uint64(t.Split)
		if split > uint64(len(p.Splits)) { // no hit has such a target: Hit.check
			split = 0
		}
		b = binary.AppendUvarint(b, split)
		b = wire.AppendString(b, t.Destination)
		for _, text := range UtmTexts(t.UTM) {
			b = wire.AppendString(b, text)
		}
	}
	return b
}

// DecodePlan reads a plan's payload.
func DecodePlan(link, revision uint32, payload []byte) (*analytics.Plan, error) {
	r := wire.Reader{Data: payload}
	p := &analytics.Plan{Link: link, Revision: revision, Workspace: r.Uint32(), Domain: r.String()}
	p.Splits = make([]string, r.Count(1))
	for i := range p.Splits {
		p.Splits[i] = r.String()
	}
	p.Targets = make([]analytics.Target, r.Count(8))
	for i := range p.Targets {
		p.Targets[i] = analytics.Target{Rule: r.String(), Split: splitPlace(p, &r), Destination: r.String()}
		utm := routing.UTM{
			Source: r.String(), Medium: r.String(), Campaign: r.String(), Term: r.String(), Content: r.String(),
		}
		if utm != (routing.UTM{}) {
			p.Targets[i].UTM = &utm
		}
	}
	return p, r.End()
}

// splitPlace reads the place of a split.
func splitPlace(p *analytics.Plan, r *wire.Reader) int {
	place := r.Uvarint()
	if place > uint64(len(p.Splits)) {
		r.Fail()
		return 0
	}
	return int(place)
}

// UtmTexts returns the five parameters in the order of the texts.
func UtmTexts(u *routing.UTM) [5]string {
	if u == nil {
		return [5]string{}
	}
	return [5]string{u.Source, u.Medium, u.Campaign, u.Term, u.Content}
}

// Target returns a target by its index.
func PlanTarget(p *analytics.Plan, index uint32) (*analytics.Target, error) {
	if uint64(index) >= uint64(len(p.Targets)) {
		return nil, fmt.Errorf("%w: link %d, revision %d, has no target %d", analytics.ErrDamaged, p.Link, p.Revision, index)
	}
	return &p.Targets[index], nil
}

// Split returns the id of a split by its index.
func PlanSplit(p *analytics.Plan, index uint32) (string, error) {
	if uint64(index) >= uint64(len(p.Splits)) {
		return "", fmt.Errorf("%w: link %d, revision %d, has no split %d", analytics.ErrDamaged, p.Link, p.Revision, index)
	}
	return p.Splits[index], nil
}

// PlanKey names a plan in memory.
func PlanKey(link, revision uint32) uint64 { return uint64(link)<<32 | uint64(revision) }

// KnownPlans remembers which plans are in the log or stored, in two generations
// so that it stays bounded.
type KnownPlans struct {
	young, old map[uint64]struct{}
}

// knownPlansLimit is the size of one generation.
const knownPlansLimit = 1 << 16

func (k *KnownPlans) Has(key uint64) bool {
	if _, ok := k.young[key]; ok {
		return true
	}
	_, ok := k.old[key]
	if ok {
		k.Add(key)
	}
	return ok
}

func (k *KnownPlans) Add(key uint64) {
	if k.young == nil || len(k.young) >= knownPlansLimit {
		k.old, k.young = k.young, make(map[uint64]struct{})
	}
	k.young[key] = struct{}{}
}

// PlanRows are the rows of the log that bring a block's new plans: their links,
// revisions and payloads with their lengths, about chunkSize bytes each. The
// plans move to [analytics.TablePlans], next to those of neighbouring links, when their
// slice is folded: written there at once, each would touch a page of its own.
func PlanRows(block uint64, plans []*analytics.Plan) (rows []analytics.Row) {
	for len(plans) > 0 {
		value := wire.NewValue(nil)
		for len(plans) > 0 && len(value) < chunkSize {
			value = binary.AppendUvarint(value, uint64(plans[0].Link))
			value = binary.AppendUvarint(value, uint64(plans[0].Revision))
			value = wire.AppendString(value, string(AppendPlan(plans[0], nil)))
			plans = plans[1:]
		}
		rows = append(rows, analytics.Row{Key: wire.LogKey(block, wire.NoLink, uint32(len(rows)+1)), Value: wire.Seal(value)})
	}
	return rows
}

// DecodePlans reads the payload of a plan row.
func DecodePlans(payload []byte) (plans []*analytics.Plan, err error) {
	r := wire.Reader{Data: payload}
	for r.Left() > 0 {
		link, revision := r.Uint32(), r.Uint32()
		plan, err := DecodePlan(link, revision, r.Bytes(r.Count(1)))
		if err != nil {
			return nil, err
		}
		plans = append(plans, plan)
	}
	return plans, r.End()
}

// PutPlans stores plans unless they are there.
func PutPlans(tx analytics.Tx, plans []*analytics.Plan) error {
	var stored wire.RowsAhead
	for part := range slices.Chunk(plans, wire.MaxAhead) {
		stored.Reset()
		for _, p := range part {
			stored.Want(wire.PairOf(p.Link, p.Revision))
		}
		if err := stored.Read(tx, analytics.TablePlans, wire.MaxAhead); err != nil {
			return err
		}
		for i, p := range slices.Backward(part) { // of the same twice, the first stays
			if stored.Values[i] != nil {
				continue
			}
			if err := tx.Put(analytics.TablePlans, wire.PairKey(p.Link, p.Revision), wire.Seal(AppendPlan(p, wire.NewValue(nil)))); err != nil {
				return err
			}
		}
	}
	return nil
}
