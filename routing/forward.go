package routing

import "strings"

// maxURL is the length of the longest URL that is ever sent to a browser.
const maxURL = 8192

// ForwardQuery returns the URL with the parameters of a visit's raw query
// appended, as far as the URL has none of the same name, so that the link's
// own win. The engine's parameters, qr and lbid, are never forwarded.
//
// Every byte of the URL stays as it is and its fragment stays last. What is
// appended can do no harm in a header: bytes that do not belong in a query are
// percent-encoded. Nothing more is appended once the result would exceed 8,192
// bytes. A URL that is neither http nor https is returned as it is.
func ForwardQuery(url, query string) string {
	if query == "" || !isWeb(url) {
		return url
	}
	if len(query) > maxURL { // the rest cannot fit, nor a half parameter
		query = query[:strings.LastIndexByte(query[:maxURL], '&')+1]
	}
	head, own, fragment := cutQuery(url)
	var room [256]byte // spares an allocation
	added := appendForwarded(room[:0], own, query, maxURL-len(url))
	if len(added) == 0 {
		return url
	}
	if own == "" || strings.HasSuffix(own, "&") {
		added = added[1:]
	}
	return head + "?" + own + string(added) + fragment
}

// appendForwarded writes what is to follow a URL's own query, each parameter
// behind an ampersand, of at most so many bytes.
func appendForwarded(added []byte, own, query string, most int) []byte {
	var names map[string]bool
	for more := true; more; { // an iterator would allocate
		var pair string
		pair, query, more = strings.Cut(query, "&")
		if pair == "" || sameName(pair, "qr") || sameName(pair, "lbid") {
			continue
		}
		if names == nil {
			names = parameterNames(own)
		}
		if names[parameterName(pair)] {
			continue
		}
		kept := len(added)
		added = escapeOnce(append(added, '&'), pair, isQuery)
		if len(added) > most {
			return added[:kept]
		}
	}
	return added
}

// parameterNames returns the decoded names in a raw query.
func parameterNames(query string) map[string]bool {
	if query == "" {
		return nil
	}
	names := map[string]bool{}
	for pair := range strings.SplitSeq(query, "&") {
		names[parameterName(pair)] = true
	}
	return names
}

// parameterName returns the decoded name in a pair of a raw query.
func parameterName(pair string) string {
	name, _, _ := strings.Cut(pair, "=")
	return unescape(name)
}

// isQuery reports whether c may stand in a query as it is (RFC 3986, section
// 3.4). The semicolon is left out, since some servers take it for an
// ampersand, and so is the apostrophe, which ends attributes in HTML.
func isQuery(c byte) bool {
	return isUnreserved(c) || strings.IndexByte("!$()*+,=:@/?", c) >= 0
}
