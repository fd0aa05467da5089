package linkpack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
)

// kindProgress is the kind of documents with the Progress of a reader.
const kindProgress = "progress"

// Progress is how far a reader of the click log and the change log has come. It is kept
// in the store, so that the reader continues there after a restart.
type Progress struct {
	// Changes is the Seq of the last row of the change log that need not be read again.
	// Later rows are kept for 90 days instead of 30.
	Changes uint64 `json:"changes"`
	// State is what else the reader needs, as JSON, such as an [analytics.Cursor].
	State json.RawMessage `json:"state"`
}

// Progress returns what a reader has saved, or ErrNotFound. Only the host may call it.
func (s *Shortener) Progress(ctx context.Context, reader string) (*Progress, error) {
	if err := permitOperator(ctx); err != nil {
		return nil, err
	}
	d, err := s.store.Document(ctx, kindProgress, "", reader)
	if err != nil {
		return nil, err
	}
	return decodeAs[Progress](d)
}

// SaveProgress stores how far a reader has come, in place of what it saved before. Only
// the host may call it.
func (s *Shortener) SaveProgress(ctx context.Context, reader string, p Progress) error {
	if err := permitOperator(ctx); err != nil {
		return err
	}
	encoded, err := json.Marshal(p)
	if err != nil {
		return err
	}
	_, err = s.store.UpdateDocument(ctx, kindProgress, "", reader, nil, func(d *Document) error {
		if bytes.Equal(d.Body, encoded) {
			return errSame
		}
		d.Body = encoded
		return nil
	})
	if errors.Is(err, ErrNotFound) {
		return s.store.CreateDocument(ctx, &Document{Kind: kindProgress, ID: reader, Body: encoded}, nil)
	}
	if errors.Is(err, errSame) {
		return nil
	}
	return err
}

// slowestReader returns the last Seq that every reader with a Progress has read.
func (s *Shortener) slowestReader(ctx context.Context) (uint64, error) {
	all, err := list(ctx, s, kindProgress, "", decodeAs[Progress])
	read := uint64(math.MaxUint64)
	for _, p := range all {
		read = min(read, p.Changes)
	}
	return read, err
}
