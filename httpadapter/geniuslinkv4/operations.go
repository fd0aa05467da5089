package geniuslinkv4

import (
	"context"
	"errors"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// operation is a request that the API serves.
type operation struct {
	name  string // of the request's type
	path  string
	reads bool // it changes nothing, and is served by GET too
	serve func(ctx context.Context, p linkpack.Principal, sent parameters) (any, error)
}

// operations lists what is served.
func (h *handlers) operations() []operation {
	return []operation{
		{name: "GetLinkMetadataRequest", path: "/v4/links/metadata", reads: true, serve: h.link},
		{name: "GetShortLinksMetadataRequest", path: "/v4/links/metadata/list", reads: true, serve: h.linksOfIDs},
		{name: "GetUserLinksRequest", path: "/v4/links/list", reads: true, serve: h.list},
		{name: "GetShortLinkMetadataRequest", path: "/v4/links/metadata/{baseCode}", reads: true, serve: h.linkOfCode},
		{name: "CreateShortUrlRequest", path: "/v3/shorturls", serve: h.create},
	}
}

// handle serves an operation at its own path.
func (h *handlers) handle(o operation) httpadapter.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
		return h.answer(w, r, p, o, false)
	}
}

// handleNamed serves the operation that the path names.
func (h *handlers) handleNamed(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	o, many, err := h.named(r)
	if err != nil {
		return err
	}
	if !o.reads && r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return &httpadapter.Problem{Status: http.StatusMethodNotAllowed, Message: "method not allowed"}
	}
	return h.answer(w, r, p, o, many)
}

// handleOneWay serves the operation that the path names without an answer.
func (h *handlers) handleOneWay(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	o, many, err := h.named(r)
	if err != nil {
		return err
	}
	if _, err := h.perform(r, p, o, many); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// named returns the operation that the path names, and whether a list of requests is
// sent.
func (h *handlers) named(r *http.Request) (o operation, many bool, err error) {
	name, many := strings.CutSuffix(r.PathValue("request"), "[]")
	for _, o := range h.operations() {
		if !strings.EqualFold(o.name, name) {
			continue
		}
		if many && !o.reads { // a list that fails half way would leave links behind
			return o, many, &httpadapter.Problem{Status: http.StatusNotImplemented, Message: o.name + "[] is not served"}
		}
		return o, many, nil
	}
	return operation{}, false, &httpadapter.Problem{Status: http.StatusNotFound, Message: "there is no such request"}
}

// answer serves one request, or with many a list of them.
func (h *handlers) answer(w http.ResponseWriter, r *http.Request, p linkpack.Principal, o operation, many bool) error {
	f, err := formatOf(r)
	if err != nil {
		return err
	}
	if err := h.opts.checkCallback(r); err != nil {
		return err
	}
	answers, damage := h.perform(r, p, o, many)
	if damage != nil && (answers == nil || !httpadapter.CountDamaged(w, damage)) {
		return damage
	}
	var value any = answers
	if !many {
		value = answers[0]
	}
	if err := h.opts.write(w, r, f, http.StatusOK, value); err != nil {
		return err
	}
	return damage // is logged
}

// perform reads the requests and returns an answer to each. If damaged records are left
// out, it returns that, too.
func (h *handlers) perform(r *http.Request, p linkpack.Principal, o operation, many bool) (answers []any, damage error) {
	requests, err := readRequests(r, many)
	if err != nil {
		return nil, err
	}
	answers = make([]any, len(requests))
	for i, sent := range requests {
		if err := sent.addCode(r.PathValue("baseCode")); err != nil {
			return nil, err
		}
		if answers[i], err = o.serve(r.Context(), p, sent); err != nil && !errors.Is(err, linkpack.ErrDamaged) {
			return nil, err
		}
		damage = errors.Join(damage, err)
	}
	return answers, damage
}

// addCode adds the code in a path, without the format at its end.
func (p parameters) addCode(segment string) error {
	suffix := path.Ext(segment)
	switch _, known := formatOfPath(segment); {
	case segment == "":
		return nil
	case suffix != "" && !known:
		return notAcceptable("no format " + strconv.Quote(suffix[1:]))
	default:
		p[plain("baseCode")] = strings.TrimSuffix(segment, suffix)
		return nil
	}
}
