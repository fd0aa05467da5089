package linkpack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// maxDesignBytes is the maximum size of a design. It leaves room for an image
// of 3 MB in base64.
const maxDesignBytes = 5 << 20

// checkDesign returns a design as it is to be stored.
func (s *Shortener) checkDesign(body json.RawMessage) (json.RawMessage, error) {
	if len(body) > maxDesignBytes {
		return nil, invalid("design", "has %d bytes, at most %d are allowed", len(body), maxDesignBytes)
	}
	if !json.Valid(body) || !bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("{")) {
		return nil, invalid("design", "must be a JSON object")
	}
	if s.opts.CheckDesign == nil {
		return body, nil
	}
	return s.opts.CheckDesign(body)
}

// checkLinkDesign rejects a design that the link's workspace does not have. A
// link may keep a design that has been deleted.
func (s *Shortener) checkLinkDesign(ctx context.Context, link, stored *Link) error {
	if link.Design == "" || stored != nil && link.Design == stored.Design {
		return nil
	}
	_, err := s.store.Document(ctx, KindDesign, link.Workspace, link.Design)
	if errors.Is(err, ErrNotFound) {
		return invalid("design", "there is no design %q", clip.Text(link.Design))
	}
	return err
}
