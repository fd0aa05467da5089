package recorder

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// EraseVisitors blanks what identifies visitors in their clicks and conversions that were
// recorded before the call: address, User-Agent, hash, ID, person, form responses and
// properties. ids are those of tracked clicks, and persons those of
// [analytics.Hit.Person], of whom the clicks after a time are left as they are, unless it
// is zero. Conversions of the clicks are blanked, too. All figures stay as they are, but
// unique visitors can become more: a blanked click gets another hash, and other clicks
// with the same hash keep it, which are those that are not named and come from the same
// visitor, or from another with the same address and User-Agent. Then they count as two
// visitors. Blanked clicks get IDs as clicks have that are not tracked. Meanwhile
// [Recorder.Convert] does not know the clicks.
//
// EraseVisitors finds the clicks by indexes and counts the days of their links again,
// whose unique visitors are counted from the hashes. A day of which retention has
// removed clicks cannot be counted again; its figures keep a part of the hash, whose key
// is gone. If ctx ends early, the next upkeep does the rest, or the next recorder of the
// store. What [Recorder.EraseClicks] says of damage and of data that stays applies here,
// too, and of other processes.
func (r *Recorder) EraseVisitors(ctx context.Context, ids []string, persons []uint64, until time.Time) error {
	parts, err := r.visitorErasures(ids, persons, until)
	if err == nil {
		err = r.erasing.during(parts, func() error { return r.blankEverywhere(ctx, parts) })
	}
	if err != nil {
		return fmt.Errorf("analytics: erasing visitors: %w", err)
	}
	return nil
}

// blankEverywhere blanks visitors in all lanes. In a store of many processes it does so
// twice: another one may have recorded a conversion of a click in its lane before the click
// was blanked in another lane.
func (r *Recorder) blankEverywhere(ctx context.Context, parts []*clicklog.VisitorErasure) (damage error) {
	if !r.shared {
		return r.blankParts(ctx, parts)
	}
	for _, v := range slices.Concat(parts, parts) {
		own := func(ctx context.Context) error { return r.blankParts(ctx, []*clicklog.VisitorErasure{v}) }
		err := r.everywhere(ctx, analytics.RequestEraseVisitors, v.Value(), own)
		if err != nil && !wire.IsDamage(err) {
			return err
		}
		damage = cmp.Or(err, damage)
	}
	return damage
}

// blankParts blanks visitors in the recorder's lane.
func (r *Recorder) blankParts(ctx context.Context, parts []*clicklog.VisitorErasure) error {
	if err := r.Flush(ctx); err != nil || len(parts) == 0 {
		return err
	}
	return r.upkeep(ctx, func(ctx context.Context) error {
		if err := r.between(ctx, func(ctx context.Context) error { return r.beginBlanking(ctx, parts) }); err != nil {
			return err
		}
		damage, err := r.finishBlanking(ctx)
		return cmp.Or(err, damage)
	})
}

// blankPart is the number of ids and persons in one row.
const blankPart = 1000

// visitorErasures returns the erasures of ids and persons, in parts with one secret.
func (r *Recorder) visitorErasures(ids []string, persons []uint64, until time.Time) (parts []*clicklog.VisitorErasure, err error) {
	var secret [32]byte
	if _, err := io.ReadFull(r.opts.Random, secret[:]); err != nil {
		return nil, err
	}
	last := int64(wire.MaxTime)
	if !until.IsZero() {
		last = until.UnixMilli()
	}
	part := func() *clicklog.VisitorErasure {
		n := len(parts) - 1
		if n < 0 || len(parts[n].IDs)+len(parts[n].Persons) == blankPart {
			parts = append(parts, &clicklog.VisitorErasure{
				Secret: secret, Until: last, IDs: make(map[analytics.ClickID]struct{}), Persons: make(map[uint64]struct{}),
			})
			n++
		}
		return parts[n]
	}
	for _, text := range ids {
		id, err := analytics.ParseClickID(text)
		if err != nil {
			return nil, &routing.FieldError{Field: "IDs", Reason: fmt.Sprintf("hold %.40q, which is not the ID of a click", text)}
		}
		part().IDs[id] = struct{}{}
	}
	for _, person := range persons {
		part().Persons[person] = struct{}{}
	}
	return parts, nil
}

// beginBlanking stores what is to be blanked. It runs on the recorder's goroutine.
func (r *Recorder) beginBlanking(ctx context.Context, parts []*clicklog.VisitorErasure) error {
	return r.lease.UpdateClicks(ctx, func(tx analytics.Tx) error {
		for _, v := range parts {
			v.Block = r.block
		}
		return clicklog.PutVisitorErasures(tx, parts)
	})
}

// finishBlanking blanks the clicks of visitors, counts the days concerned again, and
// then ends the erasures. An erasure that meets damage does not end.
func (r *Recorder) finishBlanking(ctx context.Context) (damage, err error) {
	var all map[string]*clicklog.VisitorErasure
	err = r.log.View(ctx, func(tx analytics.Tx) (err error) {
		all, err = clicklog.LoadVisitorErasures(tx, func(_ []byte, damage error) {
			r.opts.Logger.Error("analytics: visitors are not erased", "error", damage)
		})
		return err
	})
	if err != nil || len(all) == 0 {
		return nil, err
	}
	var done [][]byte
	for _, key := range slices.Sorted(maps.Keys(all)) {
		err := r.foldUpTo(ctx, all[key].Block)
		if err == nil {
			err = r.blank(ctx, all[key])
		}
		switch {
		case wire.IsDamage(err):
			damage = err
		case err != nil:
			return damage, err
		default:
			done = append(done, []byte(key))
		}
	}
	if err := r.recountDays(ctx); err != nil {
		return damage, err
	}
	return damage, r.update(ctx, func(tx analytics.Tx) error { return deleteRows(tx, analytics.TableMeta, done) })
}

// recountPart is the number of days of links that are counted again at a time.
const recountPart = 32
