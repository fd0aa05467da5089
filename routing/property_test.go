package routing_test

import (
	"math/big"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

func TestTheTableDecidesAsTheModelDoes(t *testing.T) {
	r := seeded(t)
	for range 3000 {
		m := model{rules: randomRules(r), zone: pick(r, zones...)}
		m.key[0] = byte(r.IntN(256))
		table, err := routing.Compile(m.rules, &routing.Options{Timezone: m.zone, SplitKey: m.key})
		if err != nil {
			t.Fatalf("%+v: %v", m.rules, err)
		}
		for range 10 {
			compare(t, m, table, randomVisit(r))
		}
	}
}

// compare routes one visit both ways.
func compare(t *testing.T, m model, table *routing.Table, v *routing.Visit) {
	t.Helper()
	want, met := m.route(v)
	got := table.Route(v)
	if got.Rule != want {
		t.Fatalf("rule %d, the model says %d\nrules %+v\nvisit %+v", got.Rule, want, m.rules, v)
	}
	if len(got.Draws) != len(met) {
		t.Fatalf("met %d splits, the model %d", len(got.Draws), len(met))
	}
	for _, d := range got.Draws {
		u, ok := met[table.Splits()[d.Split]]
		if !ok {
			t.Fatalf("drew split %q, the model did not", table.Splits()[d.Split])
		}
		diff, _ := new(big.Rat).Sub(u, new(big.Rat).SetFloat64(d.U)).Float64()
		if diff < -1e-12 || diff > 1e-12 || d.U < 0 || d.U >= 100 {
			t.Fatalf("u is %v, the model says %s", d.U, u.FloatString(15))
		}
	}
}
