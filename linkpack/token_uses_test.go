package linkpack_test

import (
	"context"
	"maps"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestUsesOfTokensAreStoredOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // which begins at midnight
		ctx := context.Background()
		store := memory.New()
		var passed atomic.Int64 // on the clock, without the ticks of the days between
		now := func() time.Time { return time.Now().Add(time.Duration(passed.Load())) }
		open := func() *linkpack.Shortener {
			s, err := linkpack.New(store, &linkpack.Options{Clock: now})
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		s := open()
		token, err := s.CreateToken(ctx, linkpack.Token{})
		if err != nil {
			t.Fatal(err)
		}
		use := func() {
			if _, err := s.Authenticate(ctx, token.Secret); err != nil {
				t.Fatal(err)
			}
		}
		stored := func() string {
			d, err := store.Document(ctx, linkpack.KindToken, linkpack.DefaultWorkspace, token.ID)
			if err != nil {
				t.Fatal(err)
			}
			if d.Revision != 1 {
				t.Errorf("revision %d", d.Revision)
			}
			return string(d.Body)
		}
		check := func(when string, want map[string]uint64, last time.Time) {
			t.Helper()
			got, err := s.Token(ctx, "", token.ID)
			if err != nil || !maps.Equal(got.Requests, want) || !got.LastUsedAt.Equal(last) {
				t.Errorf("%s: %+v, %v", when, got, err)
			}
		}
		check("never used", nil, time.Time{})
		fresh := stored()
		first := now()
		use()
		use()
		check("used twice", map[string]uint64{"2000-01-01": 2}, first)
		if stored() != fresh {
			t.Error("a request writes")
		}
		time.Sleep(61 * time.Second)
		written := stored()
		if written == fresh {
			t.Error("nothing is stored after a minute")
		}
		time.Sleep(2 * time.Minute)
		if stored() != written {
			t.Error("a token that is not used is written again")
		}
		passed.Add(int64(24 * time.Hour))
		second := now()
		use()
		if err := s.Close(ctx); err != nil {
			t.Fatal(err)
		}
		s = open()
		check("after closing", map[string]uint64{"2000-01-01": 2, "2000-01-02": 1}, second)
		for range 100 { // days are forgotten
			passed.Add(int64(24 * time.Hour))
			use()
		}
		if got, err := s.Token(ctx, "", token.ID); err != nil || len(got.Requests) != 90 || got.Requests["2000-01-01"] != 0 {
			t.Errorf("%d days are kept, %v", len(got.Requests), err)
		}
		use()
		if err := s.DeleteToken(ctx, "", token.ID); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Minute)
		if err := s.Close(ctx); err != nil {
			t.Fatal(err)
		}
	})
}
