module github.com/linkpack/linkpack-go/qr/scantest

go 1.26.0

require (
	github.com/linkpack/linkpack-go v0.0.0
	github.com/makiuchi-d/gozxing v0.1.1
	github.com/skip2/go-qrcode v0.0.0-20200617195104-da1b6568686e
)

require (
	github.com/HugoSmits86/nativewebp v0.9.3 // indirect
	github.com/klauspost/compress v1.20.4 // indirect
	github.com/piglig/go-qr v1.1.0 // indirect
	golang.org/x/image v0.47.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	golang.org/x/xerrors v0.0.0-20200804184101-5ec99f83aff1 // indirect
)

replace github.com/linkpack/linkpack-go => ../..
