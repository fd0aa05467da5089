// Command measure tells how often the classifier is right about a file of
// User-Agent headers, one a line behind the class (mobile, tablet, desktop,
// other or bot) and a tab.
//
//	go run ./routing/useragent/internal/measure FILE
//	go run ./routing/useragent/internal/measure -misses tablet FILE
package main

import (
	"bufio"
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
	misses := flag.String("misses", "", "list the headers of this class that are taken for another; \"human\" for browsers taken for bots")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("name one file of classes and headers")
	}
	file, err := os.Open(flag.Arg(0))
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	counts, err := measure(file, os.Stdout, *misses)
	if err != nil {
		log.Fatal(err)
	}
	report(os.Stdout, counts)
}

// count is how many headers there are of a class, and how many were told right.
type count struct{ right, all int }

// measure counts by class; "human" counts all but bots that are told from bots.
func measure(r io.Reader, out io.Writer, misses string) (map[string]count, error) {
	counts := map[string]count{}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		class, header, ok := strings.Cut(lines.Text(), "\t")
		if !ok {
			return nil, fmt.Errorf("line %d: no tab between class and header", n)
		}
		agent := useragent.Classifier{}.Classify(header)
		tally := func(name string, right bool) {
			c := counts[name]
			c.all++
			if right {
				c.right++
			} else if name == misses {
				fmt.Fprintf(out, "%s\t%v %s bot=%d\t%s\n", class, agent.Device, agent.OS, agent.Bot, header)
			}
			counts[name] = c
		}
		if class == "bot" {
			tally(class, agent.Bot != routing.NotBot)
			continue
		}
		tally(class, strings.EqualFold(agent.Device.String(), class))
		tally("human", agent.Bot == routing.NotBot)
	}
	return counts, lines.Err()
}

func report(out io.Writer, counts map[string]count) {
	for _, class := range []string{"mobile", "tablet", "desktop", "other", "bot", "human"} {
		c := counts[class]
		fmt.Fprintf(out, "%-8s %6d of %6d right  %6.2f %%\n", class, c.right, c.all, 100*float64(c.right)/float64(max(c.all, 1)))
	}
}
