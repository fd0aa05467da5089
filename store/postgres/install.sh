#!/bin/sh
# Installs PostgreSQL, of which the tests start a server of their own. Debian's package
# would start another one that nobody needs.
set -eu
command -v initdb >/dev/null && exit
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && exit
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
$sudo mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] ||
	echo 'create_main_cluster = false' | $sudo tee /etc/postgresql-common/createcluster.conf >/dev/null
$sudo apt-get update -qq
$sudo apt-get install -qq -y --no-install-recommends -o Dpkg::Options::=--force-confold postgresql
