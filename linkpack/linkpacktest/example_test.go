package linkpacktest_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

// A host tests its rules: phones go to the app store.
func Example() {
	test := func(t *testing.T) {
		kit := linkpacktest.New(t)
		link := kit.NewLink(linkpack.Link{Destination: "https://example.com/", Rules: []routing.Rule{{
			Clauses: []routing.Clause{routing.Device(routing.Mobile)}, Destination: "https://apps.example/",
		}}})
		if why := kit.Visit(link).On(routing.Mobile).Explain(); why.Location != "https://apps.example/" {
			t.Errorf("phones go %s", why) // and what each clause saw
		}
	}
	_ = test // go test runs it when it is named TestPhonesGoToTheStore
	// Output:
}
