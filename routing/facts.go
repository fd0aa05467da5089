package routing

// Place is the location of an address. An empty field is unknown.
type Place struct {
	// Continent is one of AF, AN, AS, EU, NA, OC and SA.
	Continent string
	// Country is the ISO 3166-1 alpha-2 code in capitals, such as "US".
	Country string
	// Region is the ISO 3166-2 code of the first subdivision, such as "US-CA".
	Region string
	// City is the city's English name, such as "Munich".
	City string
	// TimeZone is the IANA zone, such as "America/Los_Angeles".
	TimeZone string
}

// Agent describes the program that made a request. An empty field is unknown.
type Agent struct {
	// Device is the class of the device.
	Device DeviceClass
	// OS is the family of the operating system, such as "Android" or "iOS".
	OS string
	// Browser is the family of the browser, such as "Safari".
	Browser string
	// Bot is the kind of bot, NotBot for a person's browser.
	Bot Bot
}

// AgentDetails are what a User-Agent header says beyond an [Agent]. An empty field is
// unknown.
type AgentDetails struct {
	// Browser is the family of the browser, and BrowserVersion its version with up to
	// three numbers, such as "142.0".
	Browser, BrowserVersion string
	// OS is the family of the operating system, and OSVersion its version, such as
	// "18.7".
	OS, OSVersion string
	// Brand and Model name the device, such as "Samsung" and "SM-S918B".
	Brand, Model string
}

// DeviceClass is a class of devices.
type DeviceClass uint8

// The classes of devices. UnknownDevice never matches a device clause.
const (
	UnknownDevice DeviceClass = iota
	Mobile
	Tablet
	Desktop
	// Other includes televisions, consoles and wearables.
	Other
)

// String returns the class as it is written in rules, such as "Mobile", or
// "Unknown".
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

// Bot is a kind of bot.
type Bot uint8

// The kinds of bots.
const (
	NotBot Bot = iota
	// Crawler is a crawler, monitor, scanner or HTTP library.
	Crawler
	// Preview fetches a link to show a preview of it in a chat or feed.
	Preview
	// AIAgent fetches pages for a language model.
	AIAgent
)

// Familiarity says whether a visitor has been here before.
type Familiarity uint8

// The values of Familiarity.
const (
	// UnknownVisitor means that it is not known.
	UnknownVisitor Familiarity = iota
	NewVisitor
	ReturningVisitor
)
