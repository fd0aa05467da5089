#!/bin/sh
# Installs what makes TypeScript types of descriptions: node where it is missing, from
# Debian, and packages from npm. oapi-codegen is a Go module.
set -eu
cd "$(dirname "$0")"
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
	sudo=
	[ "$(id -u)" = 0 ] || sudo=sudo
	$sudo apt-get update -qq
	$sudo apt-get install -qq -y --no-install-recommends nodejs npm
fi
npm ci --prefix typescript --silent --no-audit --no-fund
