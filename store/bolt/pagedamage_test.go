package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// readerFile is an environment variable. It makes the test program a reader: a process
// that reads and changes the file named there in every way and then exits with 0,
// whatever errors there are.
const readerFile = "LINKPACK_TEST_READER_FILE"

// damageWhileOpen is an environment variable. It makes the reader damage the page of
// that number itself, after it has opened the file. A negative one cuts the file off.
const damageWhileOpen = "LINKPACK_TEST_DAMAGE_PAGE"

// TestNoDamagedPageEndsTheProcess damages pages in 18 ways, or in 90 if
// LINKPACK_ATTACK is 1.
func TestNoDamagedPageEndsTheProcess(t *testing.T) {
	path, _ := library(t)
	content := usedPages(t, path)
	random := rand.New(rand.NewPCG(17, 17))
	for i := range 90 {
		if os.Getenv("LINKPACK_ATTACK") != "1" && i%5 != 0 {
			continue
		}
		damaged, what := damagePage(content, i, random)
		survives(t, what, file(t, damaged))
	}
}

// TestNoPageThatIsDamagedWhileOpenEndsTheProcess damages pages of an open file.
func TestNoPageThatIsDamagedWhileOpenEndsTheProcess(t *testing.T) {
	path, _ := library(t)
	content := usedPages(t, path)
	for page := -1; page < len(content)/os.Getpagesize(); page += 1 + page/10 {
		survives(t, fmt.Sprintf("page %d of an open file", page), file(t, content), fmt.Sprintf("%s=%d", damageWhileOpen, page))
	}
}

// damagePage damages one page in one of six ways.
func damagePage(content []byte, i int, random *rand.Rand) (damaged []byte, what string) {
	size := os.Getpagesize()
	damaged = bytes.Clone(content)
	page, other := random.IntN(len(content)/size), random.IntN(len(content)/size)
	at := damaged[page*size : (page+1)*size]
	switch i % 6 {
	case 0:
		clear(at)
		return damaged, fmt.Sprintf("page %d zeroed", page)
	case 1:
		copy(at, content[other*size:(other+1)*size])
		copy(damaged[other*size:], content[page*size:(page+1)*size])
		return damaged, fmt.Sprintf("pages %d and %d swapped", page, other)
	case 2:
		return damaged[:page*size+random.IntN(size)], fmt.Sprintf("cut off in page %d", page)
	case 3:
		for n := range at {
			at[n] = byte(random.Uint32())
		}
		return damaged, fmt.Sprintf("page %d overwritten", page)
	case 4:
		for n := range 64 { // the header and the first elements
			at[n] = byte(random.Uint32())
		}
		return damaged, fmt.Sprintf("the beginning of page %d overwritten", page)
	default:
		copy(at[16:], content[other*size+16:(other+1)*size])
		return damaged, fmt.Sprintf("page %d has what page %d has", page, other)
	}
}

// survives runs a reader in a process of its own.
func survives(t *testing.T, what, path string, env ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // it would hang
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), append(env, readerFile+"="+path)...)
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%.3000s", what, err, output)
	}
	_ = os.Remove(path)
}

// readEverything is what a reader does.
func readEverything(path string) {
	ctx := context.Background()
	s, err := bolt.Open(path, nil)
	if err != nil {
		if !errors.Is(err, bolt.ErrCorrupt) && !errors.Is(err, bolt.ErrForeign) {
			panic(err)
		}
		return
	}
	if page := os.Getenv(damageWhileOpen); page != "" {
		damageOpenFile(path, page)
	}
	askStore(ctx, s, make(map[string]answer))
	for err := range s.Check(ctx) {
		fmt.Println(err)
	}
	shortener, err := linkpack.New(s, libraryOptions(os.Stdout))
	if err == nil {
		askShortener(ctx, shortener, make(map[string]answer))
		for n := range 5 {
			_, _ = shortener.CreateLink(ctx, linkpack.Link{ShortCode: fmt.Sprint("new", n), Destination: "https://example.com/"})
			if l, err := shortener.LinkAt(ctx, "", fmt.Sprintf("code-%03d", 20*n)); err == nil {
				_, _ = s.UseLink(ctx, l.Number, 10)
				_ = shortener.DeleteLink(ctx, l.Workspace, l.ID)
			}
		}
		_ = shortener.Close(ctx)
	}
	_ = s.ViewClicks(ctx, func(v analytics.View) error { _, err := v.Lanes(); return err })
	_ = s.Backup(ctx, path+".backup")
	_ = s.Close()
}

// damageOpenFile zeroes a page of a file, or cuts it off behind its first pages.
func damageOpenFile(path, page string) {
	var n int64
	if _, err := fmt.Sscan(page, &n); err != nil {
		panic(err)
	}
	size := int64(os.Getpagesize())
	if n < 0 {
		if err := os.Truncate(path, 4*size); err != nil {
			panic(err)
		}
		return
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err == nil {
		_, err = f.WriteAt(make([]byte, size), n*size)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		panic(err)
	}
}
