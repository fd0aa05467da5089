package recorder

import (
	"testing"
	"time"
)

func TestSlowFlushesComeSoonerAfterEachOther(t *testing.T) {
	const ms = time.Millisecond
	for name, c := range map[string]struct {
		took []time.Duration
		want time.Duration
	}{
		"none":                {nil, 60 * ms},
		"fast":                {[]time.Duration{3 * ms, 20 * ms}, 60 * ms},
		"slower":              {[]time.Duration{25 * ms}, 50 * ms},
		"as slow as allowed":  {[]time.Duration{30 * ms}, 40 * ms},
		"too slow":            {[]time.Duration{time.Second}, 40 * ms},
		"a fast one after it": {[]time.Duration{30 * ms, ms}, 100*ms - 2*(30*ms-30*ms/16)},
	} {
		t.Run(name, func(t *testing.T) {
			var i interval
			for _, d := range c.took {
				i.took(d)
			}
			if got := i.next(); got != c.want {
				t.Errorf("the next flush comes after %v, want %v", got, c.want)
			}
		})
	}
}

func TestASlowFlushIsForgotten(t *testing.T) {
	var i interval
	i.took(10 * time.Second)
	for range 200 {
		i.took(time.Millisecond)
	}
	if got := i.next(); got != maxInterval {
		t.Errorf("the next flush comes after %v", got)
	}
}
