// Package webhook tells other programs what happens: visits, conversions, identified
// visitors and changes of links. A [Webhook] of a workspace names a URL and the events
// that it wants. [Open] starts the deliveries of all webhooks of a store, and
// [Webhooks.Close] ends them.
//
// # Deliveries
//
// A delivery is a POST of a JSON object with event_type, id, timestamp and data, signed by
// the Standard Webhooks scheme (https://www.standardwebhooks.com). An answer from 200 to
// 299 within 10 s means that it was taken. 410 disables the webhook. After anything else,
// also a redirect, the delivery is sent again; see [Delivery].
//
// Each event is delivered at least once, with the same webhook-id each time. Webhooks have
// places of their own in the click log and the change log, so a crash loses nothing and a
// slow target delays no other. The body is made when it is sent, so nothing personal is
// stored a second time. Events that are older than five days when they are read are not
// sent; [Figures] count them.
//
// Of several processes on a store, one sends: who leads the job "webhooks" (see
// linkpack.Candidate). All of them can change webhooks and send by hand.
//
// # Files
//
//   - webhook.go, event.go, wants.go, check.go, stored.go, records.go, secret.go: what a
//     webhook is and wants, and how it is made, changed and stored
//   - options.go, webhooks.go, consumer.go, reload.go, progress.go, tidy.go, erased.go: all webhooks of a store
//   - feed.go, line.go, clicks.go, changes.go: reading the logs
//   - courier.go, pace.go, send.go, fault.go, retry.go, outcome.go, figures.go: sending to
//     one target
//   - target.go: the addresses that may be dialled
//   - body.go, known.go, recentlinks.go, fit.go, chat.go: what is sent
//   - delivery.go, deliveries.go, resend.go, sample.go: what failed, and trying out
package webhook
