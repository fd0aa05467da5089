package jsv_test

import (
	"fmt"

	"github.com/linkpack/linkpack-go/httpadapter/geniuslinkv4/internal/jsv"
)

// A request is read, and the answer is written.
func Example() {
	request, err := jsv.Decode("{aliasDomain:geni.us,aliasCode:abc}")
	fmt.Println(request, err)
	fmt.Printf("%s\n", jsv.Append(nil, map[string]any{"destinationUrl": "https://example.com/?a=1", "isGenius": true}))
	// Output:
	// map[aliasCode:abc aliasDomain:geni.us] <nil>
	// {destinationUrl:"https://example.com/?a=1",isGenius:True}
}
