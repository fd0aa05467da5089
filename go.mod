module github.com/linkpack/linkpack-go

go 1.25.0
