package cache

import "strings"

// Address is where a link is found.
type Address struct {
	// Domain is the host of the link's short URL, empty for the default one.
	Domain string
	// Code is one of the link's codes, normalized.
	Code string
}

// key returns the address as one string, which takes less memory than two: the
// code, preceded by the domain and a slash unless it is the default domain. No
// code contains a slash.
func (a Address) key() string {
	if a.Domain == "" {
		return a.Code
	}
	return a.Domain + "/" + a.Code
}

// addressOf returns the address of a key.
func addressOf(key string) Address {
	if domain, code, found := strings.Cut(key, "/"); found {
		return Address{domain, code}
	}
	return Address{"", key}
}
