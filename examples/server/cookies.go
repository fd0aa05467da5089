package main

import (
	"errors"
	"net/http"
	"strings"
)

// cookies configures the cookies that visitors get.
type cookies struct {
	visitors bool
	domain   string // of the conversion cookie; "" means none
}

// setDomain reads the domain of the conversion cookie.
func (c *cookies) setDomain(text string) error {
	c.domain = text
	if cookie := (http.Cookie{Name: "lbid", Domain: text}); cookie.Valid() != nil {
		return errors.New("must be a domain such as example.com")
	}
	return nil
}

// visitorCookie returns the cookie by which visitors are known again, or nil.
func (cfg *config) visitorCookie() *http.Cookie {
	if !cfg.cookies.visitors {
		return nil
	}
	return &http.Cookie{Name: "lp_visitor", Secure: cfg.isSecure()}
}

// conversionCookie returns the cookie with the latest tracked click, or nil.
func (cfg *config) conversionCookie() *http.Cookie {
	if cfg.cookies.domain == "" {
		return nil
	}
	return &http.Cookie{Domain: cfg.cookies.domain, Secure: cfg.isSecure()}
}

// isSecure reports whether visitors come by HTTPS.
func (cfg *config) isSecure() bool { return strings.HasPrefix(cfg.baseURL, "https:") }
