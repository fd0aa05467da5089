package linkpack_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestIDsAreVersion7AndAscend(t *testing.T) {
	kit := linkpacktest.New(t)
	links, err := kit.CreateLinks(t.Context(), many(5000)) // more than the counter of one millisecond
	if err != nil {
		t.Fatal(err)
	}
	kit.Clock.Advance(-time.Hour)
	links = append(links, kit.NewLink(linkpack.Link{Destination: home}))
	for i, link := range links {
		id, err := uuid.Parse(link.ID)
		if err != nil || id.Version() != 7 || id.Variant() != uuid.RFC4122 {
			t.Fatalf("id %q: %v", link.ID, err)
		}
		if i > 0 && link.ID <= links[i-1].ID {
			t.Fatalf("id %q comes after %q", link.ID, links[i-1].ID)
		}
	}
	id := uuid.MustParse(links[0].ID)
	sec, nsec := id.Time().UnixTime()
	if got := time.Unix(sec, nsec); !got.Equal(linkpacktest.Start()) {
		t.Errorf("the first id says %v, want %v", got, linkpacktest.Start())
	}
}
