package useragent

import (
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/useragent/internal/signal"
)

// deviceOf checks rare devices first, because they also have the words of common
// ones: a television says Android, an Android tablet says Linux.
func deviceOf(s signal.Set) routing.DeviceClass {
	switch {
	case s.Has(signal.Gadget), s.Has(signal.TV) && !s.Has(signal.IPhone|signal.IPad):
		return routing.Other
	case s.Has(signal.IPad):
		return routing.Tablet
	case s.Has(signal.Tablet) && !s.Has(signal.TabletPC):
		return routing.Tablet
	case s.Has(signal.IPhone | signal.WindowsPhone | signal.BlackBerry | signal.KaiOS | signal.Phone):
		return routing.Mobile
	case s.Has(signal.ChromeOS): // before Android, whose apps it also runs
		return routing.Desktop
	case s.Has(signal.Android | signal.HarmonyOS):
		return androidDevice(s)
	case s.Has(signal.Windows | signal.Mac | signal.Desk):
		return routing.Desktop
	case s.Has(signal.Darwin):
		return appleDevice(s)
	case s.Has(signal.Touch | signal.Tizen):
		return routing.Mobile
	case s.Has(signal.Linux):
		return routing.Desktop
	default:
		return routing.UnknownDevice
	}
}

// androidDevice follows Google's rule for browsers: those on phones say Mobile,
// those on tablets do not. Some tablets break the rule and are known by their
// models. The rule does not apply to apps, most of which run on phones.
func androidDevice(s signal.Set) routing.DeviceClass {
	if s.Has(signal.Series) || s.Has(signal.Mozilla) && !s.Has(signal.Touch) {
		return routing.Tablet
	}
	return routing.Mobile
}

// appleDevice is for apps that name only Apple's network library and kernel. On a
// Mac they add an Intel processor, or the model.
func appleDevice(s signal.Set) routing.DeviceClass {
	if s.Has(signal.Intel) {
		return routing.Desktop
	}
	return routing.Mobile
}
