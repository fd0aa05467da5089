package geniuslinkv4

import (
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// maxIDs is the number of links that one request may ask for.
const maxIDs = 100

// idOf returns the id of a link, which is its number in the store, and its tsid.
func idOf(link *linkpack.Link) (id int64, tsid uint32) { return int64(link.Number), link.Number }

// readIDs reads ids of links, separated by commas.
func readIDs(text string) ([]uint32, error) {
	if text == "" {
		return nil, required("ids")
	}
	words := strings.Split(text, ",")
	if len(words) > maxIDs {
		return nil, &linkpack.FieldError{Field: "ids", Reason: "has more than " + strconv.Itoa(maxIDs) + " ids"}
	}
	numbers := make([]uint32, len(words))
	for i, word := range words {
		n, err := strconv.ParseUint(strings.TrimSpace(word), 10, 32)
		if err != nil {
			return nil, &linkpack.FieldError{Field: "ids", Reason: "must be whole numbers, separated by commas"}
		}
		numbers[i] = uint32(n)
	}
	return numbers, nil
}
