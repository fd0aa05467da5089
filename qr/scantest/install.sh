#!/bin/sh
# Installs the programs that the scan tests read codes with: zbar, zxing-cpp and,
# where it is missing, node from Debian, jsQR from npm. gozxing is a Go module.
# Poppler and qpdf read PDF files.
set -eu
cd "$(dirname "$0")"
missing=
command -v zbarimg >/dev/null || missing="$missing zbar-tools"
command -v ZXingReader >/dev/null || missing="$missing zxing-cpp-tools"
command -v pdftoppm >/dev/null || missing="$missing poppler-utils"
command -v qpdf >/dev/null || missing="$missing qpdf"
command -v node >/dev/null && command -v npm >/dev/null || missing="$missing nodejs npm"
if [ -n "$missing" ]; then
	sudo=
	[ "$(id -u)" = 0 ] || sudo=sudo
	$sudo apt-get update -qq
	# shellcheck disable=SC2086 # a list
	$sudo apt-get install -qq -y --no-install-recommends $missing
fi
npm ci --prefix jsqr --silent --no-audit --no-fund
