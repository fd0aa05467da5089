// Package scantest holds the tests that need foreign code: it draws designs with
// package qr and reads them with four independent decoders (zbar, zxing-cpp,
// gozxing, jsQR), and compares speed with another QR library. It is a module of
// its own so that none of these become dependencies of the library.
//
// install.sh installs what is not a Go module. A test names the program that it
// misses and is skipped; with LINKPACK_CI=1 it fails instead. LINKPACK_QR_DESIGNS
// is the number of random designs, 50 by default, and LINKPACK_QR_SEED their
// seed, 11 by default. LINKPACK_QR_KEEP is a folder for the pictures that some
// decoder misses.
package scantest
