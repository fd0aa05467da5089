// Package signal names what single words of a User-Agent header hint at. The
// classifier decides by the set of all signals that a header gives.
package signal

// Set is a set of signals.
type Set uint64

// The signals.
const (
	// Bot, Preview and Agent are the words of automatons: crawlers and
	// libraries, fetchers of link previews, readers for language models.
	Bot Set = 1 << iota
	// Weak is a word that programs use and that also occurs in the names of
	// phones and televisions.
	Weak
	Preview
	Agent

	// TV is a television or a box below one, and many an app to watch it.
	TV
	// Gadget is a console, a watch, a car, a headset.
	Gadget
	// Tablet is a word that only tablets send.
	Tablet
	// Series is what the models of some makers' tablets begin with. It tells
	// nothing where there is no Android.
	Series
	// TabletPC is what Internet Explorer says on any PC with a pen.
	TabletPC
	// Phone is a word that only phones send.
	Phone
	// Touch is the word Mobile, which phones and some tablets send.
	Touch
	// Desk is a word that only desktop computers send.
	Desk
	// Intel is an x86 processor, which no phone of Apple has.
	Intel
	// Browser is the start of every browser's header, Mozilla or Opera.
	Browser

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

	Chrome
	Safari
	Firefox
	Edge
	Opera
	Samsung
	Explorer
	UCBrowser
	Yandex
	Vivaldi
	DuckDuckGo
	Huawei
	Miui
	QQ

	// The apps that open links in a browser of their own.

	Facebook
	Instagram
	TikTok
	WeChat
	Line
	Snapchat
	LinkedIn
	Pinterest
)

// Has tells whether the set has at least one of some signals.
func (s Set) Has(some Set) bool { return s&some != 0 }
