package linkpackv1

import (
	"errors"
	"net/http"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// problem is an error as it is sent to clients.
type problem struct {
	Error   string   `json:"error"`
	Details []detail `json:"details,omitempty"`
}

// detail says what is wrong with a field of the request.
type detail struct {
	Field  string `json:"field"`
	Reason string `json:"reason"`
}

// writeProblem answers {"error": …, "details": […]}.
func writeProblem(w http.ResponseWriter, _ *http.Request, p *httpadapter.Problem) {
	_ = httpadapter.WriteJSON(w, p.Status, problemBody(p)) // encoding strings cannot fail
}

// problemBody returns a Problem as it is sent to clients.
func problemBody(p *httpadapter.Problem) problem {
	body := problem{Error: p.Message}
	for _, field := range p.Fields {
		body.Details = append(body.Details, detail(field))
	}
	return body
}

// rename returns an engine's error about one link with the field names that the
// client used.
func (s *sentFields) rename(err error) error {
	if taken, ok := errors.AsType[*linkpack.TakenError](err); ok {
		return httpadapter.TakenProblem(taken, "short code", "external id", s.name(taken.Field))
	}
	return httpadapter.RenameFields(err, s.name)
}

// name returns the client's name for a field of the engine.
func (s *sentFields) name(field string) string {
	switch field {
	case "destination":
		return s.destination
	case "short_code":
		return s.shortCode
	case "external_id":
		return "externalId"
	case "created_at":
		return "createdAt"
	case "password_hash":
		return "password"
	case "idempotency_key":
		return idempotencyKey
	case "card.title", "card.description", "card.image":
		return "preview_" + strings.TrimPrefix(field, "card.")
	}
	if rest, isRule := strings.CutPrefix(field, "rules"); isRule && (rest == "" || rest[0] == '[') {
		return "traffic_routing" + rest
	}
	return field
}
