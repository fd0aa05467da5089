package cache

// Entry is the type of a cache's entries: a pointer to a struct that embeds
// Head.
type Entry interface {
	comparable
	head() *Head
}

// Head is the part of an entry that the cache uses. It is small, since a cache
// may hold a million entries.
type Head struct {
	// Weight is the approximate size of the entry in bytes.
	Weight     uint32
	loaded     int32  // when, in seconds since the cache was made
	generation uint16 // of the cache when it was loaded
	// Miss says whether there is a link, and if not, why.
	Miss Miss
}

func (h *Head) head() *Head { return h }

// Miss says whether an address has a link, and if not, why.
type Miss uint8

// The values of Miss.
const (
	Found       Miss = iota // it has a link
	UnknownCode             // it never had a link
	DeletedCode             // its link was deleted or gave up the code
)
