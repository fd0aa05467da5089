package linkpackv1

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// sentFields are the fields of a link that a client sent. Absent fields are left
// unchanged, and null clears a field.
type sentFields struct {
	values map[string]json.RawMessage
	// isNew says that the link is to be made.
	isNew bool
	// destination and shortCode are the names that the client uses for them.
	destination, shortCode string
	// find asks for an existing link rather than a new one.
	find bool
	// password points to the hash of the sent password, or to "" for null.
	password *string
}

// read reads the fields of a request for one link, which is to be made or changed.
func (h *handlers) read(r *http.Request, isNew bool) (*sentFields, error) {
	var values map[string]json.RawMessage
	if err := httpadapter.ReadJSON(r, &values); err != nil {
		return nil, err
	}
	return h.take(r.Context(), values, isNew)
}

// take checks the fields of one link. Errors have the names of fields that the
// client used, else those of the Link Pack API for the operation.
func (h *handlers) take(ctx context.Context, values map[string]json.RawMessage, isNew bool) (*sentFields, error) {
	sent := &sentFields{values: values, isNew: isNew, destination: "long_url", shortCode: "short_code"}
	if isNew {
		sent.destination, sent.shortCode = "longUrl", "shortCode"
	}
	err := h.strictness.link(values, isNew)
	if err == nil && isNew {
		err = h.strictness.unset(values, unsettableOfNew())
	}
	if err != nil {
		return nil, err
	}
	if sent.destination, err = sent.oneOf(sent.destination, "longUrl", "long_url"); err != nil {
		return nil, err
	}
	if sent.shortCode, err = sent.oneOf(sent.shortCode, "shortCode", "short_code"); err != nil {
		return nil, err
	}
	if err := sent.readFind(); err != nil {
		return nil, err
	}
	return sent, sent.readPassword(ctx, h.shortener)
}

// readPassword hashes the password here, since apply may run more than once.
func (s *sentFields) readPassword(ctx context.Context, shortener *linkpack.Shortener) error {
	raw, sent := s.values["password"]
	if !sent {
		return nil
	}
	var password *string
	if err := httpadapter.ReadField("password", raw, &password); err != nil {
		return err
	}
	var link linkpack.Link
	if password != nil {
		if *password == "" {
			return &linkpack.FieldError{Field: "password", Reason: "must not be empty; send null to remove it"}
		}
		if err := shortener.SetPassword(ctx, &link, *password); err != nil {
			return err
		}
	}
	s.password = &link.PasswordHash
	return nil
}

// oneOf returns which of the two names of a field was sent, or usual if none or both
// were. If both were sent, their values must be equal.
func (s *sentFields) oneOf(usual, camel, snake string) (string, error) {
	first, hasCamel := s.values[camel]
	second, hasSnake := s.values[snake]
	switch {
	case hasCamel && hasSnake && !sameJSON(first, second):
		return "", &linkpack.FieldError{Field: snake, Reason: "differs from " + camel + "; send one of them"}
	case hasCamel && !hasSnake:
		return camel, nil
	case hasSnake && !hasCamel:
		return snake, nil
	}
	return usual, nil
}

func sameJSON(a, b json.RawMessage) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

// apply sets the sent fields. It may run more than once.
func (s *sentFields) apply(link *linkpack.Link) error {
	if s.password != nil {
		link.PasswordHash = *s.password
	}
	list := fields(link)
	if s.isNew {
		list = append(list, field{"createdAt", &link.CreatedAt})
	}
	return set(list, s.values)
}
