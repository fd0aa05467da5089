package pdf

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Resources are the objects that operators name, by kind, such as "XObject".
// The zero value is ready to use.
type Resources struct{ kinds []named }

type named struct {
	kind string
	refs []Ref
}

// Name adds an object and returns the name that operators use, with its slash.
func (r *Resources) Name(kind string, ref Ref) string {
	i := slices.IndexFunc(r.kinds, func(n named) bool { return n.kind == kind })
	if i < 0 {
		i = len(r.kinds)
		r.kinds = append(r.kinds, named{kind: kind})
	}
	if !slices.Contains(r.kinds[i].refs, ref) {
		r.kinds[i].refs = append(r.kinds[i].refs, ref)
	}
	return fmt.Sprintf("/R%d", int(ref))
}

// String returns the dictionary.
func (r Resources) String() string {
	var b strings.Builder
	b.WriteString("<<")
	for _, k := range r.kinds {
		fmt.Fprintf(&b, " /%s <<", k.kind)
		for _, ref := range k.refs {
			fmt.Fprintf(&b, " /R%d %s", int(ref), ref)
		}
		b.WriteString(" >>")
	}
	return b.String() + " >>"
}

// Number returns a number as PDF writes it, rounded to 1/100,000.
func Number(v float64) string {
	return strconv.FormatFloat(math.Round(v*1e5)/1e5, 'f', -1, 64)
}
