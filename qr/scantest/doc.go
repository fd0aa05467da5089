// Package scantest tests package qr with foreign code. It reads drawn designs
// with four independent decoders (zbar, zxing-cpp, gozxing, jsQR) and compares the
// speed with another QR library. It is a module of its own, so that these do not
// become dependencies of the library.
//
// install.sh installs what is not a Go module. A test that misses a program is
// skipped and names it; with LINKPACK_CI=1 it fails instead. These variables
// change the test:
//
//   - LINKPACK_QR_DESIGNS is the number of random designs, 50 by default.
//   - LINKPACK_QR_SEED is their seed, 11 by default.
//   - LINKPACK_QR_KEEP is a folder for the pictures that some decoder misses.
package scantest
