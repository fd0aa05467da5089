package recount

// maxFindings bounds the memory of an audit.
const maxFindings = 10_000
