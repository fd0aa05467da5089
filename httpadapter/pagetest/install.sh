#!/bin/sh
# Installs what these tests need beside Go: a browser, on Debian.
set -e
command -v chromium >/dev/null && exit 0
apt-get update -q
apt-get install -qy --no-install-recommends chromium fonts-dejavu-core
