package routing

// Place is where an address is. Empty fields are unknown.
type Place struct {
	// Continent is one of AF, AN, AS, EU, NA, OC and SA.
	Continent string
	// Country is the ISO 3166-1 alpha-2 code in capitals, as in "US".
	Country string
	// Region is the ISO 3166-2 code of the first subdivision, as in "US-CA".
	Region string
	// City is the city's English name, as in "Munich".
	City string
	// TimeZone is the IANA zone, as in "America/Los_Angeles".
	TimeZone string
}

// Agent is what can be told from a User-Agent header. Empty fields are unknown.
type Agent struct {
	// Device is the class of the device.
	Device DeviceClass
	// OS is the operating system's family, as in "Android" or "iOS".
	OS string
	// Browser is the browser's family, as in "Safari".
	Browser string
	// Bot is the kind of automaton, NotBot for a person's browser.
	Bot Bot
}

// DeviceClass is a class of devices.
type DeviceClass uint8

// The device classes. UnknownDevice never matches a device clause.
const (
	UnknownDevice DeviceClass = iota
	Mobile
	Tablet
	Desktop
	// Other is a television, a console, a wearable and the like.
	Other
)

// String returns the class as rules write it, as in "Mobile", or "Unknown".
func (d DeviceClass) String() string {
	switch d {
	case Mobile:
		return "Mobile"
	case Tablet:
		return "Tablet"
	case Desktop:
		return "Desktop"
	case Other:
		return "Other"
	default:
		return "Unknown"
	}
}

// Bot is a kind of automaton.
type Bot uint8

// The kinds of automatons.
const (
	NotBot Bot = iota
	// Crawler is a crawler, a monitor, a scanner or an HTTP library.
	Crawler
	// Preview fetches a link to show a card of it in a chat or a feed.
	Preview
	// AIAgent reads pages for a language model.
	AIAgent
)

// Familiarity says whether a visitor was here before.
type Familiarity uint8

// The familiarities.
const (
	// UnknownVisitor may or may not have been here.
	UnknownVisitor Familiarity = iota
	NewVisitor
	ReturningVisitor
)
