package recorder

import (
	"net/http"
	"net/netip"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// volatile makes texts in memory that is used again, as some servers do with what they
// read of a request.
type volatile struct{ memory [][]byte }

// text returns a text in such memory.
func (m *volatile) text(text string) string {
	memory := []byte(text)
	m.memory = append(m.memory, memory)
	return unsafe.String(unsafe.SliceData(memory), len(memory))
}

// fill sets each text that is reached from v, except those of a plan, to one that is
// volatile. It keeps what is there and gives empty texts the name of their field.
func (m *volatile) fill(v reflect.Value, name string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && v.Type() != reflect.TypeFor[*analytics.Plan]() && v.Type() != reflect.TypeFor[*time.Location]() {
			m.fill(v.Elem(), name)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				m.fill(v.Field(i), strings.ToLower(v.Type().Field(i).Name))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			m.fill(v.Index(i), name)
		}
	case reflect.Map:
		filled := reflect.MakeMap(v.Type())
		for key, value := range v.Seq2() {
			m.fill(value, name)
			filled.SetMapIndex(reflect.ValueOf(m.text(key.String())).Convert(key.Type()), value)
		}
		v.Set(filled)
	case reflect.String:
		text := v.String()
		if text == "" {
			text = name
		}
		v.SetString(m.text(text))
	}
}

// holders returns the paths of texts in v that lie in volatile memory.
func (m *volatile) holders(v reflect.Value, path string) (found []string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && v.Type() != reflect.TypeFor[*analytics.Plan]() && v.Type() != reflect.TypeFor[*time.Timer]() {
			found = m.holders(v.Elem(), path)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			found = append(found, m.holders(v.Field(i), path+"."+v.Type().Field(i).Name)...)
		}
	case reflect.Slice:
		for i := range v.Len() {
			found = append(found, m.holders(v.Index(i), path)...)
		}
	case reflect.Map:
		for key, value := range v.Seq2() {
			found = append(found, m.holders(key, path+"(key)")...)
			found = append(found, m.holders(value, path)...)
		}
	case reflect.String:
		if m.contains(v.String()) {
			found = []string{path}
		}
	}
	return found
}

func (m *volatile) contains(text string) bool {
	at := uintptr(unsafe.Pointer(unsafe.StringData(text)))
	return text != "" && slices.ContainsFunc(m.memory, func(memory []byte) bool {
		begin := uintptr(unsafe.Pointer(unsafe.SliceData(memory)))
		return at >= begin && at < begin+uintptr(len(memory))
	})
}

// fullHit is a hit with every text that a recorder reads.
func fullHit() analytics.Hit {
	return analytics.Hit{
		Plan: &analytics.Plan{Link: 1, Revision: 1, Targets: []analytics.Target{{Destination: "https://example.com/"}}}, Rule: -1,
		Visit: &routing.Visit{
			Time: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), Addr: netip.MustParseAddr("192.0.2.1"), Method: http.MethodGet,
			UserAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", Referer: "https://news.example/page",
			Query:  "utm_source=poster&utm_medium=print&qr=door-2",
			Header: http.Header{"Accept-Language": {"pt-BR,en;q=0.5"}, "Cookie": {"a=b"}},
		},
	}
}

// volatileHits are hits for which a recorder takes different ways.
func volatileHits() map[string]func() analytics.Hit {
	return map[string]func() analytics.Hit{
		"request": fullHit,
		"request with known place and agent": func() analytics.Hit {
			h := fullHit()
			h.Visit.Place = routing.Place{Country: "PT", Region: "PT-11", City: "Lisbon"}
			h.Visit.Agent = routing.Agent{OS: "Linux", Browser: "Firefox"}
			return h
		},
		"request with client hints": func() analytics.Hit {
			h := fullHit()
			h.Visit.Header["Sec-Ch-Ua-Mobile"] = []string{"?1"}
			h.Visit.Agents = firstWord{}
			return h
		},
		"request whose agent is found later": func() analytics.Hit {
			h := fullHit()
			h.Visit.Agents = firstWord{}
			return h
		},
		"request whose facts were read before": func() analytics.Hit {
			h := fullHit()
			h.Visit.Language()
			h.Visit.RefererHost()
			return h
		},
		"request with long texts": func() analytics.Hit {
			h := fullHit()
			h.Visit.UserAgent += strings.Repeat("x", 2000)
			h.Visit.Query += "&long=" + strings.Repeat("x", 5000)
			return h
		},
		"recorded click": func() analytics.Hit {
			h := fullHit()
			h.Recorded = &analytics.Click{Referrer: "news.example", UTM: routing.UTM{Source: "mail"}, Scan: true, Placement: "hall"}
			return h
		},
	}
}

// firstWord is a classifier whose agents are parts of the header.
type firstWord struct{}

func (firstWord) Classify(header string, _ http.Header) routing.Agent {
	word, rest, _ := strings.Cut(header, " ")
	return routing.Agent{Browser: word, OS: rest[:min(len(rest), 10)]}
}

func TestTheQueueHasNoMemoryOfTheRequest(t *testing.T) {
	for name, hitOf := range volatileHits() {
		t.Run(name, func(t *testing.T) {
			var m volatile
			hit := hitOf()
			m.fill(reflect.ValueOf(&hit).Elem(), "")
			b := newBatch()
			w := queuedHitOf(&hit)
			b.add(&w, hit.Draws)
			if found := m.holders(reflect.ValueOf(b), "batch"); len(found) > 0 {
				t.Errorf("parts of the request: %q", found)
			}
		})
	}
}

func TestNothingOfTheQueueIsKeptWhenItIsWritten(t *testing.T) {
	for name, hitOf := range volatileHits() {
		t.Run(name, func(t *testing.T) { wantNothingKept(t, benchBuilder(t), hitOf) })
		t.Run(name+", with a full dictionary", func(t *testing.T) {
			builder := benchBuilder(t)
			builder.words = clicklog.NewWords(wire.DayOf(builder.opts.Clock().UnixMilli()) + 1)
			for i := range clicklog.MaxWords {
				builder.words.ID(strconv.Itoa(i))
			}
			wantNothingKept(t, builder, hitOf)
		})
	}
}

// wantNothingKept builds a block of a hit and looks for parts of the queue's memory in
// what stays in use afterwards.
func wantNothingKept(t *testing.T, builder *builder, hitOf func() analytics.Hit) {
	t.Helper()
	b := newBatchIn(&batch{texts: texts{memory: make([]byte, 0, 1<<16)}}) // does not grow
	hit := hitOf()
	w := queuedHitOf(&hit)
	b.add(&w, hit.Draws)
	built, err := builder.build(t.Context(), 1, b)
	if err != nil {
		t.Fatal(err)
	}
	m := volatile{memory: [][]byte{b.texts.memory}}
	for name, kept := range map[string]any{"words": builder.words, "agents": builder.agents, "groups": built.groups} {
		if found := m.holders(reflect.ValueOf(kept), name); len(found) > 0 {
			t.Errorf("parts of the queue: %q", found)
		}
	}
}
