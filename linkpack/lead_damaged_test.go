package linkpack_test

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// damagedHistory is a store in which a block of the log, or what visitors are known by,
// cannot be read.
type damagedHistory struct {
	linkpack.Store
	block      byte // the last one of its number
	identities bool
}

func (s *damagedHistory) VisitorIdentities(ctx context.Context, workspace string, ids []string) ([][]string, error) {
	if !s.identities {
		return s.Store.VisitorIdentities(ctx, workspace, ids)
	}
	return make([][]string, len(ids)), &linkpack.DamagedError{Kind: linkpack.KindVisitor, ID: ids[0], Err: errors.New("flipped")}
}

func (s *damagedHistory) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	return s.Store.ViewClicks(ctx, func(v analytics.View) error { return fn(damagedView{v, s.block}) })
}

type damagedView struct {
	analytics.View
	block byte
}

func (v damagedView) Lane(lane analytics.Lane) analytics.Tx {
	return damagedTx{v.View.Lane(lane), v.block}
}

type damagedTx struct {
	analytics.Tx
	block byte
}

func (t damagedTx) Scan(table analytics.Table, from, to []byte) iter.Seq2[analytics.Row, error] {
	return func(yield func(analytics.Row, error) bool) {
		for row, err := range t.Tx.Scan(table, from, to) {
			if err == nil && table == analytics.TableLog && t.block != 0 && row.Key[7] == t.block {
				row.Value = []byte("damaged")
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// TestDamageDoesNotHideScores scores clicks of ada and bob with damage of what is known of
// ada.
func TestDamageDoesNotHideScores(t *testing.T) {
	var seen map[string]int // events in the history, by that scored
	opts := &linkpack.Options{Scorer: scorerFunc(func(lead *linkpack.Lead) (linkpack.LeadScore, error) {
		seen[lead.Event.ID] = len(lead.History)
		return linkpack.LeadScore{}, nil
	})}
	a := newArchive(t, opts)
	a.must(a.Close(context.Background()))
	store := &damagedHistory{Store: a.store}
	a.open(store, opts)
	for _, key := range []string{"ada", "ada", "bob", "bob"} { // each in a block of its own
		a.identify(a.click(key), mail(key+"@example.com"))
		a.must(a.Flush(t.Context()))
	}
	page, err := a.Events(t.Context(), linkpack.EventQuery{})
	a.must(err)
	adas, bobs := page.Events[2].ID, page.Events[0].ID
	for name, try := range map[string]struct {
		damage  damagedHistory
		ada     int
		damaged bool
	}{
		"no damage":            {damagedHistory{}, 2, false},
		"a block":              {damagedHistory{block: 1}, 1, true},
		"what she is known by": {damagedHistory{identities: true}, 0, true},
	} {
		seen = make(map[string]int)
		store.block, store.identities = try.damage.block, try.damage.identities
		scores, err := a.LeadScores(t.Context(), "", page.Events)
		bob := 2
		if store.identities { // his cannot be read either
			bob = 0
		}
		if len(scores) != 4 || seen[adas] != try.ada || seen[bobs] != bob || errors.Is(err, linkpack.ErrDamaged) != try.damaged || err != nil && !try.damaged {
			t.Errorf("%s: %d scores, %d events of ada and %d of bob, %v", name, len(scores), seen[adas], seen[bobs], err)
		}
	}
	store.block, store.identities = 0, false
}
