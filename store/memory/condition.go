package memory

import (
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// require checks a condition.
func (st *state) require(c linkpack.Condition) error {
	for _, want := range c.Documents {
		d, ok := st.documents.get(keys.Document(want.Kind, want.Workspace, want.ID))
		if !ok || d.Revision != want.Revision {
			return fmt.Errorf("%s %q: %w", want.Kind, want.ID, linkpack.ErrConflict)
		}
	}
	for _, domain := range c.Unused {
		from := keys.Code(domain, "")
		for _, holder := range (span[code]{st.codes, from, keys.After(from)}).up() {
			if holder.link != nil {
				return fmt.Errorf("domain %q has a link: %w", domain, linkpack.ErrConflict)
			}
		}
	}
	for _, target := range c.Unlinked {
		if st.to(target) != nil {
			return fmt.Errorf("%.80q has a link: %w", target.Destination, linkpack.ErrConflict)
		}
	}
	return nil
}
