package webhook

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
)

// stored is a webhook as stored.
type stored struct {
	Webhook
	// Keys are the keys of signatures, newest first.
	Keys []key `json:"keys"`
	// From is where it begins to read the logs: their ends when it was created or
	// became active again.
	From place `json:"from"`

	signers []signer // the opened Keys, if it is to be sent to
}

// decode reads a webhook from its document.
func decode(d *linkpack.Document) (*stored, error) {
	s := new(stored)
	if err := json.Unmarshal(d.Body, s); err != nil {
		return nil, &linkpack.DamagedError{Kind: d.Kind, ID: d.ID, Err: err}
	}
	s.ID, s.Workspace, s.Revision = d.ID, d.Workspace, d.Revision
	return s, nil
}

// opened reads a webhook that is to be sent to.
func (w *Webhooks) opened(d *linkpack.Document) (*stored, error) {
	s, err := decode(d)
	if err != nil {
		return nil, err
	}
	s.signers = w.signersOf(s.Keys)
	return s, nil
}

// encode returns the body of a webhook's document, without what is kept elsewhere.
func (s *stored) encode() (json.RawMessage, error) {
	body := *s
	body.ID, body.Workspace, body.Revision, body.Secret, body.Figures = "", "", 0, "", Figures{}
	encoded, err := json.Marshal(&body)
	if err != nil {
		return nil, fmt.Errorf("encoding webhook %q: %w", s.ID, err)
	}
	return encoded, nil
}

// ends returns the ends of the logs.
func (w *Webhooks) ends(ctx context.Context) (place, error) {
	clicks, err := w.links.LogEnd(ctx)
	if err != nil {
		return place{}, err
	}
	changes, err := w.links.LastChange(host(ctx))
	return place{Clicks: clicks, Changes: changes}, err
}
