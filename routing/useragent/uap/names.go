package uap

import "strings"

// unknown is the family if no expression matches.
const unknown = "Other"

func known(name string) string {
	if name == unknown || strings.HasPrefix(name, "Generic") {
		return ""
	}
	return name
}

// browserName returns the family without variants that ua-parser treats as separate
// families, such as Chrome Mobile WebView.
func browserName(family string) string {
	family = strings.TrimSuffix(family, " UI/WKWebView")
	for _, variant := range []string{" WebView", " iOS", " Mobile"} {
		family = strings.TrimSuffix(family, variant)
	}
	family = strings.TrimPrefix(family, "Mobile ")
	switch family {
	case "IE":
		return "Internet Explorer"
	case "Android":
		return "Android Browser"
	case "MiuiBrowser":
		return "Miui Browser"
	case "DuckDuckGo Browser", "DuckDuckGo Mobile":
		return "DuckDuckGo"
	case "Opera Mini", "Opera Tablet":
		return "Opera"
	case "Line":
		return "LINE"
	case "Facebook Messenger":
		return "Messenger"
	case "MicroMessenger":
		return "WeChat"
	default:
		return known(family)
	}
}

// moreThanSystem drops the families that ua-parser concludes from the system alone,
// for any app. The Classifier names them if the header does.
func moreThanSystem(browser string) string {
	if browser == "Safari" || browser == "Android Browser" {
		return ""
	}
	return browser
}

func osName(family string) string {
	switch family {
	case "Mac OS X", "Mac OS":
		return "macOS"
	case "Chrome OS":
		return "ChromeOS"
	case "iPadOS":
		return "iOS"
	case "Web0S": // as televisions spell it
		return "webOS"
	case "BlackBerry OS", "BlackBerry Tablet OS":
		return "BlackBerry"
	case "Ubuntu", "Kubuntu", "Lubuntu", "Debian", "Linux Mint", "Fedora", "Red Hat", "CentOS", "SUSE", "openSUSE",
		"Arch Linux", "Gentoo", "Slackware", "Mandriva", "Mageia", "PCLinuxOS", "Puppy", "BackTrack":
		return "Linux"
	default:
		return known(family)
	}
}

// version joins the numbers before the first empty one.
func version(parts ...string) string {
	for i, part := range parts {
		if part == "" {
			parts = parts[:i]
			break
		}
	}
	return strings.Join(parts, ".")
}
