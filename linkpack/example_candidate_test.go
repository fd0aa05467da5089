package linkpack_test

import (
	"context"
	"fmt"
	"log"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Do a job of the host in one process at a time.
func ExampleShortener_Candidate() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)

	term, err := s.Candidate("reports").Wait(ctx) // until no other process does it
	if err != nil {
		log.Fatal(err)
	}
	for _, report := range []string{"Monday", "Tuesday"} {
		if !term.Held() {
			break // another process goes on
		}
		fmt.Println("sending the report of", report)
		err := s.SaveProgress(term.Context(), "reports", linkpack.Progress{State: []byte(`"` + report + `"`)})
		if err != nil {
			log.Fatal(err)
		}
	}
	if err := term.Resign(ctx); err != nil {
		log.Fatal(err)
	}
	// Output:
	// sending the report of Monday
	// sending the report of Tuesday
}
