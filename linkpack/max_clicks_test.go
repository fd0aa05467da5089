package linkpack_test

import (
	"errors"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// firefox is the User-Agent of a person.
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

// onDisk returns a Shortener on a file, which reopen closes and opens again.
func onDisk(t testing.TB) (s *linkpack.Shortener, reopen func() *linkpack.Shortener) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "linkpack.db")
	var store *bolt.Store
	open := func() *linkpack.Shortener {
		var err error
		if store, err = bolt.Open(path, nil); err != nil {
			t.Fatal(err)
		}
		if s, err = linkpack.New(store, nil); err != nil {
			t.Fatal(err)
		}
		return s
	}
	shut := func() {
		if err := errors.Join(s.Close(t.Context()), store.Close()); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(func() { _ = s.Close(t.Context()); _ = store.Close() })
	return open(), func() *linkpack.Shortener { shut(); return open() }
}

// stampede sends many visitors to a link at once and counts those who are
// redirected.
func stampede(t *testing.T, s *linkpack.Shortener, code string, visitors int) (redirected, refused int64) {
	t.Helper()
	var through, gone atomic.Int64
	var wg sync.WaitGroup
	for range visitors {
		wg.Go(func() {
			res, err := s.Resolve(t.Context(), "", code, &routing.Visit{UserAgent: firefox})
			switch {
			case err == nil && res.Location == home:
				through.Add(1)
			case errors.Is(err, linkpack.ErrGone) && res.Location == "":
				gone.Add(1)
			default:
				t.Errorf("leads to %q, %v", res.Location, err)
			}
		})
	}
	wg.Wait()
	return through.Load(), gone.Load()
}

func TestExactlyAsManyVisitorsAsAllowed(t *testing.T) {
	s, reopen := onDisk(t)
	for range 5 {
		link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, MaxClicks: 50})
		if err != nil {
			t.Fatal(err)
		}
		if through, gone := stampede(t, s, link.ShortCode, 200); through != 50 || gone != 150 {
			t.Errorf("%d of 200 visitors got through, %d did not; want 50 and 150", through, gone)
		}
		s = reopen()
		if through, _ := stampede(t, s, link.ShortCode, 5); through != 0 {
			t.Errorf("%d more got through after a restart", through)
		}
	}
}

func TestAHigherLimitLetsMoreThrough(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, MaxClicks: 1})
	kit.Visit(link).Location()
	if _, err := kit.Visit(link).Resolve(); !errors.Is(err, linkpack.ErrGone) {
		t.Errorf("a second visit of a one-time link: %v", err)
	}
	changed, err := kit.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { l.MaxClicks = 2; return nil })
	if err != nil {
		t.Fatal(err)
	}
	kit.Visit(changed).Location()
	if _, err := kit.Visit(changed).Resolve(); !errors.Is(err, linkpack.ErrGone) {
		t.Errorf("a third visit: %v", err)
	}
	if uses, err := kit.LinkUses(t.Context(), changed.Workspace, changed.ID); err != nil || uses != 2 {
		t.Errorf("%d uses, %v", uses, err)
	}
}

func TestScannersNeitherBurnNorReadAOneTimeLink(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, MaxClicks: 1, ForwardQuery: true})
	for name, visit := range map[string]*linkpacktest.Visit{
		"HEAD":                kit.Visit(link).Method("HEAD"),
		"POST":                kit.Visit(link).Method("POST"),
		"mail scanner":        kit.Visit(link).UserAgent("python-requests/2.32"),
		"prefetch":            kit.Visit(link).Prefetch(),
		"no User-Agent":       kit.Visit(link).UserAgent(""),
		"preview of a phone":  kit.Visit(link).UserAgent("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36 GoogleMessages/20.1"),
		"prefetching preview": kit.Visit(link).Prefetch().UserAgent("WhatsApp/2.23"),
	} {
		if res, err := visit.Resolve(); err != nil || res.Location != "" || !res.Preview {
			t.Errorf("%s: %q, preview %v, %v", name, res.Location, res.Preview, err)
		}
	}
	if got := kit.Visit(link).Location(); got != home {
		t.Errorf("a person then goes to %q", got)
	}
}

func TestWhereVisitorsGoAfterTheEnd(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{
		Domains: []string{"brand.example"}, FallbackURL: home + "domain?utm_source=x", NotFoundURL: home + "unknown", RootURL: home + "root",
	})
	utm := routing.UTM{Source: "news"}
	own := kit.NewLink(linkpack.Link{Destination: home, ExpiresAt: kit.Now(), FallbackURL: home + "own#top", UTM: utm, Rules: geoRules("DE", home+"de")})
	none := kit.NewLink(linkpack.Link{Destination: home, ExpiresAt: kit.Now(), UTM: utm, Domain: "brand.example"})
	used := kit.NewLink(linkpack.Link{Destination: home, MaxClicks: 1, FallbackURL: home + "own"})
	kit.Visit(used).Location()
	unknown := &linkpack.Link{ShortCode: "unknown", Domain: "brand.example"}
	for name, test := range map[string]struct {
		link *linkpack.Link
		want string
	}{
		"the link's own, parameters set": {own, home + "own?utm_source=news#top"},
		"the domain's, parameters set":   {none, home + "domain?utm_source=news"},
		"used up":                        {used, home + "own"},
		"an unknown code on a domain":    {unknown, home + "unknown"},
		"an unknown code of any length":  {&linkpack.Link{ShortCode: string(make([]byte, 10_000))}, home + "unknown"},
	} {
		res, err := kit.Visit(test.link).From("DE").Resolve()
		if err != nil || res.Location != test.want || !res.Fallback {
			t.Errorf("%s: leads to %q, %v; want %q", name, res.Location, err, test.want)
		}
		if err := kit.Record(t.Context(), res); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := kit.DomainAt("brand.example").RootURL; got != home+"root" {
		t.Errorf("the root leads to %q", got)
	}
	if got := kit.Count(own); got != 0 {
		t.Errorf("%d clicks after the end", got)
	}
	_, err := linkpack.New(nil, &linkpack.Options{RootURL: "ftp://x"})
	if !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("a root URL that cannot be: %v", err)
	}
}

func BenchmarkUseUp(b *testing.B) {
	s, _ := onDisk(b)
	link, err := s.CreateLink(b.Context(), linkpack.Link{Destination: home, MaxClicks: 1 << 31})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			res, err := s.Resolve(b.Context(), "", link.ShortCode, &routing.Visit{UserAgent: firefox})
			if err != nil || res.Location == "" {
				b.Errorf("%q, %v", res.Location, err)
			}
		}
	})
}
