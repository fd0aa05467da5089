package main

import (
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestLinesOfJSONAreRead(t *testing.T) {
	at := time.Date(2015, 5, 17, 10, 5, 3, 0, time.UTC)
	v4 := netip.MustParseAddr("192.0.2.1")
	want := request{v4, at, "GET", "/a", "b=c", 200, "https://example.com/", "agent/1.0"}
	for name, line := range map[string]string{
		"Caddy":             `{"level":"info","ts":1431857103.0000002,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"127.0.0.1","remote_port":"4134","client_ip":"192.0.2.1","proto":"HTTP/2.0","method":"GET","host":"example.com","uri":"/a?b=c","headers":{"User-Agent":["agent/1.0"],"Referer":["https://example.com/"]}},"duration":0.0009,"size":10900,"status":200,"resp_headers":{"Server":["Caddy"]}}`,
		"Caddy, other time": `{"ts":"2015-05-17T10:05:03.000Z","request":{"remote_ip":"192.0.2.1","method":"GET","uri":"/a?b=c","headers":{"User-Agent":["agent/1.0"],"Referer":["https://example.com/"]}},"status":200}`,
		"Caddy, wall time":  `{"ts":"2015/05/17 10:05:03","request":{"remote_ip":"192.0.2.1","method":"GET","uri":"/a?b=c","headers":{"User-Agent":["agent/1.0"],"Referer":["https://example.com/"]}},"status":200}`,
		"Traefik":           `{"ClientAddr":"192.0.2.1:4134","ClientHost":"192.0.2.1","DownstreamStatus":200,"RequestMethod":"GET","RequestPath":"/a?b=c","StartUTC":"2015-05-17T10:05:03Z","request_User-Agent":"agent/1.0","request_Referer":"https://example.com/","time":"2015-05-17T12:05:03+02:00"}`,
		"nginx":             `{"time_iso8601":"2015-05-17T12:05:03+02:00","remote_addr":"192.0.2.1","request":"GET /a?b=c HTTP/1.1","status":"200","http_referer":"https://example.com/","http_user_agent":"agent/1.0"}`,
		"nginx, in parts":   `{"msec":"1431857103.000","remote_addr":"192.0.2.1","request_method":"GET","request_uri":"/a?b=c","status":200,"http_referer":"https://example.com/","http_user_agent":"agent/1.0"}`,
		"nginx, local time": `{"time_local":"17/May/2015:10:05:03 +0000","remote_addr":"192.0.2.1","request":"GET /a?b=c HTTP/1.1","status":200,"http_referer":"https://example.com/","http_user_agent":"agent/1.0"}`,
	} {
		got, err := parseLine(line)
		got.time = got.time.UTC()
		if err != nil || got != want {
			t.Errorf("%s:\ngot  %+v, %v\nwant %+v", name, got, err, want)
		}
	}
}

func TestWhatIsWrongWithALineOfJSONIsSaid(t *testing.T) {
	for line, want := range map[string]string{
		`{"ts":1431857103`:                            "is not JSON",
		`{"status":200}`:                              "has no time",
		`{"ts":"yesterday","status":200}`:             `"yesterday" is not a time`,
		`{"ts":-1,"status":200}`:                      `"-1" is not a time`,
		`{"ts":1431857103}`:                           "has no status",
		`{"ts":1431857103,"status":"OK"}`:             "is not a status",
		`{"ts":1431857103,"status":2000}`:             "has no status",
		`{"ts":1431857103,"status":200}`:              "has no request",
		`{"ts":1431857103,"status":200,"request":{}}`: "has no request",
	} {
		if _, err := parseLine(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", line, err)
		}
	}
}
