package linkrecord_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/linkrecord"
)

func TestARecordKeepsThePassword(t *testing.T) {
	at := time.Date(2026, time.January, 5, 12, 0, 0, 0, time.UTC)
	link := &linkpack.Link{
		ID: "1", Number: 7, Workspace: "w", ShortCode: "x", Destination: "https://example.com/",
		PasswordHash: "$2a$10$x", Revision: 1, CreatedAt: at, UpdatedAt: at,
	}
	data, err := linkrecord.Encode(link)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"1","number":7,"workspace":"w","short_code":"x","destination":"https://example.com/",` +
		`"revision":1,"created_at":"2026-01-05T12:00:00Z","updated_at":"2026-01-05T12:00:00Z","password_hash":"$2a$10$x"}`
	if string(data) != want {
		t.Errorf("the record is\n%s, want\n%s", data, want)
	}
	again, err := linkrecord.Decode(data)
	if err != nil || !reflect.DeepEqual(again, link) {
		t.Errorf("read as %+v, %v", again, err)
	}
}

func TestARecordHasNoPasswordWhereThereIsNone(t *testing.T) {
	data, err := linkrecord.Encode(&linkpack.Link{})
	if err != nil || strings.Contains(string(data), "password") {
		t.Errorf("the record is %s, %v", data, err)
	}
}

// TestAStoredLinkIsTheOneThatIsRead compares both, with texts that JSON changes or might be
// thought to.
func TestAStoredLinkIsTheOneThatIsRead(t *testing.T) {
	for _, text := range []string{"", "plain", "ä\u65e5", "\xff", "a\xc3", "\ufffd", `\ufffd`, "\u2028<>&"} {
		link := &linkpack.Link{ID: "1", Name: text, Tags: []string{text}, CreatedAt: time.Unix(1, 0).UTC(), UpdatedAt: time.Unix(1, 0).UTC()}
		data, err := linkrecord.Encode(link)
		if err != nil {
			t.Fatal(err)
		}
		got, err := linkrecord.Stored(link, data)
		if err != nil {
			t.Fatal(err)
		}
		if want, err := linkrecord.Decode(data); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %+v, want %+v, %v", text, got, want, err)
		}
	}
}

// FuzzDecode looks for records that are read and written differently.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"id":"1","password_hash":"$2a$10$x"}`))
	f.Add([]byte(`{"password_hash":null,"Password_Hash":"y"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		link, err := linkrecord.Decode(data)
		if err != nil {
			return
		}
		written, err := linkrecord.Encode(link)
		if err != nil {
			return // a time that JSON does not allow
		}
		if again, err := linkrecord.Decode(written); err != nil || again.PasswordHash != link.PasswordHash || again.ID != link.ID {
			t.Errorf("%s was written as %s and read as %+v, %v", data, written, again, err)
		}
	})
}
