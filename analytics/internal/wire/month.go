package wire

import "time"

// MonthOf returns the month of a UTC day: year * 12 + month, which is 0 for January.
func MonthOf(day uint32) uint32 {
	year, month, _ := DateOf(day).Date()
	return uint32(year)*12 + uint32(month) - 1
}

// firstOfMonth returns the beginning of a month.
func firstOfMonth(month uint32) time.Time {
	return time.Date(int(month/12), time.Month(month%12+1), 1, 0, 0, 0, 0, time.UTC)
}

// DaysOfMonth returns the days of a month, from first up to after, exclusive.
func DaysOfMonth(month uint32) (first, after uint32) {
	return uint32(firstOfMonth(month).Unix() / 86400), uint32(firstOfMonth(month+1).Unix() / 86400)
}
