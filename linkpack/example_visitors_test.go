package linkpack_test

import (
	"context"
	"fmt"
	"log"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Say who made a click. The destination gets the click's lbid as a parameter, and sends
// it back when the visitor signs up.
func ExampleShortener_IdentifyVisitor() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	_, err = s.CreateLink(ctx, linkpack.Link{ShortCode: "launch", Destination: "https://example.com/", TrackConversions: true})
	if err != nil {
		log.Fatal(err)
	}
	firefox := "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
	res, err := s.Resolve(ctx, "", "launch", &routing.Visit{UserAgent: firefox})
	if err != nil {
		log.Fatal(err)
	}
	if err := s.Record(ctx, res); err != nil {
		log.Fatal(err)
	}

	v, isNew, err := s.IdentifyVisitor(ctx, linkpack.Identification{Click: res.LBID(), Attributes: map[string]any{
		linkpack.AttributeEmail: "ada@example.com", linkpack.AttributeFirstName: "Ada", "plan": "pro",
	}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(v.Name(), v.Email(), v.Attributes["plan"], isNew)

	v, err = s.UpdateVisitor(ctx, "", v.ID, map[string]any{"plan": "team"})
	if err != nil {
		log.Fatal(err)
	}
	page, err := s.ListVisitors(ctx, linkpack.VisitorQuery{Search: "TEAM"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(v.Attributes["plan"], len(page.Visitors))
	// Output:
	// Ada ada@example.com pro true
	// team 1
}
