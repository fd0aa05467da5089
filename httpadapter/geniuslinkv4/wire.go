package geniuslinkv4

// wireLink is a link as it is sent to clients.
type wireLink struct {
	ID                     int64       `json:"id"`
	DestinationURL         string      `json:"destinationUrl"`
	ShortURLCode           string      `json:"shortUrlCode"`
	Domain                 string      `json:"domain"`
	LinkType               string      `json:"linkType"`
	HasOverride            bool        `json:"hasOverride"`
	ProductURL             string      `json:"productUrl,omitempty"`
	TrackingCode           string      `json:"trackingCode,omitempty"`
	SkipAffiliateRedirect  bool        `json:"skipAffiliateRedirect"`
	CreatedUTC             utcTime     `json:"createdUtc"`
	UpdatedUTC             utcTime     `json:"updatedUtc"`
	Notes                  string      `json:"notes,omitempty"`
	CreatedUserTime        userTime    `json:"createdUserTime"`
	UpdatedUserTime        userTime    `json:"updatedUserTime"`
	TSID                   uint32      `json:"tsid"`
	Group                  string      `json:"group,omitempty"`
	Username               string      `json:"username"`
	JSONMetadata           string      `json:"jsonMetadata,omitempty"`
	JSONOverrides          string      `json:"jsonOverrides,omitempty"`
	TotalClicks            uint64      `json:"totalClicks"`
	AdvertiserID           int         `json:"advertiserId"`
	PercentChange          float64     `json:"percentChangePeriodOverPeriod"`
	PreviousClicks         uint64      `json:"previousPeriodTotalClicks"`
	IsArchived             int         `json:"isArchived"`
	IsArchivedInt          int         `json:"isArchivedInt"`
	FetchMetadata          bool        `json:"fetchMetadata"`
	ProductName1           string      `json:"productDisplayName1,omitempty"`
	ProductName2           string      `json:"productDisplayName2,omitempty"`
	ProductName3           string      `json:"productDisplayName3,omitempty"`
	ProductThumbnailURL    string      `json:"productArtworkThumbnailUrl,omitempty"`
	ProductThumbnailURL100 string      `json:"productArtworkThumbnailUrl100,omitempty"`
	IsGenius               bool        `json:"isGenius"`
	ApplePreference        int         `json:"applePreference"`
	Aliases                []wireAlias `json:"aliases"`
	LinkCreatorSetting     string      `json:"linkCreatorSetting"`
}

// wireAlias is a further code of a link as it is sent to clients.
type wireAlias struct {
	Code           string  `json:"code"`
	Domain         string  `json:"domain"`
	BaseCode       string  `json:"baseCode"`
	LastUpdatedUTC utcTime `json:"lastUpdatedUtc"`
}

// The answers.
type (
	oneLink struct {
		Data wireLink `json:"data"`
	}
	manyLinks struct {
		Data []wireLink `json:"data"`
	}
	linkPage struct {
		Data   []wireLink `json:"data"`
		Page   wirePage   `json:"page"`
		Status struct{}   `json:"status"` // is empty, since nothing is wrong
	}
	wirePage struct {
		Offset       int `json:"offset"`
		Limit        int `json:"limit"`
		TotalRecords int `json:"totalRecords"`
	}
)
