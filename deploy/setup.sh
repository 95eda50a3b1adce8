#!/usr/bin/env bash
# Sets up a checkout: system libraries, the virtual environment .venv, the packages of requirements.lock.
#
#   deploy/setup.sh SECTION...     the sections of deploy/system-packages.txt that are wanted
#
# What stands already is left alone, so that a second run takes a second. A run that was cut off is repaired
# by the next: an environment without its stamp is made anew. Everything that can be missing is checked
# before anything is changed; then one sentence says what to do, and the status is not 0.
# PYTHON=... names the interpreter to use.
set -efuo pipefail
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# ---------------------------------------------------------------- Python

supported() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

find_python() {
    local candidate candidates=("${PYTHON:-python3}")
    # A name that somebody chose is taken or refused, never replaced by another.
    [ "${candidates[0]}" != python3 ] || candidates+=(python3.13 python3.12 python3.11)
    for candidate in "${candidates[@]}"; do
        if supported "$candidate"; then
            python=$candidate
            return
        fi
    done
    command -v "${PYTHON:-python3}" >/dev/null ||
        fail "${PYTHON:-python3} is missing; run: sudo apt-get install git make python3 python3-venv"
    fail "$("${PYTHON:-python3}" --version) is not among the supported 3.11, 3.12 and 3.13;" \
        "name another with: make PYTHON=python3.12 (apt-get install python3.12 python3.12-venv)"
}

check_venv() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "$python cannot make virtual environments; run: sudo apt-get install ${python##*/}-venv"
}

# ---------------------------------------------------------------- system libraries

# The names of a section, "?" in front of those that may be missing.
section() {
    sed -n "/^\[$1\]/,/^\[/p" deploy/system-packages.txt | sed '/^[#[]/d; /^ *$/d; s/^? */?/'
}

installed() {
    dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

in_archive() {
    [ -n "$(apt-cache show --no-all-versions "$1" 2>/dev/null)" ]
}

# Whether it can be installed here without removing anything: pulseaudio, for one, would put out PipeWire.
can_be_added() {
    in_archive "$1" && apt-get install --simulate --no-remove -qq --no-install-recommends "$1" >/dev/null 2>&1
}

# Fills `missing` with what has to be installed and `wishes` with what may be.
look_for_packages() {
    missing=() wishes=()
    local name
    for name in $(for part in "$@"; do section "$part"; done); do
        if installed "${name#\?}" || installed "${name#\?}t64"; then
            continue
        fi
        case $name in
            \?*) wishes+=("${name#\?}") ;;
            *) missing+=("$name") ;;
        esac
    done
}

# The same names as this release's archive knows them; wishes that cannot be added here are left out.
names_here() {
    local name
    for name in "${missing[@]}"; do
        if in_archive "${name}t64"; then echo "${name}t64"; else echo "$name"; fi
    done
    for name in "${wishes[@]}"; do
        if can_be_added "$name"; then echo "$name"; fi
    done
}

install_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "this is not Debian or Ubuntu; see to it that these libraries are there, by their Debian names:" \
            $(for part in "$@"; do section "$part"; done | tr -d '?')
        return
    fi
    look_for_packages "$@"
    [ ${#missing[@]} -gt 0 ] || [ ${#wishes[@]} -gt 0 ] || return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            [ ${#missing[@]} -gt 0 ] || { say "without ${wishes[*]}: what needs it is skipped"; return; }
            fail "system libraries are missing; run: sudo apt-get update &&" \
                "sudo apt-get install -y --no-remove --no-install-recommends" $(names_here)
        fi
        as_root=(sudo -n)
    fi
    if [ ${#missing[@]} -gt 0 ] || ! in_archive bash; then
        say "asking the package archive (apt-get update)"
        "${as_root[@]}" apt-get update -qq || [ ${#missing[@]} -eq 0 ] ||
            fail "the package archive cannot be reached; these are missing: ${missing[*]}"
    fi
    local names
    names=$(names_here)
    if [ -z "$names" ]; then
        say "${wishes[*]} cannot be added to this system: what needs it is skipped"
        return
    fi
    say "installing system packages:" $names
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-remove --no-install-recommends $names ||
        fail "apt-get could not install:" $names
}

# ---------------------------------------------------------------- packages

make_environment() {
    local stamp=.venv/bilik-setup place packages stamped=()
    place="$PWD with $("$python" -c 'import sys; print(sys.executable, *sys.version_info[:2])')"
    packages=$(cat requirements.lock pyproject.toml | cksum)
    if .venv/bin/python -c '' 2>/dev/null && [ -e $stamp ]; then
        mapfile -t stamped <$stamp
    fi
    if [ "${stamped[*]-}" = "$place $packages" ]; then
        return
    fi
    if [ "${stamped[0]-}" != "$place" ]; then
        say "making the virtual environment .venv with $("$python" --version)"
        rm -rf .venv
        "$python" -m venv .venv || fail "the virtual environment could not be made; see above"
    fi
    rm -f $stamp
    say "installing the Python packages (the first time some minutes); the large ones are:"
    .venv/bin/python -m pip install --disable-pip-version-check --no-input --progress-bar off \
        --require-hashes -r requirements.lock | sed -un '
            s/^ *\(Downloading\|Using cached\) \(.* MB)\).*/setup:   \2/p
            s/^Installing collected packages.*/setup: unpacking them/p' ||
        fail "the Python packages could not be installed; see above, and run it again"
    say "installing the programs"
    .venv/bin/python -m pip install --disable-pip-version-check --no-input --quiet \
        --no-deps --no-build-isolation --editable . || fail "the programs could not be installed; see above"
    printf '%s\n%s\n' "$place" "$packages" >$stamp
    say "done"
}

# Of two at the same time, in two terminals, one waits.
take_turns() {
    command -v flock >/dev/null || return 0
    exec 9<deploy/setup.sh
    flock -n 9 || { say "waiting for another set-up that is running"; flock 9; }
}

take_turns
find_python
check_venv
install_packages "$@"
make_environment
