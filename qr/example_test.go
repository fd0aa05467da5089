package qr_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"slices"

	"github.com/linkpack/linkpack-go/qr"
)

func Example() {
	code, err := qr.Draw("https://go.example/spring", nil, nil)
	if err != nil {
		log.Fatal(err)
	}
	file, err := code.Encode(qr.PNG)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("version %d, level %s, %s\n", code.Version(), code.Level(), file[1:4])
	// Output: version 3, level Q, PNG
}

// A design is read from the options that qr-code-styling's web page exports.
func ExampleDesign_UnmarshalJSON() {
	var d qr.Design
	err := json.Unmarshal([]byte(`{
		"width": 500, "height": 500, "margin": "20",
		"dotsOptions": {"type": "rounded", "gradient": {"type": "linear", "rotation": 0.785,
			"colorStops": [{"offset": 0, "color": "#1d4ed8"}, {"offset": 1, "color": "#7c3aed"}]}},
		"cornersSquareOptions": {"type": "extra-rounded"}
	}`), &d)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(d.Width, d.Margin, d.Dots.Type, len(d.Dots.Gradient.Stops))
	// Output: 500 20 rounded 2
}

// A FieldError names the wrong option by its path.
func ExampleFieldError() {
	d := qr.Design{Dots: qr.DotsOptions{Color: "blu"}}
	_, err := qr.Compile(&d)
	var field *qr.FieldError
	if errors.As(err, &field) {
		fmt.Println(field.Field, "-", field.Reason)
	}
	// Output: dotsOptions.color - "blu" is not a colour
}

// SafeMend changes a design that scanners would miss, and Changes says how.
func ExampleOptions_safe() {
	d := &qr.Design{Width: 400, Height: 400, Dots: qr.DotsOptions{Type: qr.DotDots}}
	code, err := qr.Draw("https://go.example/spring", d, &qr.Options{Safe: qr.SafeMend})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range code.Changes() {
		fmt.Printf("%s: %s to %s\n", c.Field, c.From, c.To)
	}
	fmt.Println("warnings:", len(code.Warnings()))
	// Output:
	// cornersSquareOptions.type: dots to extra-rounded
	// cornersDotOptions.type: dots to extra-rounded
	// dotsOptions.type: dots to dots with square alignment patterns
	// margin: 0 to 41
	// warnings: 0
}

// Warnings names the colours that scanners cannot tell apart.
func ExampleCode_Warnings() {
	d := &qr.Design{Margin: 40, Dots: qr.DotsOptions{Color: "gold"}}
	code, err := qr.Draw("https://go.example/spring", d, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, w := range code.Warnings() {
		fmt.Printf("%s: %s\n", w.Field, w.Reason)
	}
	// Output: dotsOptions: contrast of #ffd700 on #ffffff is 1.40; scanners need 4.5
}

// EncodeAll draws many codes of one style on all cores.
func ExampleStyle_EncodeAll() {
	style, err := qr.Compile(nil)
	if err != nil {
		log.Fatal(err)
	}
	tables := slices.Values([]string{"https://go.example/table/1", "https://go.example/table/2"})
	for file, err := range style.EncodeAll(context.Background(), tables, qr.SVG, nil) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(string(file[:4]))
	}
	// Output:
	// <svg
	// <svg
}

// A code in a leaflet is 30 mm wide, whatever its design's size in px is.
func ExampleCode_PDF() {
	code, err := qr.Draw("https://go.example/leaflet?qr=1", &qr.Design{Dots: qr.DotsOptions{Type: qr.DotRounded}}, nil)
	if err != nil {
		log.Fatal(err)
	}
	file, err := code.PDF(30)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", file[:8])
	// Output:
	// %PDF-1.4
}
