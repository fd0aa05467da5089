package wire

// SumsOf returns the keys of the sums that add up the rollup of a link on a UTC day.
// workspace is the number of the link's workspace, or 0 if that is not known.
func SumsOf(link, workspace, day uint32) []SumKey {
	month, page := MonthOf(day), PageOf(link)
	keys := []SumKey{
		{Kind: SumAll, Number: link},
		{Kind: SumMonth, Number: link, Index: month},
		{Kind: SumPage, Number: page, Index: month},
		{Kind: SumPageVisitors, Number: page, Index: month},
	}
	if workspace == 0 {
		return keys
	}
	return append(keys, SumKey{Kind: SumDay, Number: workspace, Index: day}, SumKey{Kind: SumMonth, Number: workspace, Index: month})
}
