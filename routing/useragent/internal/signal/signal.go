// Package signal names the signals that words of a User-Agent header give. The
// classifier decides by the set of all signals of a header.
package signal

// Set is a set of signals, with the browser that counts in its upper bits. It is
// what [automaton.Join] joins.
type Set uint64

// The signals.
const (
	// Bot, Preview and Agent are words of bots: crawlers and libraries, link
	// previews, and AI agents.
	Bot Set = 1 << iota
	// Weak is a word of programs that also occurs in the names of phones and
	// televisions.
	Weak
	Preview
	Agent
	// URL is the beginning of a web address, and Mail the middle of a mail
	// address, or what looks like one.
	URL
	Mail
	// Claim is how bots introduce themselves next to the name of a phone.
	Claim

	// TV is a television, a set-top box, or an app to watch television.
	TV
	// Gadget is a console, watch, car or headset.
	Gadget
	// Tablet is a word that only tablets send.
	Tablet
	// Series is the beginning of some makers' models of tablets. It counts only
	// together with Android.
	Series
	// TabletPC is sent by Internet Explorer on any PC with a pen.
	TabletPC
	// Phone is a word that only phones send.
	Phone
	// Touch is the word Mobile, which phones and some tablets send.
	Touch
	// Desk is a word that only desktop computers send.
	Desk
	// Intel is an x86 processor, which no Apple phone has.
	Intel
	// Mozilla is the start of every browser's header: that word, or Opera.
	Mozilla

	IPhone
	IPad
	Android
	Windows
	WindowsPhone
	Mac
	Darwin
	Linux
	ChromeOS
	HarmonyOS
	KaiOS
	Tizen
	WebOS
	BlackBerry
)

// Has reports whether the set has at least one of some signals.
func (s Set) Has(some Set) bool { return s&some != 0 }
