package routing

import "strings"

// isCountry reports whether code, in capitals, is an assigned ISO 3166-1
// alpha-2 code or XK, which everybody uses for Kosovo.
func isCountry(code string) bool {
	return len(code) == 2 && 'A' <= code[0] && code[0] <= 'Z' &&
		strings.IndexByte(secondLetters[code[0]-'A'], code[1]) >= 0
}

// secondLetters are the letters that follow the first one in the 249 assigned
// codes and XK. It never changes.
var secondLetters = [26]string{
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
}
