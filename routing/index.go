package routing

import "sync"

// index numbers the words that the clauses of a table look for: cities, domains,
// cookies and others. A visit is read once for each part of it in which words are
// looked for, however many clauses ask. Each clause then compares numbers.
type index struct {
	size int32 // how many numbers were given
	used int   // how many sections were made
	// rooms are *finds that are used again. They save an allocation for each visit.
	rooms sync.Pool

	facts                        map[string]*factWords // by condition
	domains                      *domainWords
	tags                         *tagWords
	parameters, headers, cookies *pairWords
}

// number returns the next free number.
func (x *index) number() int32 {
	x.size++
	return x.size - 1
}

// section is the words that are looked for in one part of a visit.
type section struct {
	index *index
	flag  uint16
	// read adds the words of the section that are in the visit to its finds.
	read func(*Visit)
}

// section returns a new section.
func (x *index) section(read func(*Visit)) section {
	x.used++
	return section{x, 1 << x.used, read}
}

// finds are the words of a table that a visit has, in the parts that were read.
type finds struct {
	read uint16   // a bit for each section
	bits []uint64 // a bit for each word
}

// enter begins to route the visit. It returns the finds that the visit had: those of
// another table, if a host's condition routes the visit too.
func (v *Visit) enter() (outer *finds) {
	outer, v.finds = v.finds, nil
	return outer
}

// leave takes the room for finds back, if there is any, and returns the visit's former
// finds to it.
func (x *index) leave(v *Visit, outer *finds) {
	if room := v.finds; room != nil {
		room.read = 0
		clear(room.bits)
		x.rooms.Put(room)
	}
	v.finds = outer
}

// room returns room for the words of the table that a visit has.
func (x *index) room() *finds {
	if room, _ := x.rooms.Get().(*finds); room != nil {
		return room
	}
	return &finds{bits: make([]uint64, (x.size+63)/64)}
}

// find returns the words that the visit has, and reads it for those of a section. A
// visit gets room for them only here, since most are decided without.
func (v *Visit) find(s *section) *finds {
	if v.finds == nil {
		v.finds = s.index.room()
	}
	if v.finds.read&s.flag == 0 {
		v.finds.read |= s.flag
		s.read(v)
	}
	return v.finds
}

func (f *finds) add(number int32) { f.bits[number/64] |= 1 << (number % 64) }

func (f *finds) has(number int32) bool { return f.bits[number/64]>>(number%64)&1 == 1 }

// anyOf matches a visit that has one of some words of a section.
type anyOf struct {
	section *section
	numbers []int32
}

func (a *anyOf) match(v *Visit) bool {
	found := v.find(a.section)
	for _, number := range a.numbers {
		if found.has(number) {
			return true
		}
	}
	return false
}
