package cache

// Entry is a pointer to what is known of an address. It embeds a Head.
type Entry interface {
	comparable
	head() *Head
}

// Head is what the cache needs of an entry. A million entries are to fit in
// memory, so it is small.
type Head struct {
	// Weight is about how many bytes the entry takes.
	Weight     uint32
	loaded     int32  // when, in seconds since the cache was made
	generation uint16 // of the cache, when it was loaded
	// Miss says why there is no link.
	Miss Miss
}

func (h *Head) head() *Head { return h }

// Miss says why an address has no link.
type Miss uint8

// What may be known of an address.
const (
	Found       Miss = iota // it has a link
	UnknownCode             // it never had one
	DeletedCode             // it has none any more
)
