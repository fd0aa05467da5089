package memory

import (
	"iter"
	"math/rand/v2"
)

// tree is an immutable ordered map; nil is empty. set and without return a new tree
// that shares all nodes but one path with the old one. So a snapshot is a copy of
// the pointer, and a transaction is rolled back by dropping its trees. It is a
// treap: a search tree by key that is a heap by random weights, which keeps it
// balanced.
type tree[V any] struct {
	key         string
	value       V
	weight      uint64
	left, right *tree[V]
}

// get returns the value of key.
func (t *tree[V]) get(key []byte) (value V, ok bool) {
	for t != nil {
		switch {
		case string(key) == t.key:
			return t.value, true
		case string(key) < t.key:
			t = t.left
		default:
			t = t.right
		}
	}
	return value, false
}

// set returns the tree with key set to value.
func (t *tree[V]) set(key string, value V) *tree[V] {
	if t == nil {
		return &tree[V]{key: key, value: value, weight: rand.Uint64()}
	}
	c := *t
	switch {
	case key == t.key:
		c.value = value
	case key < t.key:
		c.left = t.left.set(key, value)
		if c.left.weight > c.weight {
			top := *c.left
			c.left, top.right = top.right, &c
			return &top
		}
	default:
		c.right = t.right.set(key, value)
		if c.right.weight > c.weight {
			top := *c.right
			c.right, top.left = top.left, &c
			return &top
		}
	}
	return &c
}

// without returns the tree without key.
func (t *tree[V]) without(key string) *tree[V] {
	if t == nil {
		return nil
	}
	if key == t.key {
		return join(t.left, t.right)
	}
	c := *t
	if key < t.key {
		c.left = t.left.without(key)
	} else {
		c.right = t.right.without(key)
	}
	return &c
}

// join makes one tree of two. All keys of a come before those of b.
func join[V any](a, b *tree[V]) *tree[V] {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	case a.weight > b.weight:
		c := *a
		c.right = join(a.right, b)
		return &c
	default:
		c := *b
		c.left = join(a, b.left)
		return &c
	}
}

// span is the part of a tree with from <= key < to. A nil to means up to the end.
type span[V any] struct {
	tree     *tree[V]
	from, to []byte
}

// up yields the entries in ascending order.
func (s span[V]) up() iter.Seq2[string, V] {
	return func(yield func(string, V) bool) { s.walk(s.tree, false, yield) }
}

// down yields the entries in descending order.
func (s span[V]) down() iter.Seq2[string, V] {
	return func(yield func(string, V) bool) { s.walk(s.tree, true, yield) }
}

// scan yields the entries in ascending or descending order.
func (s span[V]) scan(ascending bool) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) { s.walk(s.tree, !ascending, yield) }
}

// walk yields what the span holds of t and reports whether to go on.
func (s span[V]) walk(t *tree[V], down bool, yield func(string, V) bool) bool {
	if t == nil {
		return true
	}
	above := t.key >= string(s.from)
	below := s.to == nil || t.key < string(s.to)
	first, second := t.left, t.right
	goFirst, goSecond := above, below
	if down {
		first, second = second, first
		goFirst, goSecond = below, above
	}
	return (!goFirst || s.walk(first, down, yield)) &&
		(!above || !below || yield(t.key, t.value)) &&
		(!goSecond || s.walk(second, down, yield))
}
