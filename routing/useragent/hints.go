package useragent

import (
	"net/http"
	"strings"

	"github.com/linkpack/linkpack-go/routing"
)

// hints are the low-entropy client hints about the device, which Chrome and
// its kin send, and the form factors, which they send when a site asks.
// https://wicg.github.io/ua-client-hints/
type hints struct {
	mobile      string // ?0 or ?1
	platform    string // a quoted string
	formFactors string // a list of quoted strings
}

// longestHint is how many bytes of a hint are looked at.
const longestHint = 200

func hintsIn(header http.Header) hints {
	read := func(name string) string {
		values := header[name]
		if len(values) == 0 {
			return ""
		}
		return values[0][:min(len(values[0]), longestHint)]
	}
	return hints{
		mobile:      read("Sec-Ch-Ua-Mobile"),
		platform:    unquote(read("Sec-Ch-Ua-Platform")),
		formFactors: read("Sec-Ch-Ua-Form-Factors"),
	}
}

// device corrects what the User-Agent header says. The form factors are the
// browser's own answer. The others only decide where the header is silent or
// pretends to be a desktop computer, for it knows more of tablets and
// televisions than they do.
func (h hints) device(claimed routing.DeviceClass) routing.DeviceClass {
	if device := h.formFactor(); device != routing.UnknownDevice {
		return device
	}
	if claimed != routing.UnknownDevice && claimed != routing.Desktop {
		return claimed
	}
	switch {
	case h.mobile == "?1":
		return routing.Mobile
	case h.platform == "Android":
		return routing.Tablet
	case h.os() != "":
		return routing.Desktop
	default:
		return claimed
	}
}

// formFactor returns the device of the most special form factor.
func (h hints) formFactor() routing.DeviceClass {
	device := routing.UnknownDevice
	for factor := range strings.SplitSeq(h.formFactors, ",") {
		switch unquote(factor) {
		case "Watch", "XR", "Automotive":
			return routing.Other
		case "Tablet", "EInk":
			device = routing.Tablet
		case "Mobile":
			if device != routing.Tablet {
				device = routing.Mobile
			}
		case "Desktop":
			if device == routing.UnknownDevice {
				device = routing.Desktop
			}
		}
	}
	return device
}

// os returns the platform by the name that the User-Agent header gives it, or
// "" for one that is not known.
func (h hints) os() string {
	switch h.platform {
	case "Chrome OS", "Chromium OS":
		return "ChromeOS"
	case "Android", "iOS", "Linux", "macOS", "Windows":
		return h.platform
	default:
		return ""
	}
}

func unquote(s string) string { return strings.Trim(s, "\" \t") }
