package postgres

import (
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// require checks a condition.
func (t *tx) require(c linkpack.Condition) error {
	for _, want := range c.Documents {
		if err := documentsOf(t).require(want); err != nil {
			return err
		}
	}
	for _, domain := range c.Unused {
		from := keys.Code(domain, "")
		for code, err := range (links{t}).codes().up(from, keys.After(from)) {
			if err == nil && len(code.value) == numberSize {
				err = fmt.Errorf("domain %q has a link: %w", domain, linkpack.ErrConflict)
			}
			if err != nil {
				return err
			}
		}
	}
	for _, target := range c.Unlinked {
		_, err := links{t}.to(target)
		if err == nil {
			err = fmt.Errorf("%.80q has a link: %w", target.Destination, linkpack.ErrConflict)
		}
		if !errors.Is(err, linkpack.ErrNotFound) {
			return err
		}
	}
	return nil
}

// require checks that a document has a revision, and keeps others from changing it until
// the transaction ends.
func (b documents) require(want linkpack.DocumentRevision) error {
	key := keys.Document(want.Kind, want.Workspace, want.ID)
	record, err := b.records.getLocked(key)
	if err != nil {
		return err
	}
	if record != nil {
		d, err := readDocument(key, record)
		if err != nil || d.Revision == want.Revision {
			return err
		}
	}
	return fmt.Errorf("%s %q: %w", want.Kind, want.ID, linkpack.ErrConflict)
}
