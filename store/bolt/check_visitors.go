package bolt

import (
	"bytes"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// visitor checks a visitor and its e-mail.
func (c *check) visitor(r row) error {
	v, err := readVisitor(r.key, r.payload)
	if err != nil || v.Email() == "" {
		return err
	}
	owner, err := visitorsOf(c.tx, v.Workspace).owner(keys.Email, v.Email())
	if err != nil || owner != v.ID {
		return notInIndex(err, fmt.Sprintf("visitor %q: its e-mail", v.ID))
	}
	return nil
}

// alias checks that the visitor of an alias is there and has it.
func (c *check) alias(r row) error {
	kind, workspace, name, ok := keys.AliasOf(r.key)
	if !ok {
		return fmt.Errorf("%w: alias %q", ErrCorrupt, r.key)
	}
	b := visitorsOf(c.tx, workspace)
	v, err := b.holder(kind, name)
	if err == nil && v == nil {
		err = fmt.Errorf("%w: alias %q points to no visitor", ErrCorrupt, r.key)
	}
	if err != nil || kind == keys.Email {
		return err
	}
	known, err := b.known.get(kind.Known(workspace, v.ID, name))
	if err == nil && known == nil {
		err = fmt.Errorf("%w: visitor %q does not have the alias %q that points to it", ErrCorrupt, v.ID, name)
	}
	return err
}

// knownAs checks that an alias that a visitor has points to it.
func (c *check) knownAs(r row) error {
	kind, workspace, id, name, ok := keys.KnownOf(r.key)
	if !ok {
		return fmt.Errorf("%w: alias %q of a visitor", ErrCorrupt, r.key)
	}
	owner, err := c.tx.table(bucketAliases).get(kind.Of(workspace, name))
	if err != nil || !bytes.Equal(owner, []byte(id)) {
		return notInIndex(err, fmt.Sprintf("%s %q: its alias %q", linkpack.KindVisitor, id, name))
	}
	return nil
}
