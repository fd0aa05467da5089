package recorder

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
	"github.com/linkpack/linkpack-go/analytics/internal/tally"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// TestFiltersDoNotDependOnWhereTextsAre records the same clicks with and without room for
// their texts among the words of the day. Those that have none are in the chunks.
func TestFiltersDoNotDependOnWhereTextsAre(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	hits := placedHits(random, 2000)
	answer := func(room int, filter map[analytics.Dimension][]string) *analytics.Stats {
		b := benchBuilder(t)
		b.opts.Random = rand.NewChaCha8([32]byte{1}) // the same visitors have the same marks
		b.words = clicklog.NewWords(1 << 20)
		b.words.List = make([]string, clicklog.MaxWords-room)
		return filteredStats(t, b, hits, filter)
	}
	for range Seeds(20) {
		filter := map[analytics.Dimension][]string{}
		for _, some := range []struct {
			dimension analytics.Dimension
			values    []string
		}{
			{analytics.ByCountry, []string{"C1", "C2", "C3", "Unknown"}}, {analytics.ByCity, []string{"Springfield, C1", "Springfield, C2", "Unknown"}},
			{analytics.ByUTMSource, []string{"s1", "s2", "", "plan"}}, {analytics.ByReferrer, []string{"site1.example", "site2.example", "Direct"}},
		} {
			if random.IntN(2) == 0 || some.dimension == analytics.ByCity {
				filter[some.dimension] = some.values[random.IntN(len(some.values)):]
			}
		}
		want := answer(1000, filter)
		for _, room := range []int{0, 1, 15, 40} {
			if got := answer(room, filter); !reflect.DeepEqual(got, want) {
				t.Fatalf("%v with room for %d words:\ngot  %+v\nwant %+v", filter, room, got, want)
			}
		}
	}
}

// placedHits are hits of visitors from some cities, on a link with two targets.
func placedHits(random *rand.Rand, n int) []analytics.Hit {
	plan := &analytics.Plan{Link: 1, Revision: 1, Targets: []analytics.Target{
		{Destination: "https://example.com/"}, {Rule: "a", Destination: "https://example.org/", UTM: &routing.UTM{Source: "plan"}},
	}}
	hits := make([]analytics.Hit, n)
	for i := range hits {
		hits[i] = analytics.Hit{Plan: plan, Rule: random.IntN(2) - 1, Visit: &routing.Visit{
			Time: time.UnixMilli(wire.MsPerDay*20_000 + int64(i)), Addr: netip.AddrFrom4([4]byte{1, 2, byte(i >> 8), byte(i)}),
			Agent: routing.Agent{Device: routing.Tablet, OS: "iOS", Browser: "Safari"},
			Place: routing.Place{Country: fmt.Sprint("C", random.IntN(9)), City: []string{"", "Springfield", "Paris"}[random.IntN(3)]},
			Query: fmt.Sprint("utm_source=s", random.IntN(4)), Referer: fmt.Sprintf("https://site%d.example/", random.IntN(20)),
		}}
	}
	return hits
}

// TestAFilterReportsWhatIsDamaged spoils a row that has clicks or a word.
func TestAFilterReportsWhatIsDamaged(t *testing.T) {
	hits := placedHits(rand.New(rand.NewPCG(7, 8)), 500)
	for _, table := range []analytics.Table{analytics.TableLog, analytics.TableWords} {
		tx, tails := filteredTables(t, benchBuilder(t), hits)
		for key, value := range tx[table] {
			value[len(value)-1] ^= 1
			tx[table][key] = value
		}
		_, err := filtered(t, tx, tails, map[analytics.Dimension][]string{analytics.ByCountry: {"C1"}})
		if !errors.Is(err, analytics.ErrDamaged) {
			t.Errorf("table %s: %v", table, err)
		}
	}
}

// filteredStats returns the statistics of a day that has hits of one link.
func filteredStats(t *testing.T, b *builder, hits []analytics.Hit, filter map[analytics.Dimension][]string) *analytics.Stats {
	t.Helper()
	tx, tails := filteredTables(t, b, hits)
	stats, err := filtered(t, tx, tails, filter)
	if err != nil {
		t.Fatal(err)
	}
	return stats
}

// filteredTables returns the tables with a block of hits, and its groups.
func filteredTables(t *testing.T, b *builder, hits []analytics.Hit) (tabletest.Tables, []clicklog.PendingGroup) {
	t.Helper()
	bl, err := b.build(t.Context(), 1, batchOf(hits))
	if err != nil {
		t.Fatal(err)
	}
	tx := tabletest.Tables{}
	for _, row := range bl.rows {
		if err := tx.Put(row.Table, row.Key, row.Value); err != nil {
			t.Fatal(err)
		}
	}
	return tx, bl.groups
}

// filtered returns the statistics of a day of link 1.
func filtered(t *testing.T, tx tabletest.Tables, tail []clicklog.PendingGroup, filter map[analytics.Dimension][]string) (*analytics.Stats, error) {
	from := time.UnixMilli(wire.MsPerDay * 20_000)
	c, err := tally.NewCalendar(&analytics.Query{From: from, To: from.AddDate(0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	counted := tally.NewTally(c, true)
	tails := map[uint32][]clicklog.PendingGroup{1: tail}
	err = counted.FromLog(t.Context(), wire.LaneReader{Store: oneLane{Tables: tx}}, []uint32{1}, tails, filter)
	return counted.Stats(&analytics.Query{}), err
}
