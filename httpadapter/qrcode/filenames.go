package qrcode

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/linkpack"
)

// maxStem is the maximum length of a file's name without extension and number, in
// bytes. File systems allow 255 bytes in all, some of them less.
const maxStem = 200

// fileNames are names that are valid and differ on all file systems, those that
// ignore case too.
type fileNames struct {
	withHost bool // the links are on several domains
	taken    map[string]bool
}

func newFileNames(links []*linkpack.Link, reserved ...string) *fileNames {
	n := &fileNames{taken: map[string]bool{}}
	for _, name := range reserved {
		n.taken[folded(name)] = true
	}
	n.withHost = slices.ContainsFunc(links, func(l *linkpack.Link) bool { return l.Domain != links[0].Domain })
	return n
}

// next returns the name for the code of a link: the code, after the host if
// needed. A name that is taken gets a number.
func (n *fileNames) next(shortURL, code, extension string) string {
	stem := code
	if at, err := url.Parse(shortURL); err == nil && n.withHost {
		stem = at.Host + "-" + code
	}
	stem = safeStem(stem)
	name := stem + extension
	for i := 2; n.taken[folded(name)]; i++ {
		name = fmt.Sprintf("%s-%d%s", stem, i, extension)
	}
	n.taken[folded(name)] = true
	return name
}

// folded returns what file systems that ignore case take for the same name.
func folded(name string) string { return strings.ToLower(strings.ToUpper(name)) }

// safeStem replaces what Windows or a shell would trip over.
func safeStem(text string) string {
	stem := strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '_'
		}
		return r
	}, text)
	for len(stem) > maxStem {
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
	}
	if stem == "" || stem[0] == '.' || stem[0] == '-' || isDevice(stem) {
		return "_" + stem
	}
	return stem
}

// isDevice reports whether Windows takes a name for a device, whatever its
// extension is.
func isDevice(stem string) bool {
	name, _, _ := strings.Cut(strings.ToUpper(stem), ".")
	name = strings.TrimRight(name, " ")
	if slices.Contains([]string{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}, name) {
		return true
	}
	port := []rune(strings.TrimPrefix(strings.TrimPrefix(name, "COM"), "LPT"))
	return len(port) == 1 && len(name) > len("COM") && strings.ContainsRune("0123456789¹²³", port[0])
}
