package apitest

import (
	"bufio"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// retention is how long single clicks are kept.
const retention = 72 * time.Hour

// scenario plays a file of calls, which has a call in each line:
//
//	METHOD TARGET STATUS [HEADER: VALUE] {BODY} > NAME=FIELD
//
// where everything after the status is optional. A later {NAME} is the value that the
// field had in the answer, as in links.0.id. Other lines are
//
//	visit PATH NUMBER    visits by different people; {lbid} is then that of the last
//	sleep DURATION       lets time pass
//	record NAME VALUE    sets a TXT record
//	# a comment
type scenario struct {
	server *server
	values map[string]string
	check  checker
}

// checker checks the answer to a request.
type checker func(t *testing.T, r *http.Request, body string, answer *httptest.ResponseRecorder)

// play plays a file.
func (s *scenario) play(t *testing.T, file string) {
	t.Helper()
	content, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	lines := bufio.NewScanner(content)
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		if err := s.step(t, line); err != nil {
			t.Fatalf("%s:%d: %v", file, number, err)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

// step plays a line.
func (s *scenario) step(t *testing.T, line string) error {
	t.Helper()
	for name, value := range s.values {
		line = strings.ReplaceAll(line, "{"+name+"}", value)
	}
	first, rest, _ := strings.Cut(line, " ")
	switch first {
	case "sleep":
		d, err := time.ParseDuration(rest)
		time.Sleep(d) // in a bubble, where time passes at once
		return err
	case "record":
		name, value, _ := strings.Cut(rest, " ")
		s.server.records.Set(name, value)
		return nil
	case "visit":
		path, number, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(number)
		s.visit(path, n)
		return err
	}
	target, rest, _ := strings.Cut(rest, " ")
	return s.call(t, first, target, rest)
}

// visit follows a short link as several people, who have one of two browsers.
func (s *scenario) visit(path string, people int) {
	for i := range people {
		r := httptest.NewRequest(http.MethodGet, "https://go.example"+path, nil)
		r.Header.Set("X-Forwarded-For", fmt.Sprintf("192.0.2.%d", i))
		r.Header.Set("User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1")
		if i%2 == 1 {
			r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
			r.Header.Set("Accept-Language", "fr")
			r.Header.Set("Referer", "https://news.example.com/")
		}
		if to, err := s.server.send(r).Result().Location(); err == nil {
			s.values["lbid"] = to.Query().Get("lbid")
		}
	}
}

// call makes a request. rest is the line from its status on.
func (s *scenario) call(t *testing.T, method, target, rest string) error {
	t.Helper()
	status, rest, _ := strings.Cut(rest, " ")
	headers, rest := bracketed(rest)
	body, rest, err := readObject(rest)
	if err != nil {
		return err
	}
	r := httptest.NewRequest(method, "https://go.example"+target, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+secret)
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	answer := s.server.send(r)
	s.check(t, r, body, answer)
	if strconv.Itoa(answer.Code) != status {
		return fmt.Errorf("answered %d %s", answer.Code, answer.Body)
	}
	return s.keep(rest, answer.Body.Bytes())
}
