package main

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// request is a line of the log.
type request struct {
	addr    netip.Addr // the zero Addr if the log has a host name
	time    time.Time
	method  string // empty if the request line is not HTTP
	path    string // escaped, as in the log
	query   string
	status  int
	referer string
	agent   string
}

// parseLine parses a line in the Common or Combined Log Format of Apache and nginx
// (https://httpd.apache.org/docs/current/logs.html), with or without a virtual host in
// front:
//
//	192.0.2.1 - - [17/May/2015:10:05:03 +0000] "GET /a?b HTTP/1.1" 200 512 "https://example.com/" "Mozilla/5.0"
//
// Text after the User-Agent is ignored. A line that begins with "{" is JSON.
func parseLine(line string) (r request, err error) {
	if line == "" {
		return r, errors.New("is empty")
	}
	if line[0] == '{' {
		return parseJSON(line)
	}
	who, rest, begins := strings.Cut(line, " [")
	stamp, rest, ends := strings.Cut(rest, "] ")
	if !begins || !ends {
		return r, errors.New("has no time in brackets")
	}
	if r.addr, err = parseClient(who); err != nil {
		return r, err
	}
	if r.time, err = time.Parse("02/Jan/2006:15:04:05 -0700", stamp); err != nil {
		return r, fmt.Errorf("%.40q is not a time as in 17/May/2015:10:05:03 +0000", stamp)
	}
	line, rest, err = quoted(rest)
	if err != nil {
		return r, fmt.Errorf("request: %w", err)
	}
	r.setRequest(line)
	if rest, err = r.setAnswer(rest); err != nil || rest == "" {
		return r, err
	}
	return r, r.setHeaders(rest)
}

// setAnswer parses the status and the size of the answer, and returns the rest of
// the line.
func (r *request) setAnswer(text string) (rest string, err error) {
	status, rest, _ := strings.Cut(text, " ")
	if r.status, err = strconv.Atoi(status); err != nil || len(status) != 3 || r.status < 100 {
		return "", fmt.Errorf("%.20q is not a status", status)
	}
	size, rest, _ := strings.Cut(rest, " ")
	if _, err := strconv.ParseUint(size, 10, 64); err != nil && size != "-" {
		return "", fmt.Errorf("%.20q is not a size", size)
	}
	return rest, nil
}

// setHeaders parses the two headers of the Combined Log Format.
func (r *request) setHeaders(text string) (err error) {
	if r.referer, text, err = quoted(text); err != nil {
		return fmt.Errorf("referer: %w", err)
	}
	if r.agent, _, err = quoted(text); err != nil {
		return fmt.Errorf("user agent: %w", err)
	}
	r.referer, r.agent = orEmpty(r.referer), orEmpty(r.agent)
	return nil
}

// parseClient parses the text before the time: the client, its identity and its
// user, with or without a virtual host in front.
func parseClient(text string) (netip.Addr, error) {
	fields := strings.Fields(text)
	if len(fields) < 3 {
		return netip.Addr{}, errors.New("does not begin with client, identity and user")
	}
	addr, err := netip.ParseAddr(strings.Trim(fields[0], "[]"))
	if err != nil && len(fields) > 3 {
		addr, _ = netip.ParseAddr(strings.Trim(fields[1], "[]"))
	}
	return addr, nil
}

// setRequest parses a request line, as in "GET /path?query HTTP/1.1". It leaves the
// method empty if the line is not HTTP.
func (r *request) setRequest(line string) {
	fields := strings.Fields(line)
	if len(fields) < 2 || len(fields) > 3 || len(fields) == 3 && !strings.HasPrefix(fields[2], "HTTP/") {
		return
	}
	target := fields[1]
	if _, rest, ok := strings.Cut(target, "://"); ok && !strings.HasPrefix(target, "/") { // as sent to a proxy
		if slash := strings.IndexByte(rest, '/'); slash >= 0 {
			target = rest[slash:]
		} else {
			target = "/"
		}
	}
	if !strings.HasPrefix(target, "/") {
		return
	}
	r.method = fields[0]
	target, _, _ = strings.Cut(target, "#")
	r.path, r.query, _ = strings.Cut(target, "?")
}

// quoted parses a quoted text. It returns the text without escapes and the rest of the
// line.
func quoted(text string) (inside, rest string, err error) {
	if !strings.HasPrefix(text, `"`) {
		return "", "", errors.New("has no opening quotation mark")
	}
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '"':
			return b.String(), strings.TrimPrefix(text[i+1:], " "), nil
		case '\\':
			i += unescape(&b, text[i+1:])
		default:
			b.WriteByte(text[i])
		}
	}
	return "", "", errors.New("has no closing quotation mark")
}

// unescape writes the character that an escape sequence stands for. text begins after
// the backslash; the result is the length of the sequence.
func unescape(b *strings.Builder, text string) int {
	if text == "" {
		return 0
	}
	if len(text) >= 3 && text[0] == 'x' {
		if code, err := strconv.ParseUint(text[1:3], 16, 8); err == nil {
			b.WriteByte(byte(code))
			return 3
		}
	}
	if i := strings.IndexByte("abtnvfr", text[0]); i >= 0 {
		b.WriteByte("\a\b\t\n\v\f\r"[i])
	} else {
		b.WriteByte(text[0])
	}
	return 1
}

// orEmpty returns a field, or "" for "-", which stands for a missing value.
func orEmpty(field string) string {
	if field == "-" {
		return ""
	}
	return field
}
