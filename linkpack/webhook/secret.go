package webhook

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/linkpack/linkpack-go/linkpack"
)

const (
	secretPrefix = "whsec_"
	secretBytes  = 32
	// maxGrace is how long the old secret may be valid after a rotation.
	maxGrace = 30 * 24 * time.Hour
)

// key is a key of signatures.
type key struct {
	// Sealed is the key as sealed by the Shortener.
	Sealed []byte `json:"sealed"`
	// Until is when it becomes invalid. Zero means never.
	Until time.Time `json:"until,omitzero"`
}

// newKey makes a key, and returns its text for the receiver.
func (w *Webhooks) newKey() (key, string, error) {
	secret := make([]byte, secretBytes)
	if _, err := io.ReadFull(w.opts.Random, secret); err != nil {
		return key{}, "", fmt.Errorf("reading the random source: %w", err)
	}
	return key{Sealed: w.links.Seal(secret)}, secretPrefix + base64.StdEncoding.EncodeToString(secret), nil
}

// Rotate gives a webhook a new secret and returns it with it. The old one stays valid for
// the time grace, at most 30 days: until then, deliveries are signed with both, so that
// the receiver can be changed in between. A secret before the old one becomes invalid.
func (w *Webhooks) Rotate(ctx context.Context, workspace, id string, grace time.Duration) (*Webhook, error) {
	if grace < 0 || grace > maxGrace {
		return nil, invalid("grace", "must be from 0 to %v", maxGrace)
	}
	made, secret, err := w.newKey()
	if err != nil {
		return nil, err
	}
	d, err := w.hooks.Update(ctx, workspace, id, func(body json.RawMessage) (json.RawMessage, error) {
		s, err := decode(&linkpack.Document{Kind: linkpack.KindWebhook, ID: id, Body: body})
		if err != nil {
			return nil, err
		}
		keys := []key{made}
		if len(s.Keys) > 0 {
			s.Keys[0].Until = w.now().Add(grace)
			keys = append(keys, s.Keys[0])
		}
		s.Keys, s.UpdatedAt = keys, w.now()
		return s.encode()
	})
	if err != nil {
		return nil, err
	}
	return w.changed(d, secret)
}

// signer is an opened key. It is kept in memory while its webhook is active.
type signer struct {
	*standardwebhooks.Webhook
	until time.Time
	err   error // why it could not be opened
}

// signersOf opens keys.
func (w *Webhooks) signersOf(keys []key) []signer {
	all := make([]signer, len(keys))
	for i, k := range keys {
		all[i].until = k.Until
		secret, err := w.links.Unseal(k.Sealed)
		if err == nil {
			all[i].Webhook, err = standardwebhooks.NewWebhookRaw(secret)
		}
		all[i].err = err
	}
	return all
}

// sign sets the headers of a delivery: its ID, the time of the attempt, and a signature
// with each valid key.
func sign(header http.Header, signers []signer, id string, at time.Time, body []byte) error {
	signatures := ""
	for _, s := range signers {
		if !s.until.IsZero() && !at.Before(s.until) {
			continue
		}
		if s.err != nil {
			return fmt.Errorf("the secret: %w", s.err)
		}
		signature, err := s.Sign(id, at, body)
		if err != nil {
			return err
		}
		signatures += " " + signature
	}
	if signatures == "" {
		return errors.New("the webhook has no valid secret")
	}
	header.Set(standardwebhooks.HeaderWebhookID, id)
	header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(at.Unix(), 10))
	header.Set(standardwebhooks.HeaderWebhookSignature, signatures[1:])
	return nil
}
