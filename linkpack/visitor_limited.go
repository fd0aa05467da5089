package linkpack

import (
	"errors"
	"maps"
	"slices"
)

// errTwoPeople says that a caller who may not read visitors named the e-mail of another
// one than the click's.
var errTwoPeople = errors.New("the click is of somebody else")

// merge returns the first of those who were found, with the attributes of all. A limited
// caller cannot merge people with different e-mails, and the attributes of who has one win:
// anybody may have made up the others.
func (i *identification) merge(found []*Visitor) (*Visitor, error) {
	if !i.limited {
		return merged(found, lastIdentified(found), i.attributes), nil
	}
	named, others := []*Visitor(nil), []*Visitor(nil)
	for _, v := range found {
		if v.Attributes[AttributeEmail] != nil {
			named = append(named, v)
		} else {
			others = append(others, v)
		}
	}
	if len(named) > 1 {
		return nil, errTwoPeople
	}
	return merged(found, append(named, others...), nil), nil
}

// set sets the attributes of the visitor. A limited caller only fills those that are
// missing, as far as there is room: an error would tell how many the visitor has.
func (i *identification) set(v *Visitor) (changed bool, err error) {
	if !i.limited {
		return v.set(i.attributes, i.once)
	}
	for _, key := range slices.Sorted(maps.Keys(i.attributes)) {
		value := i.attributes[key]
		if _, has := v.Attributes[key]; has || value == nil || len(v.Attributes) >= maxAttributes {
			continue
		}
		v.Attributes[key] = value
		changed = true
	}
	return changed, nil
}
