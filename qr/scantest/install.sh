#!/bin/sh
# Installs the programs that the scan tests read codes with: zbar and zxing-cpp
# from Debian, jsQR from npm. gozxing is a Go module. Needs apt-get, node and npm.
set -eu
cd "$(dirname "$0")"
if ! command -v zbarimg >/dev/null || ! command -v ZXingReader >/dev/null; then
	sudo=
	[ "$(id -u)" = 0 ] || sudo=sudo
	$sudo apt-get update -qq
	$sudo apt-get install -qq -y --no-install-recommends zbar-tools zxing-cpp-tools
fi
npm ci --prefix jsqr --silent --no-audit --no-fund
