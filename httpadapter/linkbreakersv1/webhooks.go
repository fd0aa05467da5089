package linkbreakersv1

import (
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

// oneWebhook and manyWebhooks are answers.
type (
	oneWebhook struct {
		Webhook wireWebhook `json:"webhook"`
	}
	manyWebhooks struct {
		Webhooks []wireWebhook `json:"webhooks"`
	}
)

// createWebhook serves "POST /v1/webhooks". The answer has the secret, which is not shown
// again.
func (h *handlers) createWebhook(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readValues(r)
	if err != nil {
		return err
	}
	hook := webhook.Webhook{Workspace: p.Workspace, Events: webhook.EventsOf(nil)}
	if err := h.applyToWebhook(r.Context(), sent, &hook); err != nil {
		return err
	}
	made, err := h.hooks.Create(r.Context(), hook)
	if err != nil {
		return inWordsOfWebhooks(sent, err)
	}
	return h.writeWebhook(w, r, made)
}

// writeWebhook answers with a webhook.
func (h *handlers) writeWebhook(w http.ResponseWriter, r *http.Request, hook *webhook.Webhook) error {
	return httpadapter.WriteJSON(w, http.StatusOK, oneWebhook{h.webhookOf(r.Context(), hook)})
}

// webhooks serves "GET /v1/webhooks".
func (h *handlers) webhooks(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := readParameters(r)
	if err != nil {
		return err
	}
	word, err := params.text("status")
	if err != nil {
		return err
	}
	status, known := webhookStatus(word)
	all := word == "" || word == statusPrefix+"UNSPECIFIED"
	if !known && !all {
		return errStatus()
	}
	hooks, err := h.hooks.List(r.Context(), p.Workspace)
	answer := manyWebhooks{Webhooks: []wireWebhook{}}
	for _, hook := range hooks {
		if all || hook.Status == status {
			answer.Webhooks = append(answer.Webhooks, h.webhookOf(r.Context(), hook))
		}
	}
	return httpadapter.WriteList(w, answer, err)
}

// webhook serves "GET /v1/webhooks/{id}".
func (h *handlers) webhook(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	hook, err := h.hooks.Webhook(r.Context(), p.Workspace, r.PathValue("id"))
	if err != nil {
		return err
	}
	return h.writeWebhook(w, r, hook)
}

// changeWebhook serves "PATCH /v1/webhooks/{id}".
func (h *handlers) changeWebhook(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readValues(r)
	if err != nil {
		return err
	}
	hook, err := h.hooks.Update(r.Context(), p.Workspace, r.PathValue("id"), func(hook *webhook.Webhook) error {
		return h.applyToWebhook(r.Context(), sent, hook)
	})
	if err != nil {
		return inWordsOfWebhooks(sent, err)
	}
	return h.writeWebhook(w, r, hook)
}

// deleteWebhook serves "DELETE /v1/webhooks/{id}".
func (h *handlers) deleteWebhook(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	if err := h.hooks.Delete(r.Context(), p.Workspace, r.PathValue("id")); err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, nothing{})
}

// rotateWebhook serves "POST /v1/webhooks/{id}/rotate", which only this server has. The
// answer has the new secret.
func (h *handlers) rotateWebhook(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readAnyValues(r)
	if err != nil {
		return err
	}
	var seconds int32
	if err := sent.read("graceSeconds", &seconds); err != nil {
		return err
	}
	hook, err := h.hooks.Rotate(r.Context(), p.Workspace, r.PathValue("id"), time.Duration(seconds)*time.Second)
	if err != nil {
		return inNames(err, map[string]string{"grace": "graceSeconds"})
	}
	return h.writeWebhook(w, r, hook)
}
