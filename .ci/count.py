"""Counts what Meson's test logs (*.json) report: every TAP line is a test, any other program is one.
Every other file is the report of a sanitizer: it is shown, and is a failure.

Prints "N passed, N failed[, N skipped]"; exit status 1 where anything failed or nothing passed."""
import json
import re
import sys

TAP = re.compile(r"^(not )?ok\b[^#\n]*(#\s*skip)?", re.IGNORECASE | re.MULTILINE)
GOOD = {"OK", "EXPECTEDFAIL"}


def count(test):
    """Returns passed, failed and skipped of one program; a program that broke off has failed once more."""
    lines = [m.groups() for m in TAP.finditer(test.get("stdout") or "")]
    failed = sum(1 for broken, skip in lines if broken and not skip)
    skipped = sum(1 for _, skip in lines if skip)
    passed = len(lines) - failed - skipped
    result = test["result"]
    if result in GOOD:
        passed = max(passed, 0 if skipped else 1)
    elif result == "SKIP":
        skipped = max(skipped, 1)
    else:
        failed = max(failed, 1)
    return passed, failed, skipped


def main():
    totals = [0, 0, 0]
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8", errors="replace") as log:
            if not path.endswith(".json"):
                print(f"{path}:\n{log.read()}", file=sys.stderr)
                totals[1] += 1
                continue
            for line in log:
                for i, n in enumerate(count(json.loads(line))):
                    totals[i] += n
    passed, failed, skipped = totals
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
