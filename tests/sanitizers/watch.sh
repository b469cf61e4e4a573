# What the sanitizers are told. Sourced by ./test; expects $root, $build and $sanitize, sets $reports.

# A file a process at fault, for most processes have no terminal: helpers, and programs that tests start.
reports=$build/reports
rm -rf "$reports"
mkdir -p "$reports"
watch=$root/tests/sanitizers
# Who runs out of stack, as DCMTK does over sequences without end, dies as by itself: no second stack to tell of it.
shared=log_path=$reports/report:log_exe_name=1:exitcode=86:use_sigaltstack=0

# Slices would hide whose memory it is. The libraries keep no frame pointers, so stacks are found the slow way.
export G_SLICE=always-malloc
# Where threads outlive main, as libsoup's do, GCC 12's leak sanitizer falls over tables of TLS that it kept for them.
export ASAN_OPTIONS=$shared:detect_stack_use_after_return=1:fast_unwind_on_malloc=0:malloc_context_size=24
ASAN_OPTIONS+=:intercept_tls_get_addr=0
export LSAN_OPTIONS=suppressions=$watch/leaks:print_suppressions=0
export UBSAN_OPTIONS=$shared:print_stacktrace=1
export TSAN_OPTIONS=$shared:suppressions=$watch/races:history_size=5:ignore_noninstrumented_modules=1
unset MALLOC_CHECK_
case $sanitize in *thread*) export LD_PRELOAD=$build/tests/sanitizers/liborder.so ;; esac
