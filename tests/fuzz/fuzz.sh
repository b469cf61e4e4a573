#!/bin/sh
# usage: fuzz.sh BUILD SECONDS TARGET...: libFuzzer over each target in turn; README.md tells how BUILD is made.
# Seconds are those that the processor worked for it: on a machine that has much else to do a clock counts nothing.
# What it found stays in BUILD/fuzz/TARGET: found/ (files that reach new code), crash-*, log; a line a target in
# BUILD/fuzz/table.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd) seconds=$2
shift 2

# Files of the targets go to memory: a disk would be all that is measured.
TMPDIR=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo /tmp)/calcspot-fuzz-XXXXXX")
trap 'rm -rf "$TMPDIR"' EXIT
trap 'exit 130' INT TERM
export TMPDIR CALCSPOT_SOURCE="$here/../.." GSETTINGS_BACKEND=memory G_SLICE=always-malloc
export CALCSPOT_MODULES="$build/app" XDG_DATA_HOME="$TMPDIR" XDG_CONFIG_HOME="$TMPDIR" UBSAN_OPTIONS=print_stacktrace=1
export ASAN_OPTIONS=allocator_may_return_null=1:detect_leaks=1

# Whole seconds of the processor that all children of this shell and theirs have had. A pipe would ask a shell of its
# own, which had none.
count () {
  times >"$TMPDIR/times"
  spent=$(awk 'NR == 2 { split($1, u, /[ms]/); split($2, s, /[ms]/); print int((u[1] + s[1]) * 60 + u[2] + s[2]) }' \
    "$TMPDIR/times")
}

# One run until the seconds are spent or something breaks.
run_once () {
  CALCSPOT_FUZZ_SECONDS=$1 "$build/tests/fuzz/calcspot-fuzz" -rss_limit_mb=4096 -timeout=30 -print_final_stats=1 \
    -artifact_prefix="$place/crash-" $options "$place/found" "$place/seeds" $kept >>"$place/log" 2>&1 || true
}

# Executions of all runs, the most edges and features that one of them reached, what broke.
sum_up () {
  awk -v name="$target" -v cpu="$1" -v clock="$2" '
    /^#[0-9]+/ { ran = substr($1, 2); for (i = 1; i < NF; i++) {
      if ($i == "cov:" && $(i + 1) > cov) cov = $(i + 1); if ($i == "ft:" && $(i + 1) > ft) ft = $(i + 1) } }
    /^INFO: Running with/ { all += ran; ran = 0 }
    /^stat::number_of_executed_units/ { ran = $2 }
    /^SUMMARY/ { broke++ }
    END { printf "%-12s %6d s of the processor, %6d s of the clock, %8d executions, cov %5d, ft %6d, %d broke\n",
          name, cpu, clock, all + ran, cov, ft, broke }' "$place/log" | tee -a "$build/fuzz/table"
}

# After something broke it goes on with what is left of the seconds, five times.
fuzz () {
  target=$1 place=$build/fuzz/$1 options='' kept=''
  export CALCSPOT_FUZZ="$target"
  mkdir -p "$place/found"
  : >"$place/log"
  # DCMTK keeps its list of codecs for ever, which only some of the targets' seeds leave in sight.
  ASAN_OPTIONS=detect_leaks=0 CALCSPOT_FUZZ_SEEDS="$place/seeds" "$build/tests/fuzz/calcspot-fuzz"
  [ -f "$here/words/$target" ] && options="-dict=$here/words/$target"
  [ -d "$here/corpus/$target" ] && kept=$here/corpus/$target
  # Databases are large; and a look for what is lost after each takes longer than the file: one at the end must do.
  case $target in study|merge) options="$options -max_len=131072 -detect_leaks=0" ;; esac
  count
  began=$(date +%s) before=$spent rounds=0
  while [ $rounds -lt 5 ] && [ $((spent - before)) -lt $((seconds - 1)) ]; do
    run_once $((seconds - spent + before))
    count
    rounds=$((rounds + 1))
  done
  sum_up $((spent - before)) $(($(date +%s) - began))
}

for name; do fuzz "$name"; done
