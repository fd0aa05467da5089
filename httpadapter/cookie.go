package httpadapter

import (
	"fmt"
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// ownCookie returns a copy of a cookie of the options, with defaults set; nil for none.
func ownCookie(option *http.Cookie, field string, lifetime time.Duration) (*http.Cookie, error) {
	if option == nil {
		return nil, nil //nolint:nilnil // nil means no cookie
	}
	c := *option
	c.Value, c.HttpOnly = "", true
	if c.Path == "" {
		c.Path = "/"
	}
	if c.MaxAge == 0 && c.Expires.IsZero() {
		c.MaxAge = int(lifetime.Seconds())
	}
	if c.SameSite == 0 {
		c.SameSite = http.SameSiteLaxMode
	}
	if err := c.Valid(); err != nil {
		return nil, &linkpack.FieldError{Field: field, Reason: fmt.Sprintf("is not a valid cookie: %v", err)}
	}
	return &c, nil
}
