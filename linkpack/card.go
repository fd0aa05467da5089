package linkpack

import "errors"

// Card is the preview that chats and feeds show for a link, in place of the one
// of its destination. The zero value means that the link has no card.
type Card struct {
	// Title is at most 200 characters.
	Title string `json:"title,omitempty"`
	// Description is at most 500 characters.
	Description string `json:"description,omitempty"`
	// Image is the http or https URL of a picture.
	Image string `json:"image,omitempty"`
}

func (c Card) check() error {
	return errors.Join(
		checkText("card.title", c.Title, maxCardTitle),
		checkText("card.description", c.Description, maxCardDescription),
	)
}
