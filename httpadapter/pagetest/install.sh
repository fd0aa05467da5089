#!/bin/sh
# Installs the browser that these tests need, on Debian.
set -e
command -v chromium >/dev/null && exit 0
apt-get update -q
apt-get install -qy --no-install-recommends chromium fonts-dejavu-core
