package linkpackv1

import (
	"encoding/json"
	"net/http"
	"reflect"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// sentFields are the fields of a link that a client sent. What is absent is left
// alone, null clears.
type sentFields struct {
	values map[string]json.RawMessage
	// destination and shortCode are the names by which the client knows them.
	destination, shortCode string
	// password is the hash of a password that was sent, empty for null.
	password *string
}

// read reads the fields of a request for one link. destination and shortCode
// are the names that the document gives those fields for this request.
func (h *handlers) read(r *http.Request, destination, shortCode string) (*sentFields, error) {
	var values map[string]json.RawMessage
	if err := httpadapter.ReadJSON(r, &values); err != nil {
		return nil, err
	}
	return h.take(values, destination, shortCode)
}

// take looks over the fields of one link.
func (h *handlers) take(values map[string]json.RawMessage, destination, shortCode string) (*sentFields, error) {
	sent := &sentFields{values: values, destination: destination, shortCode: shortCode}
	if h.strict {
		if err := checkKnown(sent.values); err != nil {
			return nil, err
		}
	}
	err := checkSpelling(sent.values, settable())
	if err != nil {
		return nil, err
	}
	if sent.destination, err = sent.oneOf(destination, "longUrl", "long_url"); err != nil {
		return nil, err
	}
	if sent.shortCode, err = sent.oneOf(shortCode, "shortCode", "short_code"); err != nil {
		return nil, err
	}
	return sent, sent.readPassword()
}

// readPassword hashes the password once, however often the fields are applied.
func (s *sentFields) readPassword() error {
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
			return &linkpack.FieldError{Field: "password", Reason: "must not be empty; null takes it away"}
		}
		if err := link.SetPassword(*password); err != nil {
			return err
		}
	}
	s.password = &link.PasswordHash
	return nil
}

// oneOf returns which of two names of a field was sent, usual when none or both
// were. Both must then say the same.
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

// apply sets the fields that were sent. It may run more than once.
func (s *sentFields) apply(link *linkpack.Link) error {
	if s.password != nil {
		link.PasswordHash = *s.password
	}
	return set(fields(link), s.values)
}
