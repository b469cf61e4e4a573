"""What the scripts among the tests share: the tree's files, and results spoken as TAP."""
import os
import subprocess
import sys

SOURCE = os.environ["CALCSPOT_SOURCE"]


def tracked(*suffixes):
    """Paths relative to the root, of files that belong to the project; all, or those with one of the suffixes."""
    try:
        git = ["git", "-c", "safe.directory=*", "-C", SOURCE, "ls-files", "-z"]
        listed = subprocess.run([*git, "--cached", "--others", "--exclude-standard"],
                                capture_output=True, check=True, text=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):     # an unpacked archive
        listed = [os.path.relpath(os.path.join(folder, name), SOURCE)
                  for folder, _, names in os.walk(SOURCE) for name in names]
        listed = [path for path in listed if not path.startswith((".git" + os.sep, "build"))]
    return sorted(path for path in listed
                  if path and path.endswith(suffixes or "") and os.path.isfile(os.path.join(SOURCE, path)))


def text(path):
    with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
        return file.read()


class Tap:
    """A rule is checked by one `check`: it fails where it is given any complaint."""

    def __init__(self):
        self.n = 0
        self.failed = False

    def check(self, rule, complaints):
        complaints = list(complaints)
        self.n += 1
        print(f"{'not ok' if complaints else 'ok'} {self.n} - {rule}")
        for complaint in complaints:
            print(f"# {complaint}")
        self.failed |= bool(complaints)

    def done(self):
        print(f"1..{self.n}")
        sys.exit(1 if self.failed else 0)
