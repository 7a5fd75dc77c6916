#!/usr/bin/env bash
# Installs the programs that some tests drive (as root, with apt-get), or says in one line which of them are missing.
set -euo pipefail
missing=()
for pair in chromium:chromium dot:graphviz nginx:nginx-light java:default-jre-headless; do
    command -v "${pair%%:*}" >/dev/null || [ -x "/usr/sbin/${pair%%:*}" ] || missing+=("${pair##*:}")
done
[ "${#missing[@]}" = 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]} (driven by tests)"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -q -o DPkg::Lock::Timeout=120 update >/dev/null || echo "apt-get update failed; trying with the old list"
    # Services must not start: tests start their own.
    apt-get -qq -o DPkg::Lock::Timeout=120 -o Dpkg::Options::=--force-confold install -y --no-install-recommends "${missing[@]}" >/dev/null && exit 0
fi
echo "Missing, so that the tests which need them are skipped: ${missing[*]}   (sudo apt-get install ${missing[*]})"
