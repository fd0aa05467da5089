// Package apitest tests that the APIs are what their descriptions say: those of this
// project, which the handlers serve, and those that Linkbreakers has published. It is a
// separate module, so that importing a dialect does not add the libraries that read
// descriptions.
//
// Each dialect has an openapi.yaml, from which
//
//	go test ./httpadapter/apitest -update
//
// makes the openapi.json that is served. A scenario in testdata calls all operations;
// what an answer has and its description lacks is a failure, and so is what a
// description has and no answer.
//
// Facts of the published descriptions are in testdata/published.tsv. If the variable
// LINKBREAKERS_OPENAPI names a folder with the descriptions themselves, answers are
// checked against them, too, and -update makes the table again. Tests that need
// programs, node and the packages that install.sh installs, are skipped without them,
// or fail if LINKPACK_CI is 1.
package apitest
