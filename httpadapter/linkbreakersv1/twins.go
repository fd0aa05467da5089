package linkbreakersv1

import "encoding/json"

// The API's own examples read some fields in snake case. They are sent in both
// spellings, and this file lists them.

// signedURL is the URL of a link's QR code.
type signedURL struct {
	QRCodeSignedURL      string `json:"qrcodeSignedUrl,omitempty"`
	SnakeQRCodeSignedURL string `json:"qrcode_signed_url,omitempty"`
}

// oneDesign is an answer with a design.
type oneDesign struct {
	QRCodeDesign      wireDesign `json:"qrcodeDesign"`
	SnakeQRCodeDesign wireDesign `json:"qrcode_design"`
}

// nextPage is the token of the page of links behind one. It is empty on the last page.
type nextPage struct {
	NextPageToken      string `json:"nextPageToken"`
	SnakeNextPageToken string `json:"next_page_token"`
}

// next returns a token in both spellings.
func next(token string) nextPage { return nextPage{token, token} }

// totals tell how long a list is.
type totals struct {
	HasMore         bool `json:"hasMore"`
	SnakeHasMore    bool `json:"has_more"`
	TotalCount      *int `json:"totalCount,omitempty"`
	SnakeTotalCount *int `json:"total_count,omitempty"`
}

// newTotals returns totals in both spellings. A nil count is not known.
func newTotals(more bool, count *int) totals { return totals{more, more, count, count} }

// formResponses are what a visitor filled in.
type formResponses struct {
	FormResponses      json.RawMessage `json:"formResponses,omitempty"`
	SnakeFormResponses json.RawMessage `json:"form_responses,omitempty"`
}
