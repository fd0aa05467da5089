package routing

import "strings"

// maxURL is the maximum length of a URL that is sent to a browser.
const maxURL = 8192

// ForwardQuery appends the parameters of a visit's raw query to the URL. A
// parameter is left out if the URL has one of the same name, so the link's own
// parameters win. The engine's parameters, qr and lbid, are never forwarded.
//
// The bytes of the URL do not change and its fragment stays last. Bytes that are
// not allowed in a query are percent-encoded, so the result is safe in a header. So
// is the semicolon, although it is allowed: some servers divide parameters at it, and
// a visitor could replace the link's parameters by "x;utm_source=other". Servers
// that decode parameters read it as it was sent.
// Parameters that would make the URL longer than 8,192 bytes are left out, with
// all that follow. A URL that is neither http nor https is returned unchanged.
func ForwardQuery(url, query string) string {
	if query == "" || !isWeb(url) {
		return url
	}
	if len(query) > maxURL { // the rest does not fit; keep whole parameters
		query = query[:strings.LastIndexByte(query[:maxURL], '&')+1]
	}
	head, own, fragment := cutQuery(url)
	var room [256]byte // avoids an allocation
	added := appendForwarded(room[:0], own, query, maxURL-len(url))
	if len(added) == 0 {
		return url
	}
	if own == "" || strings.HasSuffix(own, "&") {
		added = added[1:]
	}
	return head + "?" + own + string(added) + fragment
}

// appendForwarded appends the parameters to forward, each after an ampersand and
// at most so many bytes in total. own is the URL's own query.
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

// parameterName returns the decoded name of a raw parameter.
func parameterName(pair string) string {
	name, _, _ := strings.Cut(pair, "=")
	return unescape(name)
}

// isQuery reports whether c is allowed in a query unescaped (RFC 3986, section
// 3.4). The semicolon is escaped because some servers treat it as an ampersand,
// the apostrophe because it ends attributes in HTML.
func isQuery(c byte) bool {
	return isUnreserved(c) || strings.IndexByte("!$()*+,=:@/?", c) >= 0
}
