#!/usr/bin/env bash
# Lets a booth's documents travel fast over a way that loses packets: makes TCP's bbr available to programs
# that ask for it for a connection of their own, as the booth does for its documents, without any rights.
# What other programs use stays as it is.
#
#   sudo deploy/fast-documents.sh
#
# Once on each booth; it holds after a restart. A second run changes nothing. ROOT=... works on another tree of
# files and leaves the running system alone.
set -euo pipefail

root=${ROOT:-}
say() { printf 'fast-documents: %s\n' "$*"; }
fail() { printf 'fast-documents: %s\n' "$*" >&2; exit 1; }

[ -n "$root" ] || [ "$(id -u)" -eq 0 ] || fail "only root may; run: sudo deploy/fast-documents.sh"
allowed=$root/proc/sys/net/ipv4/tcp_allowed_congestion_control
[ -r "$allowed" ] || fail "this is not Linux, or its kernel cannot be asked: documents travel as the system has it"

# A kernel has bbr built in, as a module, or not at all.
[ -n "$root" ] || modprobe tcp_bbr 2>/dev/null || true
available=$(cat "$root/proc/sys/net/ipv4/tcp_available_congestion_control")
case " $available " in
    *" bbr "*) ;;
    *) fail "this kernel has no bbr: documents travel as the system has it" ;;
esac

# What is allowed already stays allowed.
names=$(cat "$allowed")
case " $names " in
    *" bbr "*) ;;
    *) names="$names bbr" ;;
esac

put() {
    if [ "$(cat "$1" 2>/dev/null)" != "$2" ]; then
        mkdir -p "$(dirname "$1")"
        printf '%s\n' "$2" >"$1"
        say "wrote $1"
    fi
}
put "$root/etc/modules-load.d/bilik.conf" "tcp_bbr"
put "$root/etc/sysctl.d/60-bilik.conf" "net.ipv4.tcp_allowed_congestion_control = $names"
[ "$(cat "$allowed")" = "$names" ] || printf '%s\n' "$names" >"$allowed"
say "documents may travel with bbr"
