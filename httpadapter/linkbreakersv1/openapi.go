package linkbreakersv1

import _ "embed"

// openAPI is the description of the API, made from openapi.yaml by
// "go test ./httpadapter/apitest -update".
//
//go:embed openapi.json
var openAPI []byte
