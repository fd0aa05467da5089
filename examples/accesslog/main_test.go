package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store"
)

// replayed runs the program and returns what it prints.
func replayed(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(t.Context(), args, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

const printed = `18 lines: 10 counted, 4 passed over, 4 not understood
  line 11 has no time in brackets
  line 12 "32/May/2026:08:04:00 +0000" is not a time as in 17/May/2015:10:05:03 +0000
  line 13 request: has no closing quotation mark
  line 14 time: is in the future or before 1970
2026-05-17 10:05:03 to 2026-05-18 08:04:00
human 6, bot 2, preview 1, head 1
5 visitors; who came on several days counts for each

Links        Clicks
/launch           3
/docs             2
/caf%C3%A9/       1

Countries  Clicks
DE              2
US              2
JP              1
Unknown         1

Devices  Clicks
Desktop       4
Mobile        1
Unknown       1

Systems  Clicks
Windows       2
Linux         1
Unknown       1
iOS           1
macOS         1

Browsers  Clicks
Chrome         2
Safari         2
Firefox        1
Unknown        1

Referrers         Clicks
Direct                 3
google.com             2
news.example.org       1

Days        Clicks
2026-05-17       4
2026-05-18       2

Hours  Clicks
00:00       1
01:00       0
02:00       0
03:00       0
04:00       0
05:00       0
06:00       0
07:00       0
08:00       1
09:00       0
10:00       3
11:00       0
12:00       0
13:00       0
14:00       0
15:00       0
16:00       0
17:00       0
18:00       0
19:00       0
20:00       0
21:00       0
22:00       0
23:00       1
`

func TestLogIsReplayed(t *testing.T) {
	if got := replayed(t, filepath.Join("testdata", "access.log")); got != printed {
		t.Errorf("it prints\n%s", got)
	}
}

func TestPackedLogsAreReplayed(t *testing.T) {
	plain, err := os.ReadFile(filepath.Join("testdata", "access.log"))
	if err != nil {
		t.Fatal(err)
	}
	var gzipped, zstandard bytes.Buffer
	pack(t, gzip.NewWriter(&gzipped), plain)
	z, err := zstd.NewWriter(&zstandard)
	if err != nil {
		t.Fatal(err)
	}
	pack(t, z, plain)
	for name, path := range map[string]string{
		"gzip": write(t, gzipped.String()), "two of gzip": write(t, gzipped.String()+gzipped.String()),
		"zstd": write(t, zstandard.String()), "bzip2": filepath.Join("testdata", "access.log.bz2"),
	} {
		if got := replayed(t, path); got != printed && name != "two of gzip" || !strings.Contains(got, "10 counted") && !strings.Contains(got, "20 counted") {
			t.Errorf("%s: it prints\n%s", name, got)
		}
	}
}

// pack writes all of a file.
func pack(t *testing.T, w io.WriteCloser, plain []byte) {
	t.Helper()
	if _, err := w.Write(plain); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
}

func TestOtherPackingsAreRefusedByName(t *testing.T) {
	for name, begin := range map[string]string{
		"xz": "\xfd7zXZ\x00\x00", "zip": "PK\x03\x04\x14", "lz4": "\x04\x22\x4d\x18d", "7z": "7z\xbc\xaf\x27\x1c\x00", "compress": "\x1f\x9d\x90",
	} {
		err := run(t.Context(), []string{write(t, begin)}, io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), "file.log: is compressed by "+name+";") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSeveralLogsAreOneReport(t *testing.T) {
	log := filepath.Join("testdata", "access.log")
	got := replayed(t, log, log+".bz2")
	for _, want := range []string{"36 lines: 20 counted, 8 passed over, 8 not understood", log + ": line 11 has no", log + ".bz2: line 11 has no", "/launch           6\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %q:\n%s", want, got)
		}
	}
}

func TestProgressIsTold(t *testing.T) {
	var out bytes.Buffer
	p := progress{out: &out}
	for range 2*linesPerLook + 5 {
		p.read("access.log")
	}
	if got := out.String(); got != "accesslog: access.log: 1024 lines read\naccesslog: access.log: 2048 lines read\n" {
		t.Errorf("it says %q", got)
	}
	p.every = time.Hour
	for range 2 * linesPerLook {
		p.read("access.log")
	}
	if got := out.String(); strings.Count(got, "\n") != 2 {
		t.Errorf("it says %q", got)
	}
}

func TestInternalVisitsAreNotCounted(t *testing.T) {
	got := replayed(t, "-internal", "8.8.8.8, 192.0.2.8/31", filepath.Join("testdata", "access.log"))
	if !strings.Contains(got, "\nhuman 4, bot 1, internal 5\n") {
		t.Errorf("it prints\n%s", got)
	}
	for _, wrong := range []string{"office", "", "0.0.0.0/0", "8.8.8.8,"} {
		err := run(t.Context(), []string{"-internal", wrong, filepath.Join("testdata", "access.log")}, io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), "internal") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

func TestStatisticsAreWrittenAsJSON(t *testing.T) {
	path := filepath.Join(t.TempDir(), "stats.json")
	replayed(t, "-json", path, "-top", "0", filepath.Join("testdata", "access.log"))
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var rep report
	if err := json.Unmarshal(data, &rep); err != nil {
		t.Fatal(err)
	}
	if rep.Lines != 18 || rep.Classes["human"] != 6 || len(rep.Links) != 3 || rep.Links[0] != (count{"/launch", 3}) || len(rep.Referrers) != 3 {
		t.Errorf("%s", data)
	}
}

func TestTheSameFileGoesOn(t *testing.T) {
	db := filepath.Join(t.TempDir(), "links.db")
	log := filepath.Join("testdata", "access.log")
	replayed(t, "-db", db, log)
	if got := replayed(t, "-db", db, log); !strings.Contains(got, "18 lines: 10 counted") || !strings.Contains(got, "/launch           6\n") {
		t.Errorf("it prints\n%s", got)
	}
	file, err := store.Open(db)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	links, err := linkpack.New(file, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer links.Close(t.Context())
	stats, err := links.StatsOf(t.Context(), linkpack.LinkQuery{}, analytics.Query{})
	if err != nil || stats.Clicks() != 12 {
		t.Errorf("without naming a day, %d clicks are counted; %v", stats.Clicks(), err)
	}
}

func TestNothingIsCountedOfAnEmptyLog(t *testing.T) {
	for log, want := range map[string]string{
		"":        "0 lines: 0 counted, 0 passed over, 0 not understood\n",
		"\n":      "1 lines: 0 counted, 0 passed over, 1 not understood\n  line 1 is empty\n",
		"x [y] z": "1 lines: 0 counted, 0 passed over, 1 not understood\n  line 1 does not begin with client, identity and user\n",
		`192.0.2.1 - - [17/May/2026:10:05:03 +0000] "POST / HTTP/1.1" 200 1`: "1 lines: 0 counted, 1 passed over, 0 not understood\n",
		`{"msg":"server running"}`: "1 lines: 0 counted, 0 passed over, 1 not understood\n  line 1 has no time named ts, StartUTC, time_iso8601, time_local or msec\n",
	} {
		var out bytes.Buffer
		if err := run(t.Context(), []string{write(t, log)}, &out, io.Discard); !errors.Is(err, errNothing) || out.String() != want {
			t.Errorf("%v, and it prints %q", err, out.String())
		}
	}
}

func TestLongLinesAreRefusedByNumber(t *testing.T) {
	line := `192.0.2.1 - - [17/May/2026:10:05:03 +0000] "GET %s HTTP/1.1" 200 1` + "\n"
	text := fmt.Sprintf(line, "/a") + fmt.Sprintf(line, "/"+strings.Repeat("x", 1<<20)) + fmt.Sprintf(line, "/"+strings.Repeat("y", 9000)) + fmt.Sprintf(line, "/a")
	got := replayed(t, write(t, text+strings.Repeat("z", 1<<17)))
	for _, want := range []string{"5 lines: 2 counted, 0 passed over, 3 not understood", "line 2 is too long", "line 3 destination", "line 5 is too long"} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %q:\n%.500s", want, got)
		}
	}
}

func TestManyBadLinesAreCounted(t *testing.T) {
	var out bytes.Buffer
	err := run(t.Context(), []string{write(t, strings.Repeat("bad\n", 25))}, &out, io.Discard)
	if got := out.String(); !errors.Is(err, errNothing) || !strings.Contains(got, "25 not understood") || !strings.Contains(got, "and 15 more") || strings.Count(got, "\n") != 12 {
		t.Errorf("it prints\n%s", got)
	}
}

func TestHostileTextIsNotPrintedAsItIs(t *testing.T) {
	got := replayed(t, write(t, `192.0.2.1 - - [17/May/2026:10:05:03 +0000] "GET /a HTTP/1.1" 200 1 "-" "\x1b[31m"`+"\nbad \x1b[2J [x] \x1b\n"))
	if strings.Contains(got, "\x1b") {
		t.Errorf("it prints %q", got)
	}
}

func TestWrongUseIsExplained(t *testing.T) {
	for name, args := range map[string][]string{
		"no file":       {},
		"missing file":  {filepath.Join(t.TempDir(), "none.log")},
		"a later file":  {filepath.Join("testdata", "access.log"), filepath.Join(t.TempDir(), "none.log")},
		"a directory":   {t.TempDir()},
		"broken gzip":   {write(t, "\x1f\x8bno")},
		"unknown flag":  {"-x", "a"},
		"a site's path": {"-site", "https://example.com/shop", filepath.Join("testdata", "access.log")},
	} {
		var out bytes.Buffer
		if err := run(context.Background(), args, &out, io.Discard); err == nil {
			t.Errorf("%s: it prints %q", name, out.String())
		}
	}
}

func TestNothingIsReplayedWhenTheJSONCannotBeWritten(t *testing.T) {
	db := filepath.Join(t.TempDir(), "links.db")
	args := []string{"-db", db, "-json", filepath.Join(t.TempDir(), "no", "stats.json"), filepath.Join("testdata", "access.log")}
	if err := run(t.Context(), args, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), "-json: ") {
		t.Error(err)
	}
	if _, err := os.Stat(db); err == nil {
		t.Error("the log was replayed")
	}
}

func TestDamagedArchiveSaysHowFarItWasCounted(t *testing.T) {
	line := `192.0.2.1 - - [17/May/2026:10:05:03 +0000] "GET /a HTTP/1.1" 200 1` + "\n"
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := io.WriteString(w, line+line); err != nil || w.Flush() != nil {
		t.Fatal(err)
	}
	path := write(t, packed.String())
	err := run(t.Context(), []string{path}, io.Discard, io.Discard)
	if !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), "after ") || !strings.Contains(err.Error(), path+": line 3") {
		t.Error(err)
	}
}

// write writes a file of a test.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file.log")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
