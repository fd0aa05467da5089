package memory

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestTreeIsAnOrderedMap compares trees with maps after many changes, old versions
// included.
func TestTreeIsAnOrderedMap(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var now *tree[int]
	model := make(map[string]int)
	type version struct {
		tree  *tree[int]
		model map[string]int
	}
	var old []version
	for step := range 5000 {
		key := fmt.Sprint(random.IntN(300))
		if random.IntN(3) == 0 {
			now = now.without(key)
			delete(model, key)
		} else {
			now = now.set(key, step)
			model[key] = step
		}
		if step%500 == 0 {
			old = append(old, version{now, maps.Clone(model)})
		}
	}
	for _, v := range append(old, version{now, model}) {
		compare(t, v.tree, v.model, random)
	}
}

// compare checks that a tree holds what a map holds.
func compare(t *testing.T, tr *tree[int], model map[string]int, random *rand.Rand) {
	t.Helper()
	for n := range 300 {
		key := fmt.Sprint(n)
		got, ok := tr.get([]byte(key))
		if want, there := model[key]; got != want || ok != there {
			t.Errorf("get(%s) = %d, %v, want %d, %v", key, got, ok, want, there)
		}
	}
	sorted := slices.Sorted(maps.Keys(model))
	for range 50 {
		from, to := fmt.Sprint(random.IntN(400)), fmt.Sprint(random.IntN(400))
		var want []string
		for _, key := range sorted {
			if from <= key && key < to {
				want = append(want, key)
			}
		}
		s := span[int]{tr, []byte(from), []byte(to)}
		if got := collect(s.up()); !slices.Equal(got, want) {
			t.Errorf("up from %s to %s: %v, want %v", from, to, got, want)
		}
		slices.Reverse(want)
		if got := collect(s.down()); !slices.Equal(got, want) {
			t.Errorf("down from %s to %s: %v, want %v", from, to, got, want)
		}
	}
}

func collect(entries func(func(string, int) bool)) (keys []string) {
	for key := range entries {
		keys = append(keys, key)
	}
	return keys
}

func TestTreeStaysBalancedWhenKeysComeInOrder(t *testing.T) {
	var tr *tree[int]
	for n := range 100_000 {
		tr = tr.set(fmt.Sprintf("%06d", n), n)
	}
	if d := depth(tr); d > 80 { // 2 ln n is 23 on average
		t.Errorf("100,000 keys are %d deep", d)
	}
}

func depth(t *tree[int]) int {
	if t == nil {
		return 0
	}
	return 1 + max(depth(t.left), depth(t.right))
}
