package clickfile

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// timeLayout is RFC 3339 with milliseconds.
const timeLayout = "2006-01-02T15:04:05.000Z07:00"

// vocabulary names small numbers in exports, by their value. An empty name
// stands for what is not known or does not apply.
type vocabulary []string

func botNames() vocabulary { return vocabulary{"", "crawler", "preview", "ai-agent"} }

func deviceNames() vocabulary { return vocabulary{"", "Mobile", "Tablet", "Desktop", "Other"} }

func visitorKinds() vocabulary { return vocabulary{"", "new", "returning"} }

func triggers() vocabulary { return vocabulary{"click", "scan"} }

func classNames() vocabulary {
	return vocabulary{"blocked", "head", "prefetch", "preview", "bot", "human"}
}

// name returns the name of a value.
func (v vocabulary) name(value uint8) string {
	if int(value) < len(v) {
		return v[value]
	}
	return ""
}

// value returns what a name stands for.
func (v vocabulary) value(field, name string) (uint8, error) {
	if i := slices.Index(v, name); i >= 0 {
		return uint8(i), nil
	}
	known := strings.Join(slices.DeleteFunc(slices.Clone(v), func(s string) bool { return s == "" }), ", ")
	return 0, &routing.FieldError{Field: field, Reason: fmt.Sprintf("is none of %s", known)}
}

// triggerOf returns the number of a click's trigger.
func triggerOf(scan bool) uint8 {
	if scan {
		return 1
	}
	return 0
}

// addressText returns an address, empty when there is none.
func addressText(addr netip.Addr) string {
	if !addr.IsValid() {
		return ""
	}
	return addr.String()
}

// hashText returns a visitor's hash in 16 hexadecimal digits.
func hashText(visitor uint64) string { return fmt.Sprintf("%016x", visitor) }

// drawsText returns draws as in "s1=12.3 s2=99.0".
func drawsText(draws []analytics.SplitDraw) string {
	var b strings.Builder
	for i, d := range draws {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(d.Split + "=" + strconv.FormatFloat(d.U, 'f', 1, 64))
	}
	return b.String()
}
