package routing

import "strings"

// isCountry reports whether code, in capitals, is an assigned ISO 3166-1
// alpha-2 code or XK, which everybody uses for Kosovo.
func isCountry(code string) bool {
	return len(code) == 2 && 'A' <= code[0] && code[0] <= 'Z' &&
		strings.IndexByte(secondLetters(code[0]), code[1]) >= 0
}

// secondLetters returns the letters that follow the first one, a capital, in
// the 249 assigned codes and XK. The list is indexed where it stands, so that it
// is not copied.
func secondLetters(first byte) string {
	return [26]string{
		"DEFGILMOQRSTUWXZ",        // A
		"ABDEFGHIJLMNOQRSTVWYZ",   // B
		"ACDFGHIKLMNORUVWXYZ",     // C
		"EJKMOZ",                  // D
		"CEGHRST",                 // E
		"IJKMOR",                  // F
		"ABDEFGHILMNPQRSTUWY",     // G
		"KMNRTU",                  // H
		"DELMNOQRST",              // I
		"EMOP",                    // J
		"EGHIMNPRWYZ",             // K
		"ABCIKRSTUVY",             // L
		"ACDEFGHKLMNOPQRSTUVWXYZ", // M
		"ACEFGILOPRUZ",            // N
		"M",                       // O
		"AEFGHKLMNRSTWY",          // P
		"A",                       // Q
		"EOSUW",                   // R
		"ABCDEGHIJKLMNORSTVXYZ",   // S
		"CDFGHJKLMNORTVWZ",        // T
		"AGMSYZ",                  // U
		"ACEGINU",                 // V
		"FS",                      // W
		"K",                       // X
		"ET",                      // Y
		"AMW",                     // Z
	}[first-'A']
}
