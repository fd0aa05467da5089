// Command measure counts how often the classifier is right about a file of
// User-Agent headers. Each line has the class (mobile, tablet, desktop, other or
// bot), a tab and the header. "human" counts the headers of browsers that are not
// classified as bots.
//
//	go run ./routing/useragent/internal/measure FILE
//	go run ./routing/useragent/internal/measure -misses tablet FILE
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/useragent"
)

func main() {
	misses := flag.String("misses", "", "list the headers that are told wrong of this class, which may be human")
	flag.Parse()
	if err := run(flag.Args(), *misses); err != nil {
		log.Fatal(err)
	}
}

func run(args []string, misses string) error {
	if len(args) != 1 {
		return errors.New("name one file of classes and headers")
	}
	file, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer file.Close()
	m := measure{out: os.Stdout, misses: misses, counts: map[string]count{}}
	if err := m.read(file); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	m.report()
	return nil
}

type measure struct {
	out    io.Writer
	misses string // the class whose wrong results are listed
	counts map[string]count
}

// count is the number of headers of a class, and of those classified right.
type count struct{ right, all int }

func (m *measure) read(r io.Reader) error {
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		class, header, ok := strings.Cut(lines.Text(), "\t")
		if !ok {
			return fmt.Errorf("line %d: no tab between class and header", n)
		}
		agent := useragent.Classifier{}.Classify(header, nil)
		if class == "bot" {
			m.tally(class, header, agent, agent.Bot != routing.NotBot)
			continue
		}
		m.tally(class, header, agent, strings.EqualFold(agent.Device.String(), class))
		m.tally("human", header, agent, agent.Bot == routing.NotBot)
	}
	return lines.Err()
}

func (m *measure) tally(class, header string, agent routing.Agent, right bool) {
	c := m.counts[class]
	c.all++
	if right {
		c.right++
	} else if class == m.misses {
		fmt.Fprintf(m.out, "%v %q bot=%d\t%s\n", agent.Device, agent.OS, agent.Bot, header)
	}
	m.counts[class] = c
}

func (m *measure) report() {
	for _, class := range []string{"mobile", "tablet", "desktop", "other", "bot", "human"} {
		if c := m.counts[class]; c.all > 0 {
			share := 100 * float64(c.right) / float64(c.all)
			fmt.Fprintf(m.out, "%-8s %6d of %6d right  %6.2f %%\n", class, c.right, c.all, share)
		}
	}
}
