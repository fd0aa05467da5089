package routing

import (
	"bytes"
	"strings"
)

// domainWords are the domains that a table compares with the referring host.
type domainWords struct {
	section
	numbers map[string]int32 // by domain in lower case; "" stands for no host
	tops    map[string]bool  // the last labels of the domains
}

func (x *index) domainWords() *domainWords {
	if x.domains == nil {
		x.domains = &domainWords{numbers: map[string]int32{}, tops: map[string]bool{}}
		x.domains.section = x.section(x.domains.find)
	}
	return x.domains
}

// number returns the number of a domain.
func (w *domainWords) number(domain string) int32 {
	number, known := w.numbers[domain]
	if !known {
		number = w.index.number()
		w.numbers[domain] = number
		w.tops[domain[strings.LastIndexByte(domain, '.')+1:]] = true
	}
	return number
}

// find adds the referring host and the domains above it.
func (w *domainWords) find(v *Visit) {
	var room [maxHost]byte
	host := appendLower(room[:0], v.RefererHost())
	for more := w.tops[string(host[bytes.LastIndexByte(host, '.')+1:])]; more; {
		if number, known := w.numbers[string(host)]; known {
			v.finds.add(number)
		}
		_, host, more = bytes.Cut(host, []byte{'.'})
	}
}
