package routing

func parseOS(value string, in *scope) (matcher, error) {
	words := in.index.factWords("os", func(v *Visit) string { return v.agent().OS })
	return parseWords(value, in, words, anyWord)
}

func parseBrowser(value string, in *scope) (matcher, error) {
	words := in.index.factWords("browser", func(v *Visit) string { return v.agent().Browser })
	return parseWords(value, in, words, anyWord)
}
