"""The house rules of CONTRIBUTING.md that a script can see."""
import re

from tap import Tap, text, tracked

MAX_FILE, MAX_FUNCTION, MAX_LINE = 600, 60, 120
MAX_HEADER_LINE = 180     # prototypes stand in a table, with what they promise behind them
# Pixel and number kernels that lose by being cut up; each is named here on purpose.
LONG_FUNCTIONS = set()

ELSEWHERE = re.compile(r"(?<![\w.~$}])/(?:home|root|Users|work|tmp/wt)/\w")
# A row of a stage's table of parameters stays one row, with its help behind it.
ROW = re.compile(r"^  (CS_(DOUBLE|INT|SWITCH|CHOICE) \(|\.summary = )")
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
NAME = re.compile(r"^(?:[\w*]+\s+)*\*?(\w+)\s*\(")

tap = Tap()
code = [path for path in tracked(".c", ".h", ".cc")]
scripts = [path for path in tracked(".py", ".sh", "run", "test") if "/data/" not in path]
readable = tracked(".c", ".h", ".cc", ".py", ".sh", ".md", ".ui", ".css", ".xml", ".in", ".build", ".po", "run", "test",
                   "packages")


def functions(path):
    """Names and lengths (with the braces) of the functions of a file in GNU style: braces in column 0 after a ')'."""
    lines = text(path).split("\n")
    start = None
    for i, line in enumerate(lines):
        if line == "{" and i and lines[i - 1].rstrip().endswith(")"):
            start = i
        elif line.startswith("}") and start is not None:
            head = next((lines[j] for j in range(start - 1, max(start - 12, -1), -1) if NAME.match(lines[j])), "?")
            yield NAME.match(head).group(1) if NAME.match(head) else "?", i - start + 1
            start = None


def lines_that(paths, wrong):
    for path in paths:
        for number, line in enumerate(text(path).split("\n"), 1):
            if wrong(line):
                yield f"{path}:{number}: {line.strip()[:100]}"


sizes = [(length, path, name) for path in code if not path.startswith("tests/") for name, length in functions(path)]
tap.check(f"no function of more than {MAX_FUNCTION} lines",
          [f"{path}: {name} has {length} lines" for length, path, name in sizes
           if length > MAX_FUNCTION and (path, name) not in LONG_FUNCTIONS])
if sizes:
    ordered = sorted(size[0] for size in sizes)
    median, nine_in_ten = ordered[len(ordered) // 2], ordered[len(ordered) * 9 // 10]
    print(f"# {len(ordered)} functions: median {median} lines, nine in ten up to {nine_in_ten}")
    tap.check("nine functions in ten have fewer than 40 lines", [f"{nine_in_ten}"] if nine_in_ten >= 40 else [])
tap.check(f"no file of more than {MAX_FILE} lines",
          [f"{path} has {n} lines" for path in code + scripts if (n := text(path).count("\n")) > MAX_FILE])
# What lies in pch is a list of others' headers, which the compiler is told to read before all.
headers = [path for path in code if path.endswith(".h") and "/pch/" not in path]
tap.check(f"no line of more than {MAX_LINE} columns",
          lines_that(sorted(set(code + scripts + tracked("meson.build")) - set(headers)),
                     lambda line: len(line) > MAX_LINE and not ROW.match(line)))
tap.check(f"no line of a header of more than {MAX_HEADER_LINE} columns",
          lines_that(headers, lambda line: len(line) > MAX_HEADER_LINE))
# Widgets and the application are the main thread's, all of them.
tap.check("a header of nn and pipeline says which threads may",
          [path for path in headers if path.startswith(("nn/", "pipeline/")) and not path.endswith("-private.h")
           and not re.search(r"thread|for jobs", text(path), re.IGNORECASE)])
# Of a function of one file its name tells what it does, of all others first whose it is. GObject itself asks for two.
PREFIXED = re.compile(r"^static [^\n;(]*\n(?!\w+_(?:class_init|init|default_init) )(?:cs|nn)_\w+ \(", re.MULTILINE)
tap.check("static functions have no prefix",
          [f"{path}: {found.group(0).split(chr(10))[1][:60]}" for path in code
           if not path.endswith(".h") and not path.startswith("tests/") for found in PREFIXED.finditer(text(path))])
tap.check("no tabs in C and no blanks at line ends",
          list(lines_that(code, lambda line: "\t" in line)) +
          list(lines_that(code + scripts, lambda line: line != line.rstrip())))
tap.check("every file ends with one line end",
          [path for path in code + scripts if text(path) and not re.search(r"[^\n]\n\Z", text(path))])
tap.check("nothing is left for later", lines_that(readable, UNFINISHED.search))
tap.check("no path of somebody's machine", lines_that(readable, ELSEWHERE.search))
tap.check("headers are guarded", [path for path in headers if "#pragma once" not in text(path)])
tap.check("films stay outside", [path for path in tracked(".dcm", ".dicom", ".LJPEG", ".ics", ".tif", ".tiff")
                                 if not path.startswith("tests/data/")])
tap.done()
