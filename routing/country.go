package routing

import "strings"

// isCountry reports whether code, in capitals, is an assigned ISO 3166-1
// alpha-2 code or XK, which everybody uses for Kosovo.
func isCountry(code string) bool {
	return len(code) == 2 && strings.IndexByte(secondLetters(code[0]), code[1]) >= 0
}

// secondLetters returns the letters that follow the first one in the assigned
// codes (ISO 3166-1, 249 codes, and XK).
func secondLetters(first byte) string {
	switch first {
	case 'A':
		return "DEFGILMOQRSTUWXZ"
	case 'B':
		return "ABDEFGHIJLMNOQRSTVWYZ"
	case 'C':
		return "ACDFGHIKLMNORUVWXYZ"
	case 'D':
		return "EJKMOZ"
	case 'E':
		return "CEGHRST"
	case 'F':
		return "IJKMOR"
	case 'G':
		return "ABDEFGHILMNPQRSTUWY"
	case 'H':
		return "KMNRTU"
	case 'I':
		return "DELMNOQRST"
	case 'J':
		return "EMOP"
	case 'K':
		return "EGHIMNPRWYZ"
	case 'L':
		return "ABCIKRSTUVY"
	case 'M':
		return "ACDEFGHKLMNOPQRSTUVWXYZ"
	case 'N':
		return "ACEFGILOPRUZ"
	case 'O':
		return "M"
	case 'P':
		return "AEFGHKLMNRSTWY"
	case 'Q':
		return "A"
	case 'R':
		return "EOSUW"
	case 'S':
		return "ABCDEGHIJKLMNORSTVXYZ"
	case 'T':
		return "CDFGHJKLMNORTVWZ"
	case 'U':
		return "AGMSYZ"
	case 'V':
		return "ACEGINU"
	case 'W':
		return "FS"
	case 'X':
		return "K"
	case 'Y':
		return "ET"
	case 'Z':
		return "AMW"
	default:
		return ""
	}
}
