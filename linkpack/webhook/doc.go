// Package webhook tells other programs what happens: visits, conversions, new visitors
// and changes of links. A [Webhook] of a workspace names a URL and the events that it
// wants. [Open] starts the deliveries of all webhooks of a store, and [Webhooks.Close]
// ends them.
//
// # Deliveries
//
// A delivery is a POST of a JSON object with event_type, id, timestamp and data, signed
// by the Standard Webhooks scheme (https://www.standardwebhooks.com): the headers
// webhook-id, webhook-timestamp and webhook-signature. A status of 200 to 299 means
// that it was taken. Redirects are not followed. 410 disables the webhook. After any
// other answer, and after 10 s, the delivery is sent again, at most eight times within
// about 28 hours; see [Delivery]. Each event is delivered at least once: after a crash,
// some come again, with the same webhook-id. Events that are older than five days when
// they are read, as after a long stop or an import, are not sent, but counted in
// [Figures] and logged.
//
// Webhooks read the click log and the change log, each with a durable place of its own,
// so that nothing is lost when a process ends, and a slow target delays no other. What
// is stored of a delivery is where its event is in the logs. Its body is made when it is
// sent, from what is known then, so that nothing personal is stored a second time.
//
// # Files
//
//   - webhook.go, event.go, wants.go, check.go, stored.go, records.go, secret.go: what a
//     webhook is and wants, and how it is made, changed and stored
//   - options.go, webhooks.go, reload.go, progress.go, tidy.go, erased.go: all webhooks of a store
//   - feed.go, line.go, clicks.go, changes.go: reading the logs
//   - courier.go, send.go, retry.go, outcome.go, figures.go: sending to one target
//   - target.go: the addresses that may be dialled
//   - body.go, known.go, fit.go, chat.go: what is sent
//   - delivery.go, deliveries.go, resend.go: what failed, and trying out
package webhook
