package linkbreakersv1

import (
	"fmt"
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

// Linkbreakers has no operations for deliveries, so these are ours.

// wireDelivery is a delivery as it is sent to clients.
type wireDelivery struct {
	ID         string        `json:"id"`
	WebhookID  string        `json:"webhookId"`
	Event      webhook.Event `json:"event"`
	State      webhook.State `json:"state"`
	Attempts   int           `json:"attempts"`
	Status     int           `json:"status,omitempty"` // of the last answer
	Error      string        `json:"error,omitempty"`
	HappenedAt time.Time     `json:"happenedAt"`
	SentAt     *time.Time    `json:"sentAt,omitempty"`
	NextAt     *time.Time    `json:"nextAt,omitempty"`
}

// oneDelivery and manyDeliveries are answers.
type (
	oneDelivery struct {
		Delivery wireDelivery `json:"delivery"`
	}
	manyDeliveries struct {
		Deliveries    []wireDelivery `json:"deliveries"`
		NextPageToken string         `json:"nextPageToken"`
	}
)

func deliveryOf(d *webhook.Delivery) wireDelivery {
	return wireDelivery{
		ID: d.ID, WebhookID: d.Webhook, Event: d.Event, State: d.State, Attempts: d.Attempts, Status: d.Status, Error: d.Error,
		HappenedAt: d.HappenedAt, SentAt: orAbsent(d.SentAt), NextAt: orAbsent(d.NextAt),
	}
}

// deliveries serves "GET /v1/webhooks/{id}/deliveries".
func (h *handlers) deliveries(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := readParameters(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	state, err := choose(params, "state", map[string][]webhook.State{
		"": nil, string(webhook.Waiting): {webhook.Waiting}, string(webhook.Dead): {webhook.Dead}, string(webhook.Delivered): {webhook.Delivered},
	})
	if err != nil {
		return err
	}
	query := webhook.DeliveryQuery{States: state}
	if query.Limit, err = params.pageSize(100, 1000); err != nil {
		return err
	}
	list := fmt.Sprintf("deliveries %v of %s", state, id) // a token of other states is refused
	if query.After, err = params.pageToken(list, p.Workspace); err != nil {
		return err
	}
	found, err := h.hooks.Deliveries(r.Context(), p.Workspace, id, query)
	answer := manyDeliveries{Deliveries: []wireDelivery{}}
	counted := 0
	for _, d := range found {
		answer.Deliveries = append(answer.Deliveries, deliveryOf(d))
		if d.State != webhook.Delivered { // the limit does not count those
			counted++
		}
	}
	if counted == query.Limit {
		answer.NextPageToken = nextPageToken(list, p.Workspace, found[len(found)-1].ID)
	}
	return httpadapter.WriteList(w, answer, err)
}

// sendAgain serves "POST /v1/webhooks/{id}/deliveries/{delivery}/send".
func (h *handlers) sendAgain(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	d, err := h.hooks.Resend(r.Context(), p.Workspace, r.PathValue("id"), r.PathValue("delivery"))
	return writeDelivery(w, d, err)
}

// testWebhook serves "POST /v1/webhooks/{id}/test", which sends {"event": "link.scanned"}
// now.
func (h *handlers) testWebhook(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readAnyValues(r)
	if err != nil {
		return err
	}
	event := webhook.LinkScanned
	if err := sent.read("event", &event); err != nil {
		return err
	}
	d, err := h.hooks.Test(r.Context(), p.Workspace, r.PathValue("id"), event)
	return writeDelivery(w, d, err)
}

// writeDelivery answers with a delivery that was sent, whatever became of it.
func writeDelivery(w http.ResponseWriter, d *webhook.Delivery, err error) error {
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, oneDelivery{deliveryOf(d)})
}
