#!/bin/sh
# usage: fuzz.sh BUILD TARGET SECONDS: libFuzzer over one target; README.md tells how BUILD is made.
# What it found stays in BUILD/fuzz/TARGET: found/ (files that reach new code), crash-*, log.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd) target=$2 seconds=$3
place=$build/fuzz/$target
mkdir -p "$place/found"

# Files of the targets go to memory: a disk would be all that is measured.
TMPDIR=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo /tmp)/calcspot-fuzz-XXXXXX")
trap 'rm -rf "$TMPDIR"' EXIT
export TMPDIR CALCSPOT_FUZZ="$target" CALCSPOT_SOURCE="$here/../.." GSETTINGS_BACKEND=memory G_SLICE=always-malloc
export CALCSPOT_MODULES="$build/app" XDG_DATA_HOME="$TMPDIR" XDG_CONFIG_HOME="$TMPDIR" UBSAN_OPTIONS=print_stacktrace=1
export ASAN_OPTIONS=allocator_may_return_null=1:detect_leaks=1
CALCSPOT_FUZZ_SEEDS="$place/seeds" "$build/tests/fuzz/calcspot-fuzz"

set -- -max_total_time="$seconds" -rss_limit_mb=4096 -timeout=30 -print_final_stats=1 -artifact_prefix="$place/crash-"
[ -f "$here/words/$target" ] && set -- "$@" -dict="$here/words/$target"
# Databases are large; and a look for what is lost after each takes longer than the file: one at the end must do.
case $target in study|merge) set -- "$@" -max_len=131072 -detect_leaks=0 ;; esac
[ -d "$here/corpus/$target" ] && set -- "$@" "$place/found" "$place/seeds" "$here/corpus/$target" ||
  set -- "$@" "$place/found" "$place/seeds"
# After a crash it goes on where $FUZZ_MORE is "-fork=1 -ignore_crashes=1".
"$build/tests/fuzz/calcspot-fuzz" ${FUZZ_MORE:-} "$@" 2>&1 | tee -a "$place/log" |
  grep -aE "^(SUMMARY|stat::|Done)|DONE" || true
