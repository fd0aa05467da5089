// Package country knows the assigned ISO 3166-1 alpha-2 codes and the continent
// of each.
package country

import "strings"

// IsAssigned reports whether code, in capitals, is an assigned ISO 3166-1
// alpha-2 code or XK, which is in general use for Kosovo.
func IsAssigned(code string) bool {
	return isCode(code) && strings.IndexByte(row(code[0]), code[1]|0x20) >= 0
}

// Continent returns the continent of a country as AF, AN, AS, EU, NA, OC or SA,
// or "" if code is not assigned. Countries on two continents are where GeoNames
// has them, as in most databases.
func Continent(code string) string {
	if !isCode(code) {
		return ""
	}
	row := row(code[0])
	at := strings.IndexByte(row, code[1]|0x20)
	if at < 0 {
		return ""
	}
	start := strings.LastIndexByte(row[:at], ' ') + 1
	return row[start : start+2]
}

// IsContinent reports whether code, in capitals, is one that [Continent]
// returns.
func IsContinent(code string) bool {
	switch code {
	case "AF", "AN", "AS", "EU", "NA", "OC", "SA":
		return true
	default:
		return false
	}
}

// isCode reports whether code is two capital letters.
func isCode(code string) bool {
	return len(code) == 2 && 'A' <= code[0] && code[0] <= 'Z' && 'A' <= code[1] && code[1] <= 'Z'
}

// row returns the countries whose code begins with a letter: each continent is
// followed by the second letters, in lower case, of its countries. The list is
// indexed where it stands, so that it is not copied.
func row(first byte) string {
	return [26]string{
		"AFo ANq ASefmz EUdltx NAgiw OCsu SAr",    // A
		"AFfijw ANv ASdhnt EUaegy NAblmqsz SAor",  // B
		"AFdfgimv AScn EUhyz NAaruw OCkx SAlo",    // C
		"AFjz EUek NAmo",                          // D
		"AFghrt EUes SAc",                         // E
		"EUior OCjm SAk",                          // F
		"AFahmnqw ANs ASe EUbgir NAdlpt OCu SAfy", // G
		"ANm ASk EUru NAnt",                       // H
		"ASdlnoqr EUemst",                         // I
		"ASop EUe NAm",                            // J
		"AFem ASghprwz NAny OCi",                  // K
		"AFrsy ASabk EUituv NAc",                  // L
		"AFaglruwz ASmnovy EUcdekt NAfqsx OChp",   // M
		"AFaeg ASp EUlo NAi OCcfruz",              // N
		"ASm",                                     // O
		"AShks EUlt NAamr OCfgnw SAey",            // P
		"ASa",                                     // Q
		"AFew EUosu",                              // R
		"AFcdhlnostz ASagy EUeijkm NAvx OCb SAr",  // S
		"AFdgnz ANf AShjmrw NAct OCklov",          // T
		"AFg ASz EUa NAs OCm SAy",                 // U
		"ASn EUa NAcgi OCu SAe",                   // V
		"OCfs",                                    // W
		"EUk",                                     // X
		"AFt ASe",                                 // Y
		"AFamw",                                   // Z
	}[first-'A']
}
