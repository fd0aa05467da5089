package httpadapter

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/linkpack"
)

// ReadJSON decodes the request's body into v, as [json.Unmarshal] does. The body
// must be one JSON value in UTF-8, and not null. A missing Content-Type counts as
// JSON. The error is a [Problem] with status 415 for another Content-Type than
// application/json, and 413 for a body over Options.MaxBody; a value of the wrong
// type is a [linkpack.FieldError].
func ReadJSON(r *http.Request, v any) error {
	if err := checkContentType(r.Header.Get("Content-Type")); err != nil {
		return err
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return readProblem(err)
	}
	switch value := bytes.TrimSpace(body); {
	case len(value) == 0:
		return badBody("is empty, JSON is expected")
	case string(value) == "null": // json.Unmarshal would accept it for every type
		return badBody("must be " + kindName(reflect.TypeOf(v)) + ", not null")
	case !utf8.Valid(body):
		return badBody("is not valid UTF-8")
	}
	if err := json.Unmarshal(body, v); err != nil {
		return jsonProblem(body, err)
	}
	return nil
}

func badBody(reason string) *Problem {
	return &Problem{Status: http.StatusBadRequest, Message: "the body " + reason}
}

func checkContentType(header string) error {
	if header == "" {
		return nil
	}
	media, params, err := mime.ParseMediaType(header)
	charset := params["charset"]
	if err == nil && media == "application/json" && (charset == "" || strings.EqualFold(charset, "utf-8")) {
		return nil
	}
	return &Problem{Status: http.StatusUnsupportedMediaType, Message: "the Content-Type must be application/json"}
}

// readProblem distinguishes a body that is too large from an incomplete one.
func readProblem(err error) error {
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		message := fmt.Sprintf("the body is larger than %d bytes", tooLarge.Limit)
		return &Problem{Status: http.StatusRequestEntityTooLarge, Message: message, Err: err}
	}
	p := badBody("is incomplete")
	p.Err = err
	return p
}

// jsonProblem describes invalid JSON without mentioning Go types.
func jsonProblem(body []byte, err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if wrong.Field == "" {
			return badBody(typeReason(wrong))
		}
		return &linkpack.FieldError{Field: wrong.Field, Reason: typeReason(wrong)}
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return badBody(syntaxReason(body, syntax))
	}
	return err
}

func syntaxReason(body []byte, syntax *json.SyntaxError) string {
	if strings.HasPrefix(syntax.Error(), "unexpected end") {
		return "is not valid JSON: it ends too early"
	}
	if strings.HasSuffix(syntax.Error(), "after top-level value") {
		return "has more after its JSON value, at byte " + strconv.FormatInt(syntax.Offset, 10)
	}
	return fmt.Sprintf("is not valid JSON: %s, at byte %d of %d", syntax.Error(), syntax.Offset, len(body))
}

// typeReason names the type that a value should have.
func typeReason(wrong *json.UnmarshalTypeError) string {
	return "must be " + kindName(wrong.Type) + ", not " + wrong.Value
}

// kindName names a Go type as JSON does.
func kindName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "a string"
	case reflect.Slice, reflect.Array:
		return "an array"
	case reflect.Map, reflect.Struct:
		return "an object"
	case reflect.Pointer:
		return kindName(t.Elem())
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return fmt.Sprintf("a whole number from 0 to %d", uint64(1)<<t.Bits()-1)
	default:
		return "a whole number"
	}
}
