package linkpack_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

// raceDomain makes links on a domain in several goroutines while change changes the
// domain, and returns the links that were made.
func raceDomain(t *testing.T, kit *linkpacktest.Kit, host string, change func() error) (made []*linkpack.Link, changed error) {
	t.Helper()
	var wg sync.WaitGroup
	var mu sync.Mutex
	for n := range 4 {
		wg.Go(func() {
			l := linkpack.Link{Domain: host, ShortCode: fmt.Sprintf("Code%d", n), Destination: "https://example.com/"}
			if n == 0 {
				l = linkpack.Link{Aliases: []linkpack.Alias{{Domain: host, ShortCode: l.ShortCode}}, Destination: l.Destination}
			}
			link, err := kit.CreateLink(t.Context(), l)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				made = append(made, link)
			case !errors.Is(err, linkpack.ErrInvalid):
				t.Errorf("CreateLink: %v", err)
			}
		})
	}
	wg.Go(func() { changed = change() })
	wg.Wait()
	if changed != nil && !errors.Is(changed, linkpack.ErrInvalid) {
		t.Errorf("the change of the domain: %v", changed)
	}
	return made, changed
}

func TestADomainIsNotDeletedWhileLinksAreMadeOnIt(t *testing.T) {
	kit, records := domainKit(t)
	for round := range 20 {
		host := fmt.Sprintf("d%d.example", round)
		activate(t, kit, records, linkpack.Domain{Host: host})
		made, err := raceDomain(t, kit, host, func() error { return kit.DeleteDomain(t.Context(), "", host) })
		if err == nil && len(made) > 0 {
			t.Fatalf("%d links are left on a domain that was deleted", len(made))
		}
		if err != nil && len(made) == 0 {
			t.Fatalf("a domain without links is not deleted: %v", err)
		}
	}
}

func TestCodesAreNotFoldedWhileLinksAreMade(t *testing.T) {
	kit, records := domainKit(t)
	for round := range 20 {
		host := fmt.Sprintf("f%d.example", round)
		activate(t, kit, records, linkpack.Domain{Host: host})
		made, err := raceDomain(t, kit, host, func() error {
			_, err := kit.UpdateDomain(t.Context(), "", host, func(d *linkpack.Domain) error { d.FoldCase = true; return nil })
			return err
		})
		if err != nil && len(made) == 0 {
			t.Fatalf("a domain without links is not changed: %v", err)
		}
		for _, l := range made {
			for _, code := range l.Codes() {
				if found, err := kit.LinkAt(t.Context(), code.Domain, code.ShortCode); err != nil || found.ID != l.ID {
					t.Fatalf("the code %s is not found: %v", code.ShortCode, err)
				}
			}
		}
	}
}

// TestLinksMoveToADomainOnlyWhileItIsThere changes links instead of making them.
func TestLinksMoveToADomainOnlyWhileItIsThere(t *testing.T) {
	kit, records := domainKit(t)
	for round := range 20 {
		host := fmt.Sprintf("m%d.example", round)
		activate(t, kit, records, linkpack.Domain{Host: host})
		link := kit.NewLink(linkpack.Link{Destination: home})
		var moved, deleted error
		var wg sync.WaitGroup
		wg.Go(func() {
			_, moved = kit.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error {
				l.Aliases = []linkpack.Alias{{Domain: host, ShortCode: "moved"}}
				return nil
			})
		})
		wg.Go(func() { deleted = kit.DeleteDomain(t.Context(), "", host) })
		wg.Wait()
		if (moved == nil) == (deleted == nil) {
			t.Fatalf("moving the link: %v; deleting the domain: %v", moved, deleted)
		}
	}
}
