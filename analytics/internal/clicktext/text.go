package clicktext

import (
	"fmt"
	"net/netip"
	"strconv"
	"time"
)

// Time returns a time as in RFC 3339, in UTC, with milliseconds.
func Time(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z07:00") }

// Trigger returns what led to a click, "scan" or "click".
func Trigger(scan bool) string {
	if scan {
		return Triggers().Of(1)
	}
	return Triggers().Of(0)
}

// Address returns an address, empty when there is none.
func Address(addr netip.Addr) string {
	if !addr.IsValid() {
		return ""
	}
	return addr.String()
}

// Visitor returns the hash of a visitor in 16 hexadecimal digits.
func Visitor(hash uint64) string { return fmt.Sprintf("%016x", hash) }

// Person returns the hash of a person in 16 hexadecimal digits, empty for none.
func Person(hash uint64) string {
	if hash == 0 {
		return ""
	}
	return Visitor(hash)
}

// Link returns the id of a link, or its number when nothing else is known of it.
func Link(number uint32, id, code string) string {
	if id == "" && code == "" {
		return strconv.FormatUint(uint64(number), 10)
	}
	return id
}
