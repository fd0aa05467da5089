package linkpack_test

import (
	"slices"
	"testing"
	"unsafe"

	"github.com/linkpack/linkpack-go/linkpack"
)

func TestNumbersOfWorkspacesKeepNoMemoryOfRequests(t *testing.T) {
	s := shortener(t)
	if _, err := s.CreateLink(t.Context(), linkpack.Link{Destination: "https://example.com/"}); err != nil {
		t.Fatal(err)
	}
	memory := []byte(linkpack.DefaultWorkspace)
	ids, err := s.NumberedWorkspaces(t.Context(), unsafe.String(&memory[0], len(memory)))
	if err != nil {
		t.Fatal(err)
	}
	memory[0]++ // as the server does for the next request
	if !slices.Equal(ids, []string{linkpack.DefaultWorkspace}) {
		t.Errorf("numbered %q", ids)
	}
}
