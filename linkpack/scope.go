package linkpack

import (
	"errors"
	"slices"
	"strings"
)

// Scope limits a [Token] or [Principal]. The zero Scope limits nothing.
type Scope struct {
	// Publishable is for tokens in web pages, which everyone can read. Such a
	// token may record conversions and identify visitors, whatever its Rights are, and
	// may not read or change anything else. See [Shortener.IdentifyVisitor] for what
	// it cannot do to visitors.
	Publishable bool `json:"publishable,omitempty"`
	// Rights are the operations that are allowed. Zero means all of them.
	Rights Rights `json:"rights,omitempty"`
	// Domain allows only links with a code on this domain, and creating, changing or
	// deleting only those that have no code on another one. For the default
	// domain it is the host of Options.BaseURL. Empty means every domain.
	Domain string `json:"domain,omitempty"`
	// Tag allows only links with this tag. Empty means every link.
	Tag string `json:"tag,omitempty"`
}

// Rights are kinds of operations. Their text is a list of names separated by
// commas, as in "read,create".
type Rights uint8

// The rights.
const (
	// MayRead allows reading links and everything that belongs to them.
	MayRead Rights = 1 << iota
	// MayCreate allows creating links, groups, designs, templates, webhooks, domains,
	// visitors and conversions.
	MayCreate
	// MayChange allows changing and deleting them.
	MayChange
)

// rightNames are the names of the rights, by bit.
func rightNames() []string { return []string{"read", "create", "change"} }

// String returns the names of the rights.
func (r Rights) String() string {
	var names []string
	for i, name := range rightNames() {
		if r&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ",")
}

// MarshalText returns the names of the rights.
func (r Rights) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the names of rights. An unknown name is a [FieldError] of the
// field rights.
func (r *Rights) UnmarshalText(text []byte) error {
	*r = 0
	for name := range strings.SplitSeq(string(text), ",") {
		i := slices.Index(rightNames(), strings.TrimSpace(name))
		if i < 0 && len(text) > 0 {
			return invalid("rights", "must be a list of read, create and change, as in %q", "read,create")
		}
		if i >= 0 {
			*r |= 1 << i
		}
	}
	return nil
}

// isPart reports whether the scope is limited to some links of the workspace.
func (sc Scope) isPart() bool { return sc.Domain != "" || sc.Tag != "" }

// allows reports whether the scope has a right.
func (sc Scope) allows(right Rights) bool {
	return !sc.Publishable && (sc.Rights == 0 || sc.Rights&right == right)
}

// checkScope checks the scope of a token and normalizes its domain and tag.
func (s *Shortener) checkScope(sc *Scope, workspace string) error {
	var faults []error
	if sc.Rights > MayRead|MayCreate|MayChange {
		faults = append(faults, invalid("scope.rights", "must be of the constants"))
	}
	if sc.Domain != "" {
		host, d, err := s.registered(sc.Domain)
		if err != nil || d == nil || !d.usableBy(workspace) {
			faults = append(faults, invalid("scope.domain", "is not a domain of the workspace"))
		} else if sc.Domain = host; host == "" {
			sc.Domain = s.baseHost()
		}
	}
	if sc.Tag != "" {
		probe := Link{Tags: []string{sc.Tag}}
		if err := checkTags(&probe); err != nil {
			faults = append(faults, invalid("scope.tag", "%s", reasonOf(err)))
		} else {
			sc.Tag = probe.Tags[0]
		}
	}
	return errors.Join(faults...)
}
