"""What the tests of calcspot-batch share: running it, tiny films, and asking that it fails as it should."""
import atexit
import hashlib
import os
import re
import shutil
import subprocess
import tempfile

from patience import patient

BATCH = os.path.join(os.environ["CALCSPOT_BUILD"], "app", "calcspot-batch")
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
ENV = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"}
ENV["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="calcspot-config-")     # presets are saved there
atexit.register(shutil.rmtree, ENV["XDG_CONFIG_HOME"], ignore_errors=True)

# Small films with a grain at which calcifications are seen; a network too narrow to be good, but a network.
FILM = ["--size", "384x384", "--um", "200"]
NARROW = ["--network", "unet", "--width", "4"]


def folder():
    """A folder of our own that everybody may look into, gone at exit."""
    path = tempfile.mkdtemp(prefix="calcspot-batch-")
    os.chmod(path, 0o755)
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


def run(*arguments, before=(), program=BATCH, **options):
    options.setdefault("capture_output", "stdout" not in options)
    return subprocess.run([*before, program, *map(str, arguments)], text=True, timeout=patient(300), env=ENV, **options)


def good(*arguments):
    """Standard output of a run that must succeed."""
    done = run(*arguments)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, arguments))}: status {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def wrong(done, status):
    """Complaints about a run that should have failed with this status, one line on standard error and nothing else.

    On a slow machine lines of progress may come before it."""
    lines = [line for line in (done.stderr or "").splitlines() if not re.match(r" *[0-9]+ %  ", line)]
    if done.returncode != status:
        yield f"status {done.returncode} and not {status}: {lines[-1:]}"
    elif len(lines) != 1 or not lines[0].startswith("calcspot-batch"):
        yield f"not one clear line: {lines}"
    if done.stdout:
        yield f"printed {done.stdout[:100]!r}"


def digest(path):
    """Of a file's bytes, or of every file below a folder but a database's log; "" where there is nothing."""
    if not os.path.lexists(path):
        return ""
    if not os.path.isdir(path):
        with open(path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    return " ".join(f"{os.path.relpath(os.path.join(place, name), path)}={digest(os.path.join(place, name))}"
                    for place, _, names in sorted(os.walk(path)) for name in sorted(names)
                    if not name.endswith(("-shm", "-wal")))
