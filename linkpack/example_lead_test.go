package linkpack_test

import (
	"context"
	"fmt"
	"log"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Score a lead. The score is a heuristic.
func ExampleShortener_LeadScore() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	_, err = s.CreateLink(ctx, linkpack.Link{
		ShortCode: "demo", Destination: "https://example.com/", TrackConversions: true, LeadTarget: "engineers in Berlin",
	})
	if err != nil {
		log.Fatal(err)
	}
	firefox := "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
	res, err := s.Resolve(ctx, "", "demo", &routing.Visit{UserAgent: firefox})
	if err != nil {
		log.Fatal(err)
	}
	if err := s.Record(ctx, res); err != nil {
		log.Fatal(err)
	}
	_, _, err = s.IdentifyVisitor(ctx, linkpack.Identification{Click: res.LBID(), Attributes: map[string]any{"city": "Berlin"}})
	if err != nil {
		log.Fatal(err)
	}

	lead, err := s.LeadScore(ctx, "", res.LBID())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("heuristic score:", lead.Score)
	for _, part := range lead.Parts {
		fmt.Printf("%d of %d for %s. %s\n", part.Points, part.Max, part.Name, part.Reason)
	}
	// Output:
	// heuristic score: 32
	// 20 of 20 for recency. The latest visit or conversion was less than a day ago.
	// 5 of 20 for visits. One visit by the visitor.
	// 0 of 10 for scans. No visit began with a QR code.
	// 0 of 25 for conversions. No conversion by the visitor.
	// 2 of 10 for attributes. One attribute of the visitor is known.
	// 5 of 15 for words. The link's lead goal and target and the attributes have in common: berlin.
}
