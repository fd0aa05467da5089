package qrcode_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/qrcode"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/qr"
	"github.com/linkpack/linkpack-go/store/memory"
)

// The QR code of a link is served below its short URL.
func Example() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), &linkpack.Options{
		BaseURL: "https://go.example", CheckDesign: qrcode.CheckDesign,
	})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	images, err := qrcode.New(s, nil)
	if err != nil {
		log.Fatal(err)
	}
	handler, err := httpadapter.New(s, &httpadapter.Options{Images: images})
	if err != nil {
		log.Fatal(err)
	}
	design, err := s.CreateDesign(ctx, linkpack.StoredDesign{Body: []byte(`{"dotsOptions": {"type": "rounded", "color": "#1d4ed8"}}`)})
	if err != nil {
		log.Fatal(err)
	}
	_, err = s.CreateLink(ctx, linkpack.Link{ShortCode: "launch", Destination: "https://example.com/", Design: design.ID})
	if err != nil {
		log.Fatal(err)
	}

	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/launch/qr.svg?size=600", nil))
	fmt.Println(answer.Code, answer.Header().Get("Content-Type"))
	// Output:
	// 200 image/svg+xml
}

// An image in an e-mail works and stays the same for a year, even if the link is
// changed or deleted.
func ExampleImages_SignedURL() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), &linkpack.Options{BaseURL: "https://go.example"})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	link, err := s.CreateLink(ctx, linkpack.Link{ShortCode: "launch", Destination: "https://example.com/"})
	if err != nil {
		log.Fatal(err)
	}

	images, err := qrcode.New(s, nil)
	if err != nil {
		log.Fatal(err)
	}
	url, err := images.SignedURL(ctx, link, qrcode.SignedImage{Format: qr.PNG, Size: 600, Expires: time.Now().AddDate(1, 0, 0)})
	if err != nil {
		log.Fatal(err)
	}
	address, _, _ := strings.Cut(url, "?")
	fmt.Println(address)
	// Output:
	// https://go.example/launch/qr.png
}

// The codes of a campaign are printed on labels of 40 mm.
func ExampleImages_WriteZIP() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), &linkpack.Options{BaseURL: "https://go.example"})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	images, err := qrcode.New(s, nil)
	if err != nil {
		log.Fatal(err)
	}
	links, err := s.CreateLinks(ctx, []linkpack.Link{
		{ShortCode: "door", Destination: "https://example.com/", Tags: []string{"print"}},
		{ShortCode: "desk", Destination: "https://example.com/", Tags: []string{"print"}},
	})
	if err != nil {
		log.Fatal(err)
	}

	var file bytes.Buffer
	if err := images.WriteZIP(ctx, &file, links, &qrcode.ArchiveOptions{Format: qr.SVG, Sheet: 40}); err != nil {
		log.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range archive.File {
		fmt.Println(f.Name)
	}
	// Output:
	// door.svg
	// desk.svg
	// sheet.pdf
}
