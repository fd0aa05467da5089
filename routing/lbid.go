package routing

import "strings"

// SetLBID sets the parameter lbid, which tells the destination's page which click
// brought the visitor, as the last one in the query of the URL. A parameter of that
// name is removed. All other bytes stay unchanged and the fragment stays last. lbid must
// consist of characters that are allowed in a query. A URL that is neither http nor
// https is returned unchanged.
func SetLBID(url, lbid string) string {
	if !isWeb(url) {
		return url
	}
	head, query, fragment := cutQuery(url)
	separator := "&"
	if query = withoutLBID(query); query == "" || strings.HasSuffix(query, "&") {
		separator = ""
	}
	return head + "?" + query + separator + "lbid=" + lbid + fragment
}

// withoutLBID returns a raw query without the parameters of the name lbid.
func withoutLBID(query string) string {
	for pair := range strings.SplitSeq(query, "&") {
		if sameName(pair, "lbid") {
			return string(replaceIn(nil, query, []parameter{{"lbid", "removed", true}}))
		}
	}
	return query
}
