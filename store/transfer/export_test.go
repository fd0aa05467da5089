package transfer

// TablesOf returns the tables of a store, or none if its lanes are damaged.
func TablesOf(v View) []Table {
	all, _ := tablesOf(v)
	return all
}
