package routing

import (
	"fmt"
	"slices"
	"strings"
)

// domains is a set of referring domains, in lower case and sorted.
type domains struct {
	anyOf
	names  []string
	direct bool
}

func parseReferer(value string, in *scope) (matcher, error) {
	entries, err := in.list(value)
	if err != nil {
		return nil, err
	}
	set := new(domains)
	for _, entry := range entries {
		name := strings.TrimSuffix(strings.ToLower(entry), ".")
		switch {
		case name == Direct:
			set.direct = true
		case !isDomain(name):
			return nil, notDomain(entry)
		default:
			set.names = append(set.names, name)
		}
	}
	slices.Sort(set.names)
	set.names = slices.Compact(set.names)
	words := in.index.domainWords()
	set.section = &words.section
	for _, name := range set.names {
		set.numbers = append(set.numbers, words.number(name))
	}
	if set.direct {
		set.numbers = append(set.numbers, words.number(""))
	}
	return set, nil
}

// isDomain reports whether name is a domain as it can appear in a Referer:
// labels of 1 to 63 letters, digits, hyphens and underscores.
func isDomain(name string) bool {
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 {
			return false
		}
	}
	return len(name) <= maxHost && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.") == ""
}

// notDomain returns the error for an entry that is not a domain.
func notDomain(entry string) error {
	for _, r := range entry {
		if r >= 0x80 {
			return fmt.Errorf("%q must be in the ASCII form that browsers send (xn--…)", entry)
		}
	}
	return fmt.Errorf("%q is not a domain; use a domain such as google.com, or direct", entry)
}

func (d *domains) fact(v *Visit) string {
	if host := v.RefererHost(); host != "" {
		return host
	}
	return Direct
}

func (d *domains) covers(other matcher) bool {
	o := other.(*domains)
	for _, name := range o.names {
		if !d.has(name) {
			return false
		}
	}
	return d.direct || !o.direct
}

func (d *domains) excludes(other matcher) bool {
	o := other.(*domains)
	return (!d.direct || !o.direct) && !slices.ContainsFunc(o.names, d.has) && !slices.ContainsFunc(d.names, o.has)
}

// has reports whether the set contains a domain or one of its parents.
func (d *domains) has(name string) bool {
	for !contains(d.names, name) {
		var more bool
		if _, name, more = strings.Cut(name, "."); !more {
			return false
		}
	}
	return true
}

func (d *domains) canonical() string {
	names := d.names
	if d.direct {
		names = append(slices.Clone(names), Direct)
	}
	return strings.Join(names, ",")
}
