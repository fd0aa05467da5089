package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// jsonLine is a line of JSON, as Caddy and Traefik write them, or nginx with a log_format
// of the names of its variables.
type jsonLine struct {
	// Caddy and nginx
	Status  status          `json:"status"`
	Request json.RawMessage `json:"request"` // an object of Caddy, or the request line

	// Caddy
	TS stamp `json:"ts"`

	// Traefik
	StartUTC         stamp  `json:"StartUTC"`
	ClientHost       string `json:"ClientHost"`
	RequestMethod    string `json:"RequestMethod"`
	RequestPath      string `json:"RequestPath"`
	DownstreamStatus status `json:"DownstreamStatus"`
	TraefikReferer   string `json:"request_Referer"`
	TraefikAgent     string `json:"request_User-Agent"`

	// nginx
	TimeISO    stamp  `json:"time_iso8601"`
	TimeLocal  stamp  `json:"time_local"`
	Msec       stamp  `json:"msec"`
	RemoteAddr string `json:"remote_addr"`
	Method     string `json:"request_method"`
	URI        string `json:"request_uri"`
	Referer    string `json:"http_referer"`
	Agent      string `json:"http_user_agent"`
}

// caddyRequest is the request of a line of Caddy.
type caddyRequest struct {
	ClientIP string              `json:"client_ip"`
	RemoteIP string              `json:"remote_ip"`
	Method   string              `json:"method"`
	URI      string              `json:"uri"`
	Headers  map[string][]string `json:"headers"`
}

// parseJSON parses a line of JSON.
func parseJSON(line string) (r request, err error) {
	var l jsonLine
	if err := json.Unmarshal([]byte(line), &l); err != nil {
		return r, fmt.Errorf("is not JSON: %w", err)
	}
	r.time = firstTime(l.TS, l.StartUTC, l.TimeISO, l.TimeLocal, l.Msec)
	r.status = int(cmp.Or(l.Status, l.DownstreamStatus))
	switch {
	case r.time.IsZero():
		return r, errors.New("has no time named ts, StartUTC, time_iso8601, time_local or msec")
	case r.status < 100 || r.status > 999:
		return r, errors.New("has no status named status or DownstreamStatus")
	}
	var caddy caddyRequest
	var text string
	switch {
	case json.Unmarshal(l.Request, &caddy) == nil && caddy.URI != "":
		header := func(name string) string { return strings.Join(caddy.Headers[name], ", ") }
		r.addr = clientOf(cmp.Or(caddy.ClientIP, caddy.RemoteIP))
		r.referer, r.agent = header("Referer"), header("User-Agent")
		text = caddy.Method + " " + caddy.URI
	case l.RequestPath != "":
		r.addr, r.referer, r.agent = clientOf(l.ClientHost), l.TraefikReferer, l.TraefikAgent
		text = l.RequestMethod + " " + l.RequestPath
	default:
		r.addr, r.referer, r.agent = clientOf(l.RemoteAddr), orEmpty(l.Referer), orEmpty(l.Agent)
		if json.Unmarshal(l.Request, &text) != nil || text == "" {
			text = l.Method + " " + l.URI
		}
	}
	if strings.TrimSpace(text) == "" {
		return r, errors.New("has no request named request, RequestPath or request_uri")
	}
	r.setRequest(text)
	return r, nil
}

// clientOf parses an address with or without a port. It is the zero Addr for a host name.
func clientOf(text string) netip.Addr {
	if host, _, err := net.SplitHostPort(text); err == nil {
		text = host
	}
	addr, _ := netip.ParseAddr(strings.Trim(text, "[]"))
	return addr
}

// status is a status as a number or a text.
type status int

// UnmarshalJSON implements [json.Unmarshaler].
func (s *status) UnmarshalJSON(data []byte) error {
	n, err := strconv.Atoi(strings.Trim(string(data), `"`))
	if err != nil {
		return fmt.Errorf("%.20q is not a status", data)
	}
	*s = status(n)
	return nil
}

// stamp is a time in seconds since 1970 or as a text.
type stamp struct{ time.Time }

// UnmarshalJSON implements [json.Unmarshaler].
func (s *stamp) UnmarshalJSON(data []byte) error {
	text := strings.Trim(string(data), `"`)
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && seconds > 0 && seconds < 1e11 {
		s.Time = time.UnixMicro(int64(seconds * 1e6)).UTC()
		return nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05.999-0700", "2006/01/02 15:04:05", "02/Jan/2006:15:04:05 -0700"} {
		if t, err := time.Parse(layout, text); err == nil {
			s.Time = t
			return nil
		}
	}
	return fmt.Errorf("%.40q is not a time", text)
}

// firstTime returns the first time that is set.
func firstTime(stamps ...stamp) (t time.Time) {
	for _, s := range stamps {
		if t.IsZero() {
			t = s.Time
		}
	}
	return t
}
