package linkpacktest

import (
	"context"
	"net"
	"sync"
)

// Records are TXT records for tests. Use the method LookupTXT as LookupTXT of
// [linkpack.Options]. The zero value has no records. It is safe for concurrent use.
type Records struct {
	mu     sync.Mutex
	texts  map[string][]string
	broken error
}

// Set sets the records of a name; without texts it removes them.
func (r *Records) Set(name string, texts ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.texts == nil {
		r.texts = make(map[string][]string)
	}
	r.texts[name] = texts
}

// Fail makes every lookup fail with err. A nil err ends that.
func (r *Records) Fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.broken = err
}

// LookupTXT returns the texts of a name, like [net.Resolver.LookupTXT].
func (r *Records) LookupTXT(ctx context.Context, name string) ([]string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if r.broken != nil {
		return nil, r.broken
	}
	if len(r.texts[name]) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	return r.texts[name], nil
}
