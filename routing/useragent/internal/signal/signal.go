// Package signal names the signals that words of a User-Agent header give. The
// classifier decides by the set of all signals of a header.
package signal

// Set is a set of signals.
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

	// Apps that open links in their own browser.

	Facebook
	Instagram
	TikTok
	WeChat
	Line
	Snapchat
	LinkedIn
	Pinterest
)

// Has reports whether the set has at least one of some signals.
func (s Set) Has(some Set) bool { return s&some != 0 }
