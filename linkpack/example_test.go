package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

func Example() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), &linkpack.Options{BaseURL: "https://go.example"})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)

	link, err := s.CreateLink(ctx, linkpack.Link{
		ShortCode:   "launch",
		Destination: "https://example.com/launch",
		UTM:         routing.UTM{Source: "newsletter"},
		Rules: []routing.Rule{{
			Clauses:     []routing.Clause{routing.Country("DE", "AT", "CH")},
			Destination: "https://example.de/start",
		}},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(s.URL(link))

	visit := &routing.Visit{Place: routing.Place{Country: "AT"}}
	res, err := s.Resolve(ctx, "go.example", "launch", visit)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(res.Location)
	// Output:
	// https://go.example/launch
	// https://example.de/start?utm_source=newsletter
}

func ExampleShortener_UpdateLink() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	link, err := s.CreateLink(ctx, linkpack.Link{Destination: "https://example.com/"})
	if err != nil {
		log.Fatal(err)
	}

	_, err = s.UpdateLink(ctx, "", link.ID, func(l *linkpack.Link) error {
		l.Destination = "javascript:alert(1)"
		return nil
	})
	var fault *linkpack.FieldError
	if errors.As(err, &fault) {
		fmt.Println(fault.Field, "-", fault.Reason)
	}
	// Output:
	// destination - scheme "javascript" is not allowed; use http or https
}

func ExampleShortener_RotateToken() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	token, err := s.CreateToken(ctx, linkpack.Token{Name: "website"})
	if err != nil {
		log.Fatal(err)
	}

	rotated, err := s.RotateToken(ctx, "", token.ID, linkpack.Rotation{Grace: time.Minute})
	if err != nil {
		log.Fatal(err)
	}
	_, oldErr := s.Authenticate(ctx, token.Secret)
	_, freshErr := s.Authenticate(ctx, rotated.Secret)
	fmt.Println("within the grace:", oldErr == nil, freshErr == nil)
	// Output:
	// within the grace: true true
}
