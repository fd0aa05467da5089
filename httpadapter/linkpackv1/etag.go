package linkpackv1

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// etag names a version of a link (RFC 9110, section 8.8.3).
func etag(link *linkpack.Link) string {
	return `"` + strconv.FormatUint(uint64(link.Revision), 10) + `"`
}

// ifMatch are the versions of a link that a client wants to change; nil means any.
type ifMatch []string

// readIfMatch reads If-Match (RFC 9110, section 13.1.1). "*" means any version.
func readIfMatch(header http.Header) ifMatch {
	var wanted ifMatch
	for _, line := range header["If-Match"] {
		for entry := range strings.SplitSeq(line, ",") {
			wanted = append(wanted, strings.TrimSpace(entry))
		}
	}
	if slices.Contains(wanted, "*") {
		return nil
	}
	return wanted
}

// check returns a 412 if the link has another version.
func (m ifMatch) check(link *linkpack.Link) error {
	if m == nil || slices.Contains(m, etag(link)) {
		return nil
	}
	return &httpadapter.Problem{
		Status:  http.StatusPreconditionFailed,
		Message: fmt.Sprintf("the link was changed meanwhile: it is at revision %d", link.Revision),
	}
}
