package webhook

import (
	"encoding/json"
	"net/http"
	"strings"
)

// Via returns options with another way to send.
func Via(t http.RoundTripper, o Options) Options {
	o.transport = t
	return o
}

// MaxBody is the most bytes of a body.
const MaxBody = maxBody

// FitConversion returns the body of a conversion whose parts have about n bytes each.
func FitConversion(n int) ([]byte, error) {
	text := strings.Repeat("<", n)
	m := &message{EventType: Conversion, Data: data{
		Event:         eventData{Destination: text},
		FormResponses: json.RawMessage(`"` + text + `"`),
		Conversion:    &conversionData{Properties: json.RawMessage(`{"a":"` + text + `"}`)},
	}}
	return m.fit()
}
