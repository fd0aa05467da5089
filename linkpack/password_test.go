package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// locked sets a link's password with a low bcrypt cost, to keep tests fast.
func locked(t testing.TB, link linkpack.Link) linkpack.Link {
	t.Helper()
	hash, err := bcrypt.GenerateFromPassword([]byte(secret), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	link.Destination, link.PasswordHash = home, string(hash)
	return link
}

func TestPasswordsAreKeptAsHashes(t *testing.T) {
	var link linkpack.Link
	if err := link.SetPassword(secret); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(fmt.Sprintf("%+v", link), secret) || !strings.HasPrefix(link.PasswordHash, "$2a$10$") {
		t.Errorf("the hash is %q", link.PasswordHash)
	}
	var fault *linkpack.FieldError
	if err := link.SetPassword(strings.Repeat("x", 73)); !errors.As(err, &fault) || fault.Field != "password" {
		t.Errorf("73 bytes: %v", err)
	}
	if err := link.SetPassword(strings.Repeat("x", 72)); err != nil {
		t.Errorf("72 bytes: %v", err)
	}
	if err := link.SetPassword(""); err != nil || link.PasswordHash != "" {
		t.Errorf("taken away: %q, %v", link.PasswordHash, err)
	}
}

func TestGuessingIsSlowedDownForEachLinkAndAddress(t *testing.T) {
	kit := linkpacktest.New(t)
	link, other := kit.NewLink(locked(t, linkpack.Link{})), kit.NewLink(locked(t, linkpack.Link{}))
	guess := func(link *linkpack.Link, addr, password string) error {
		_, err := kit.Visit(link).Addr(addr).Unlock(password)
		return err
	}
	for range 5 {
		if err := guess(link, "2001:db8::1", "wrong"); !errors.Is(err, linkpack.ErrPassword) {
			t.Fatalf("a wrong password: %v", err)
		}
	}
	var throttled *linkpack.ThrottledError
	err := guess(link, "2001:db8::2", secret) // the same /64
	if !errors.As(err, &throttled) || !errors.Is(err, linkpack.ErrThrottled) || throttled.RetryAfter != 12*time.Second {
		t.Fatalf("the sixth attempt: %v", err)
	}
	if err := guess(link, "2001:db8:0:1::1", secret); err != nil {
		t.Errorf("another network: %v", err)
	}
	if err := guess(other, "2001:db8::1", secret); err != nil {
		t.Errorf("another link: %v", err)
	}
	kit.Clock.Advance(throttled.RetryAfter)
	if err := guess(link, "2001:db8::1", secret); err != nil {
		t.Errorf("after the wait: %v", err)
	}
	for range 5 {
		if err := guess(link, "2001:db8::1", "wrong"); !errors.Is(err, linkpack.ErrPassword) {
			t.Fatalf("a wrong password after the right one: %v", err)
		}
	}
}

func TestWrongPasswordsAreBlockedVisits(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(locked(t, linkpack.Link{}))
	for _, password := range []string{"", "wrong", strings.Repeat("x", 100)} {
		res, err := kit.Visit(link).Unlock(password)
		if !errors.Is(err, linkpack.ErrPassword) || res.Location != "" || !res.Found() {
			t.Errorf("%.10q leads to %q, %v", password, res.Location, err)
		}
	}
}

func TestUnlockIsForLinksWithAPassword(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home})
	res, err := kit.Visit(link).Unlock(secret)
	var fault *linkpack.FieldError
	if !errors.As(err, &fault) || fault.Field != "password" || res.Found() {
		t.Errorf("no password: %v", err)
	}
	unknown := &linkpack.Link{ShortCode: "unknown"}
	if _, err := kit.Visit(unknown).Unlock(secret); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("no link: %v", err)
	}
}

func TestAOneTimeLinkWithAPasswordOpensOnce(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(locked(t, linkpack.Link{MaxClicks: 1}))
	var opened atomic.Int64
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			_, err := kit.Visit(link).Addr(fmt.Sprintf("192.0.2.%d", i)).Unlock(secret)
			switch {
			case err == nil:
				opened.Add(1)
			case !errors.Is(err, linkpack.ErrGone) && !errors.Is(err, linkpack.ErrThrottled):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if opened.Load() != 1 {
		t.Errorf("it opened %d times", opened.Load())
	}
}

func TestAVisitorWhoLeavesDoesNotWaitForHisPassword(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(locked(t, linkpack.Link{}))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 3 {
		_, err := kit.Unlock(ctx, "", link.ShortCode, &routing.Visit{}, secret)
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
}

func ExampleShortener_Unlock() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	link := linkpack.Link{Destination: "https://example.com/minutes", ShortCode: "minutes"}
	if err := link.SetPassword("open sesame"); err != nil {
		log.Fatal(err)
	}
	if _, err := s.CreateLink(ctx, link); err != nil {
		log.Fatal(err)
	}

	_, err = s.Resolve(ctx, "go.example", "minutes", &routing.Visit{})
	fmt.Println(err)
	res, err := s.Unlock(ctx, "go.example", "minutes", &routing.Visit{}, "open sesame")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(res.Location)
	// Output:
	// linkpack: password missing or wrong
	// https://example.com/minutes
}

func TestAShortenerSetsPasswordsLikeALink(t *testing.T) {
	kit := linkpacktest.New(t)
	link := linkpack.Link{Destination: home}
	if err := kit.SetPassword(t.Context(), &link, "sesame"); err != nil {
		t.Fatal(err)
	}
	if res, err := kit.Visit(kit.NewLink(link)).Unlock("sesame"); err != nil || res.Location != home {
		t.Errorf("sent to %q, %v", res.Location, err)
	}
	if err := kit.SetPassword(t.Context(), &link, strings.Repeat("x", 73)); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("73 bytes: %v", err)
	}
	if err := kit.SetPassword(t.Context(), nil, "x"); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("no link: %v", err)
	}
	if err := kit.SetPassword(t.Context(), &link, ""); err != nil || link.PasswordHash != "" {
		t.Errorf("no password: %q, %v", link.PasswordHash, err)
	}
}
