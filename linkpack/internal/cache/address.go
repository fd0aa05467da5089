package cache

import "strings"

// Address is where a link is found.
type Address struct {
	// Domain is the host of the link's short URL, empty for the default one.
	Domain string
	// Code is one of the link's codes, in its normal form.
	Code string
}

// key returns the address in one text, which takes less memory: the code, after
// the domain and a slash unless that is the default one. No code has a slash.
func (a Address) key() string {
	if a.Domain == "" {
		return a.Code
	}
	return a.Domain + "/" + a.Code
}

// addressOf returns the address that a key stands for.
func addressOf(key string) Address {
	if domain, code, found := strings.Cut(key, "/"); found {
		return Address{domain, code}
	}
	return Address{"", key}
}
