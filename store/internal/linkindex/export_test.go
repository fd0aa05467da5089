package linkindex

// Join returns the row with a head and texts.
func Join(head, texts []byte) []byte { return join(head, texts) }

// Split returns the head and the texts of a sound row.
func Split(data []byte) (head, texts []byte) {
	head, rest, _ := cut(data[sumSize:])
	return head, rest[sumSize:]
}
