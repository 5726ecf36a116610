# SPDX-FileCopyrightText: The Watchword contributors
# SPDX-License-Identifier: Apache-2.0
# What the commands of ./dev need, and how it gets there. Sourced by dev; a second run needs no network.

# To build: headers of the C libraries, the keyboard data and a font for the notice.
build_packages=(
    pkg-config libxkbcommon-dev libxkbcommon-x11-dev libxcb1-dev libxcb-xinput-dev libxcb-xkb-dev libxcb-shm0-dev
    libcairo2-dev libwebp-dev libcurl4-openssl-dev libsqlite3-dev libx11-data xkb-data fonts-dejavu-core
)
# To run the tests and the demo: a desktop that nobody has to look at.
desktop_packages=(
    xvfb openbox xdotool x11-xkb-utils x11-utils xterm mousepad i3lock python3 python3-venv
)

is_installed() {
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

need_packages() {
    if ! command -v dpkg-query >/dev/null; then
        note "this is not Debian or Ubuntu; going on in the hope that what these packages hold is there: $*"
        return
    fi
    local package missing=()
    for package in "$@"; do is_installed "$package" || missing+=("$package"); done
    [[ ${#missing[@]} -eq 0 ]] || install_packages "${missing[@]}"
}

install_packages() {
    local as_root=()
    if [[ $EUID -ne 0 ]]; then
        command -v sudo >/dev/null || stop "sudo is not here; as root, run: apt-get install $*"
        [[ -t 0 ]] || stop "packages are missing and nobody can be asked; run: sudo apt-get install $*"
        local answer
        read -r -p "Install with sudo: $* [y/N] " answer
        [[ $answer == [yY]* ]] || stop "not without: $*"
        as_root=(sudo)
    fi
    note "installing $*"
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=900)
    "${apt[@]}" update || note "apt-get update did not work; trying with the lists that are here"
    "${apt[@]}" install -y --no-install-recommends "$@" \
        || stop "apt-get could not install: $*; see its message above"
}

need_swift() {
    command -v swift >/dev/null \
        || stop "there is no Swift toolchain on PATH; install Swift 6.2 or later from https://www.swift.org/install"
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    [[ $(printf '%s\n' 6.2 "${version:-0}" | sort -V | head -n 1) == 6.2 ]] \
        || stop "Swift ${version:-of an unknown version} is too old; install 6.2 or later from https://www.swift.org/install"
}

# Python packages of exactly these versions, in a virtual environment of our own: need_python NAME==VERSION...
need_python() {
    local python wanted missing=()
    if [[ ! -x .venv/bin/python ]]; then
        # A Python of another making may come first on PATH and lack venv.
        for python in python3 /usr/bin/python3 ''; do
            [[ -n $python ]] || stop "Python cannot make a virtual environment; install python3-venv"
            "$python" -c 'import ensurepip, sqlite3, ssl, venv' 2>/dev/null && break
        done
        note "making .venv for the tools of the tests"
        "$python" -m venv .venv
    fi
    for wanted in "$@"; do
        .venv/bin/python -c 'import sys
from importlib.metadata import version
name, wanted = sys.argv[1].split("==")
sys.exit(version(name) != wanted)' "$wanted" 2>/dev/null || missing+=("$wanted")
    done
    [[ ${#missing[@]} -eq 0 ]] && return
    note "installing ${missing[*]} into .venv"
    .venv/bin/python -m pip install -q --disable-pip-version-check "${missing[@]}" \
        || stop "pip could not install ${missing[*]}; is the network there?"
}

# A browser for the picture of the review page. Without one the demo still works, and says what is missing.
need_browser() {
    command -v chromium >/dev/null || command -v google-chrome >/dev/null && return
    if apt-cache policy chromium 2>/dev/null | grep -q 'Candidate: [0-9]'; then
        need_packages chromium
    else
        note "no Chromium package here (Ubuntu has only a snap); trying Playwright's own"
        .venv/bin/playwright install --with-deps chromium \
            || note "no browser: the demo goes on without a picture of the review page"
    fi
}
