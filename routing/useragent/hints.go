package useragent

import (
	"net/http"
	"strings"

	"github.com/linkpack/linkpack-go/routing"
)

// hints are client hints about the device. Chromium's browsers always send the
// mobile flag and the platform, and the form factors when a site asks for them.
// https://wicg.github.io/ua-client-hints/
type hints struct {
	mobile      string // ?0 or ?1
	platform    string // a quoted string
	formFactors string // a list of quoted strings
}

// longestHint is how many bytes of a hint are read.
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

// device returns the device by hints and the User-Agent header. Form factors
// override the header. The other hints count only if the header has no device or
// says it is a desktop computer, because it knows more about tablets and
// televisions.
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

// formFactor returns the device of the most specific form factor.
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

// os returns the platform's name as osOf has it, or "" if it is not known.
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
