package linkpack

import "errors"

// Card is what chats and feeds show of a link in place of what they find at
// its destination. The zero value is no card of its own.
type Card struct {
	// Title is at most 200 characters.
	Title string `json:"title,omitempty"`
	// Description is at most 500 characters.
	Description string `json:"description,omitempty"`
	// Image is the URL of a picture, http or https.
	Image string `json:"image,omitempty"`
}

func (c Card) check() error {
	return errors.Join(
		checkText("card.title", c.Title, maxCardTitle),
		checkText("card.description", c.Description, maxCardDescription),
	)
}
