package webhook

import "net/http"

// SetTransport replaces what sends deliveries, before there are any.
func (w *Webhooks) SetTransport(t http.RoundTripper) { w.client.Transport = t }

// MaxBody is the most bytes of a body.
const MaxBody = maxBody
