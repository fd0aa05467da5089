package wire

import "time"

// MonthOf returns the number of a day's month.
func MonthOf(day uint32) uint32 {
	year, month, _ := DateOf(day).Date()
	return uint32(year)*12 + uint32(month) - 1
}

// firstOfMonth returns when a month begins.
func firstOfMonth(month uint32) time.Time {
	return time.Date(int(month/12), time.Month(month%12+1), 1, 0, 0, 0, 0, time.UTC)
}

// DaysOfMonth returns the first day of a month and that of the next.
func DaysOfMonth(month uint32) (first, after uint32) {
	return uint32(firstOfMonth(month).Unix() / 86400), uint32(firstOfMonth(month+1).Unix() / 86400)
}
