#!/usr/bin/env bash
# Makes .venv ready with the project installed in it, from nothing. With the argument `dev` also everything that tests and checks need.
set -euo pipefail
cd "$(dirname "$0")/.."
what="${1:-run}"

die() { echo "unbraid: $1" >&2; exit 1; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3.14 python3.13 python3.12 python3.11 python3; do
        if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    die "Python 3.11 or newer is needed (set PYTHON=/path/to/python3 if it has another name)"
}

# Debian's python3 comes without ensurepip; python3-venv brings it.
need_venv() {
    local python="$1" package
    "$python" -c 'import ensurepip, venv' 2>/dev/null && return
    package="$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || die "$python cannot make virtual environments: sudo apt-get install $package"
    echo "Installing $package (this Python cannot make virtual environments without it)"
    apt-get -q -o DPkg::Lock::Timeout=120 update >/dev/null || true  # an old list of packages may still do
    DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$package" >/dev/null \
        || die "apt-get cannot install $package"
}

if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    python="$(find_python)"
    need_venv "$python"
    echo "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
fi

asked_for="$(cat pyproject.toml sample_monolith/requirements.lock 2>/dev/null | sha256sum | cut -d' ' -f1)"
stamp=".venv/.ready-$what"
if [ "$(cat "$stamp" 2>/dev/null)" != "$asked_for" ]; then
    echo "Installing into .venv (once)"
    install=(.venv/bin/python -m pip install -q --disable-pip-version-check)
    if [ "$what" = dev ]; then
        "${install[@]}" -e '.[dev]'
        # Its requirements contradict each other on purpose, so the lock is installed as it stands.
        "${install[@]}" --no-deps -r sample_monolith/requirements.lock
    else
        "${install[@]}" -e .
    fi
    echo "$asked_for" > "$stamp"
fi
