package routing

import "time"

func parseOS(value string, _ *time.Location) (matcher, error) {
	return parseWords(value, func(v *Visit) string { return v.Classify().OS }, anyWord)
}

func parseBrowser(value string, _ *time.Location) (matcher, error) {
	return parseWords(value, func(v *Visit) string { return v.Classify().Browser }, anyWord)
}
