package webhook

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
)

// Via returns options with another way to send.
func Via(t http.RoundTripper, o Options) Options {
	o.transport = t
	return o
}

// Transport returns the real way to send, over connections made by dial.
func Transport(dial func(ctx context.Context, network, addr string) (net.Conn, error)) http.RoundTripper {
	return newTransport(dial, maxIdleOfHost)
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

// Send sends a click to an active webhook, as its courier does.
func (w *Webhooks) Send(id string, click *analytics.Click) {
	c := w.courier(id)
	c.send(&task{line: &c.clicks, h: happening{click: click, time: click.Time}, event: LinkClicked})
}

// OfferClicks offers the first n clicks of the log to the webhooks once more.
func (w *Webhooks) OfferClicks(ctx context.Context, n int) error {
	for h, err := range w.current.Load().readClicks(ctx, place{}) {
		if err != nil {
			return err
		}
		w.current.Load().clicks.offer(&h)
		if n--; n == 0 {
			break
		}
	}
	return nil
}
