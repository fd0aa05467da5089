package keys

import (
	"cmp"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Visitor returns the key of a visitor. The keys of a workspace are in the order of the
// ids. An empty workspace is the default one.
func Visitor(workspace, id string) []byte { return Link(workspace, id) }

// Alias is the kind of something by which a visitor is known.
type Alias string

// The kinds of aliases.
const (
	Identity Alias = "i"
	Email    Alias = "e"
	MergedID Alias = "m" // the id of a visitor that became part of another
)

// Of returns the key of an alias of a visitor.
func (a Alias) Of(workspace, name string) []byte {
	return join(name, string(a), cmp.Or(workspace, linkpack.DefaultWorkspace))
}

// Known returns the key of an alias among those of the visitor with an id.
func (a Alias) Known(workspace, id, name string) []byte {
	return join(string(a)+name, cmp.Or(workspace, linkpack.DefaultWorkspace), id)
}

// AliasOf returns what an alias key was made of. ok is false for another key.
func AliasOf(key []byte) (kind Alias, workspace, name string, ok bool) {
	first, rest, one := cut(key)
	workspace, last, two := cut(rest)
	return Alias(first), workspace, string(last), one && two
}

// KnownOf returns what a key of Known was made of. ok is false for another key.
func KnownOf(key []byte) (kind Alias, workspace, id, name string, ok bool) {
	workspace, rest, one := cut(key)
	id, last, two := cut(rest)
	if !one || !two || len(last) == 0 {
		return "", "", "", "", false
	}
	return Alias(last[:1]), workspace, id, string(last[1:]), true
}
