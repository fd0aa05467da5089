package clicklog

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// AppendPlan appends the plan's payload: the workspace, the domain, the ids of the
// splits, and the targets, each with rule, number of the split (0 for none),
// destination and the five UTM parameters. Link and revision are in the key.
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
		if split > uint64(len(p.Splits)) { // the recorder refuses hits with such a target
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

// DecodePlan decodes a plan's payload.
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

// splitPlace reads the number of a target's split.
func splitPlace(p *analytics.Plan, r *wire.Reader) int {
	place := r.Uvarint()
	if place > uint64(len(p.Splits)) {
		r.Fail()
		return 0
	}
	return int(place)
}

// UtmTexts returns the five UTM parameters in the order of [TextUTMSource] and the
// texts after it.
func UtmTexts(u *routing.UTM) [5]string {
	if u == nil {
		return [5]string{}
	}
	return [5]string{u.Source, u.Medium, u.Campaign, u.Term, u.Content}
}

// PlanTarget returns the target with an index. The error says that a record is
// damaged.
func PlanTarget(p *analytics.Plan, index uint32) (*analytics.Target, error) {
	if uint64(index) >= uint64(len(p.Targets)) {
		return nil, fmt.Errorf("%w: link %d, revision %d, has no target %d", analytics.ErrDamaged, p.Link, p.Revision, index)
	}
	return &p.Targets[index], nil
}

// PlanSplit returns the id of the split with an index. The error says that a record
// is damaged.
func PlanSplit(p *analytics.Plan, index uint32) (string, error) {
	if uint64(index) >= uint64(len(p.Splits)) {
		return "", fmt.Errorf("%w: link %d, revision %d, has no split %d", analytics.ErrDamaged, p.Link, p.Revision, index)
	}
	return p.Splits[index], nil
}

// PlanKey returns the key of a plan in maps.
func PlanKey(link, revision uint32) uint64 { return uint64(link)<<32 | uint64(revision) }

// KnownPlans remembers plans that are in the log or stored. It keeps two generations
// of them and drops the older one when the younger one is full.
type KnownPlans struct {
	young, old map[uint64]struct{}
}

// knownPlansLimit is the size of one generation.
const knownPlansLimit = 1 << 16

// Has reports whether a plan is known to be in the log or stored.
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

// Add remembers a plan.
func (k *KnownPlans) Add(key uint64) {
	if k.young == nil || len(k.young) >= knownPlansLimit {
		k.old, k.young = k.young, make(map[uint64]struct{})
	}
	k.young[key] = struct{}{}
}

// PlanRows returns the rows of the log with a block's new plans: link, revision,
// length and payload of each. A row has about chunkSize bytes. The plans move to
// [analytics.TablePlans] when their slice is folded, together with those of
// neighbouring links. If they were written there at once, each would touch a page
// of its own.
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

// DecodePlans decodes the payload of a row that [PlanRows] made.
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

// PutPlans stores those plans that are not stored already.
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
		for i, p := range slices.Backward(part) { // if a plan comes twice, the first is stored
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
