module github.com/linkpack/linkpack-go

go 1.26.0

require (
	github.com/HugoSmits86/nativewebp v0.9.3 // indirect
	github.com/piglig/go-qr v1.1.0 // indirect
	golang.org/x/image v0.47.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
)
