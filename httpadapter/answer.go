package httpadapter

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// WriteJSON answers with v as JSON. If it returns an error, it has written
// nothing.
func WriteJSON(w http.ResponseWriter, status int, v any) error {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false) // keeps URLs readable; the content type is never HTML
	if err := encoder.Encode(v); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
	w.WriteHeader(status)
	_, _ = body.WriteTo(w) // fails only if the client has gone
	return nil
}

// answer remembers whether the response has begun. Before that, an error can
// still be sent to the client.
type answer struct {
	http.ResponseWriter
	begun bool
}

// WriteHeader notes that the answer has begun.
func (a *answer) WriteHeader(status int) {
	a.begun = true
	a.ResponseWriter.WriteHeader(status)
}

// Write notes that the answer has begun.
func (a *answer) Write(b []byte) (int, error) {
	a.begun = true
	return a.ResponseWriter.Write(b)
}

// Unwrap returns the writer that [http.ResponseController] controls.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
