package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"iter"
	"net/http"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// replay turns the requests of a log into visits of links.
type replay struct {
	links *linkpack.Shortener
	log   *logFiles
	site  string

	paths       map[string]*linkpack.Link
	counted     int
	passed      int
	first, last time.Time
}

func newReplay(links *linkpack.Shortener, log *logFiles, site string) *replay {
	return &replay{links: links, log: log, site: strings.TrimRight(site, "/"), paths: make(map[string]*linkpack.Link)}
}

// run imports the whole log.
func (r *replay) run(ctx context.Context) (err error) {
	r.counted, err = r.links.ImportVisits(ctx, r.visits(ctx))
	return err
}

// visits yields the resolutions of the requests that count.
func (r *replay) visits(ctx context.Context) iter.Seq2[linkpack.Resolution, error] {
	return func(yield func(linkpack.Resolution, error) bool) {
		for request, err := range r.log.requests() {
			if err != nil {
				yield(linkpack.Resolution{}, err)
				return
			}
			if !counts(&request) {
				r.passed++
				continue
			}
			res, err := r.resolve(ctx, &request)
			if errors.Is(err, linkpack.ErrInvalid) {
				r.log.refuse(err)
				continue
			}
			if !yield(res, err) {
				return
			}
		}
	}
}

// counts reports whether a request was answered with content or a redirect.
func counts(r *request) bool {
	return (r.method == http.MethodGet || r.method == http.MethodHead) && r.status >= 200 && r.status < 400
}

// resolve resolves a request by its link, as of the time of the request.
func (r *replay) resolve(ctx context.Context, request *request) (linkpack.Resolution, error) {
	if now := r.links.Now(); request.time.After(now) || request.time.Unix() <= 0 {
		return linkpack.Resolution{}, &linkpack.FieldError{Field: "time", Reason: "is in the future or before 1970"}
	}
	link, err := r.link(ctx, request.path, request.time)
	if err != nil {
		return linkpack.Resolution{}, err
	}
	res, err := r.links.Resolve(ctx, "", link.ShortCode, &routing.Visit{
		Time: request.time, Method: request.method, Addr: request.addr,
		UserAgent: request.agent, Referer: request.referer, Query: request.query,
	})
	if err != nil && !res.Found() {
		return res, err
	}
	if r.first.IsZero() || request.time.Before(r.first) {
		r.first = request.time
	}
	if request.time.After(r.last) {
		r.last = request.time
	}
	return res, nil // if a gate refuses, it counts as blocked
}

// link returns the link of a path. A new link gets the time of the request as its
// creation time. Its code is derived from the path, so that a later replay into the
// same store finds it.
func (r *replay) link(ctx context.Context, path string, asked time.Time) (*linkpack.Link, error) {
	if link := r.paths[path]; link != nil {
		return link, nil
	}
	sum := sha256.Sum256([]byte(path))
	code := base64.RawURLEncoding.EncodeToString(sum[:9])
	link, err := r.links.LinkByCode(ctx, linkpack.DefaultWorkspace, "", code)
	if errors.Is(err, linkpack.ErrNotFound) {
		link, err = r.links.CreateLink(ctx, linkpack.Link{
			ShortCode: code, Name: nameOf(path), Destination: r.site + path, CreatedAt: asked,
		})
	}
	if err != nil {
		return nil, err
	}
	r.paths[path] = link
	return link, nil
}

// nameOf returns a path as a link's name, cut to 200 characters.
func nameOf(path string) string {
	name := []rune(strings.ToValidUTF8(path, "\uFFFD"))
	return string(name[:min(len(name), 200)])
}
