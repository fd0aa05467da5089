package linkbreakersv1_test

import (
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/store/memory"
)

func TestTheQuotaComesBackWithEachMinuteOfTheClock(t *testing.T) {
	sv, sleep := newSteppedServer(t, memory.New()) // at half past a minute
	other, _ := sv.newToken(t)                     // with the first request
	spend := func(n, want int, after string) {
		t.Helper()
		for range n {
			if got := sv.status(t, secret); got != want {
				t.Fatalf("%s: %d", after, got)
			}
		}
	}
	spend(999, 200, "within the quota")
	for _, step := range []struct {
		passed                      time.Duration
		status                      int
		remaining, reset, unix, try string
	}{
		{0, 429, "0", "30", "1773489660", "30"},
		{29 * time.Second, 429, "0", "1", "1773489660", "1"},
		{999 * time.Millisecond, 429, "0", "1", "1773489660", "1"},
		{time.Millisecond, 200, "999", "60", "1773489720", ""},
		{59 * time.Second, 200, "998", "1", "1773489720", ""},
		{time.Hour, 200, "999", "1", "1773493320", ""},
	} {
		sleep(step.passed)
		answer, got := sv.call(t, secret, "GET", "/v1/tags", "")
		if answer.StatusCode != step.status || (step.status == 429) != (got["codeType"] == "RESOURCE_EXHAUSTED") {
			t.Errorf("after %v: %d %v", step.passed, answer.StatusCode, got)
		}
		for name, want := range map[string]string{
			"RateLimit-Policy": `"default";q=1000;w=60`, "RateLimit": `"default";r=` + step.remaining + `;t=` + step.reset,
			"RateLimit-Limit": "1000", "RateLimit-Remaining": step.remaining, "RateLimit-Reset": step.reset,
			"X-RateLimit-Limit": "1000", "X-RateLimit-Remaining": step.remaining, "X-RateLimit-Reset": step.unix, "Retry-After": step.try,
		} {
			if got := answer.Header.Get(name); got != want {
				t.Errorf("after %v: %s is %q, want %q", step.passed, name, got, want)
			}
		}
		if got := sv.status(t, other); got != 200 {
			t.Errorf("another token: %d", got)
		}
	}
}
