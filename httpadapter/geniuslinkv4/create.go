package geniuslinkv4

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
)

// madeLink is the answer to a request that makes a link.
type madeLink struct {
	ShortURL madeURL `json:"shortUrl"`
}

// madeURL is the address of a new link.
type madeURL struct {
	Code       string `json:"code"`
	BaseCode   string `json:"baseCode"`
	Domain     string `json:"domain"`
	ProductURL string `json:"productUrl"`
}

// pascalLink and pascalURL have the names that clients of version 3 read in JSV.
type (
	pascalLink struct {
		ShortURL pascalURL `json:"ShortUrl"`
	}
	pascalURL struct {
		Code       string `json:"Code"`
		BaseCode   string `json:"BaseCode"`
		Domain     string `json:"Domain"`
		ProductURL string `json:"ProductUrl"`
	}
)

// create serves CreateShortUrlRequest.
func (h *handlers) create(ctx context.Context, p linkpack.Principal, sent parameters) (any, error) {
	destination := sent.first("url")
	if destination == "" {
		return nil, required("url")
	}
	if setting := sent.first("linkCreatorSetting"); setting != "" && !isSetting(setting) {
		return nil, &linkpack.FieldError{Field: "linkCreatorSetting", Reason: fmt.Sprintf("%.40q is unknown", setting)}
	}
	link, err := h.shortener.CreateLink(ctx, linkpack.Link{
		Workspace: p.Workspace, Destination: destination, Domain: sent.first("domain"),
		Group: sent.first("groupId"), Notes: sent.first("note", "notes"),
	})
	if err != nil {
		return nil, inWords(err)
	}
	return madeLink{madeURL{
		Code: link.ShortCode, BaseCode: link.ShortCode, Domain: h.hostOf(link.Domain), ProductURL: link.Destination,
	}}, nil
}

// isSetting reports whether a word names a kind of link. A new link has no rules or
// scripts, whatever is asked for.
func isSetting(word string) bool {
	switch plain(word) {
	case "notset", "simple", "split", "advanced", "interstitial", "other":
		return true
	default:
		return false
	}
}
