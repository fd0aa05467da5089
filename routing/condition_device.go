package routing

import (
	"fmt"
	"strings"
)

// devices is a set of device classes, one bit each.
type devices uint8

func parseDevice(value string, in *scope) (matcher, error) {
	entries, err := in.list(value)
	if err != nil {
		return nil, err
	}
	var set devices
	for _, entry := range entries {
		class := deviceNamed(entry)
		if class == UnknownDevice {
			return nil, fmt.Errorf("%q is not a device; use Mobile, Tablet, Desktop or Other", entry)
		}
		set |= 1 << class
	}
	return set, nil
}

// deviceNamed returns the class with a name, in any letter case, or
// UnknownDevice.
func deviceNamed(name string) DeviceClass {
	for class := Mobile; class <= Other; class++ {
		if strings.EqualFold(name, class.String()) {
			return class
		}
	}
	return UnknownDevice
}

func (d devices) match(v *Visit) bool {
	return d>>v.agent().Device&1 == 1
}

func (d devices) fact(v *Visit) string {
	if class := v.agent().Device; class != UnknownDevice {
		return class.String()
	}
	return Unknown
}

func (d devices) covers(other matcher) bool { return other.(devices)&^d == 0 }

func (d devices) excludes(other matcher) bool { return other.(devices)&d == 0 }

func (d devices) canonical() string {
	var names []string
	for class := Mobile; class <= Other; class++ {
		if d>>class&1 == 1 {
			names = append(names, class.String())
		}
	}
	return strings.Join(names, ",")
}
