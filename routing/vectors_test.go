package routing_test

import (
	"bufio"
	"encoding/json"
	"flag"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

//go:generate go test -run=TestVectors -update

var update = flag.Bool("update", false, "write testdata/vectors.json anew from the model")

const (
	vectorsFile = "testdata/vectors.json"
	vectorCount = 3500
)

// vector is one line of the file; testdata/README.md describes it.
type vector struct {
	Visit       vectorVisit    `json:"visit"`
	SplitKey    string         `json:"splitKey"`
	Link        vectorLink     `json:"link"`
	Rules       []routing.Rule `json:"rules"`
	Rule        int            `json:"rule"`
	Draws       []vectorDraw   `json:"draws"`
	Destination string         `json:"destination"`
}

type vectorVisit struct {
	Time        time.Time   `json:"time"`
	Addr        netip.Addr  `json:"addr"`
	UserAgent   string      `json:"userAgent,omitempty"`
	Referer     string      `json:"referer,omitempty"`
	Query       string      `json:"query,omitempty"`
	Header      http.Header `json:"header"`
	VisitorKey  string      `json:"visitorKey,omitempty"`
	Familiarity string      `json:"familiarity,omitempty"`
	Continent   string      `json:"continent,omitempty"`
	Country     string      `json:"country,omitempty"`
	Region      string      `json:"region,omitempty"`
	City        string      `json:"city,omitempty"`
	Device      string      `json:"device,omitempty"`
	OS          string      `json:"os,omitempty"`
	Browser     string      `json:"browser,omitempty"`
	Bot         string      `json:"bot,omitempty"`
}

type vectorLink struct {
	Destination string `json:"destination"`
	Timezone    string `json:"timezone,omitempty"`
	routing.UTM
	ForwardPath  string `json:"forwardPath,omitempty"`
	ForwardQuery bool   `json:"forwardQuery,omitempty"`
}

type vectorDraw struct {
	Split string      `json:"split"`
	U     json.Number `json:"u"`
}

var (
	deviceNames      = []string{"", "Mobile", "Tablet", "Desktop", "Other"}
	botNames         = []string{"", "crawler", "preview", "ai"}
	familiarityNames = []string{"", "new", "returning"}
)

func TestVectors(t *testing.T) {
	if *update {
		writeVectors(t)
	}
	file, err := os.Open(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, used := 0, map[string][2]int{}
	for s := bufio.NewScanner(file); s.Scan(); {
		line := strings.TrimSuffix(s.Text(), ",")
		if line == "[" || line == "]" {
			continue
		}
		var v vector
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatal(err)
		}
		lines++
		v.check(t, lines, used)
	}
	if lines < vectorCount {
		t.Errorf("%d vectors, want %d", lines, vectorCount)
	}
	for _, condition := range conditionNames {
		n := used[condition]
		if n[1] < 100 || n[0] < 100 && condition != "percentage" {
			t.Errorf("%s is tried too rarely: it fails %d times and matches %d times", condition, n[0], n[1])
		}
	}
}
