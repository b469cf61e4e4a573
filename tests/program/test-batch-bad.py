"""calcspot-batch: each sort of bad input gets one clear line and status 1, and changes nothing."""
import contextlib
import os
import shutil
import struct
import subprocess
import zlib

from batch import BATCH, FILM, NARROW, NOBODY, digest, folder, good, run, wrong
from tap import Tap

tap = Tap()
place = folder()
films, study, net, out = (os.path.join(place, name) for name in ("films", "study", "net", "out"))


def put(name, data):
    path = os.path.join(place, name)
    with open(path, "wb") as file:
        file.write(data)
    return path


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, pixels):
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b""))


def check(what, done, *kept):
    """@kept: pairs of a path and its digest before."""
    tap.check(what, [*wrong(done, 1), *(f"changed {path}" for path, before in kept if digest(path) != before)])


@contextlib.contextmanager
def small_disk():
    """A file system of one megabyte; None where we may not mount."""
    path = os.path.join(place, "disk")
    os.makedirs(path, exist_ok=True)
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", path], capture_output=True)
    mounted = mount.returncode == 0
    try:
        yield path if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "-l", path], check=True)


def fill(path):
    with contextlib.suppress(OSError), open(os.path.join(path, "filler"), "wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)


# What is good, to be spoilt
film, *others = good("phantom", "--count", 6, "--seed", 5, *FILM, "--out", films).split()
good("study", study, "--add", films, "--propose")
good("label", study, "--truth")
good("train", study, *NARROW, "--out", net, "--epochs", 1)
with open(film, "rb") as file:
    whole = file.read()
with open(net, "rb") as file:
    weights = file.read()

BAD_FILMS = {
    "truncated": put("truncated.png", whole[:len(whole) // 2]),
    "empty": put("empty.png", b""),
    "wrong type": put("letter.png", b"Dear colleague, the films are attached.\n" * 40),
    "lying header (PNG)": put("lying.png", png(4000, 5000, bytes(1000))),
    "lying header (PGM)": put("lying.pgm", b"P5\n4000 5000\n255\n" + bytes(1000)),
    "100000 x 100000 (PNG)": put("huge.png", png(100000, 100000, bytes(1000))),
    "100000 x 100000 (PGM)": put("huge.pgm", b"P5\n100000 100000\n255\n" + bytes(1000)),
    "a size of 2^32 - 1": put("wrap.png", png(2 ** 32 - 1, 2 ** 32 - 1, bytes(1000))),
    "vanished": os.path.join(place, "gone.png"),
    "dangling link": os.path.join(place, "link.png"),
    "a folder": os.path.join(place, "folder.png"),
}
os.symlink(os.path.join(place, "nowhere"), BAD_FILMS["dangling link"])
os.mkdir(BAD_FILMS["a folder"])
for sort, path in BAD_FILMS.items():
    before = digest(study)
    fresh = os.path.join(place, "fresh")
    check(f"film, {sort}: stages", run("stages", path, "--out", out), (out, ""))
    check(f"film, {sort}: explain", run("explain", path, "--at", "1,1"))
    check(f"film, {sort}: segment", run("segment", path, "--network", net, "--out", out), (out, ""))
    check(f"film, {sort}: study --add", run("study", study, "--add", film, path), (study, before))
    check(f"film, {sort}: study --add to a new study", run("study", fresh, "--add", path), (fresh, ""))

# A folder's broken films are told of and left out; where all are broken there is no study
heap = os.path.join(place, "heap")
os.mkdir(heap)
for name, content in (("1.png", whole[:99]), ("2.pgm", b""), ("3.dcm", b"\0" * 128 + b"DICM" + b"\xff" * 90)):
    put(f"heap/{name}", content)
fresh = os.path.join(place, "fresh")
done = run("study", fresh, "--add", heap)
tap.check("a folder of broken films makes no study",
          [] if done.returncode == 1 and "None of the 3 films" in done.stderr and not os.path.exists(fresh)
          else [done.stdout + done.stderr])
put("heap/4.png", whole)
done = run("study", fresh, "--add", heap)
tap.check("broken films in a folder are listed, and the sound one is added",
          [part for part in ("1.png", "2.pgm", "3.dcm") if part not in done.stderr]
          + ([] if done.returncode == 0 and done.stdout.startswith("1 film; 3 files")
             else [done.stdout + done.stderr]))

check("a preset that is none: presets --import", run("presets", "--import", film))
check("a preset that is none: stages", run("stages", film, "--preset", film))
check("a name that leaves the folder: presets --save", run("presets", "--save", "../away"))
check("a place outside of the film: explain", run("explain", film, "--at", "5000,5"))
check("a box that is not there: explain", run("explain", film, "--box", "100000"))

BAD_NETWORKS = {
    "truncated": put("truncated.net", weights[:len(weights) // 2]),
    "empty": put("empty.net", b""),
    "wrong type": film,
    "a flipped bit": put("flipped.net", weights[:-100] + bytes([weights[-100] ^ 1]) + weights[-99:]),
    "vanished": os.path.join(place, "gone.net"),
    "a folder": BAD_FILMS["a folder"],
}
for sort, path in BAD_NETWORKS.items():
    check(f"network, {sort}: segment", run("segment", film, "--network", path, "--out", out), (out, ""))
    check(f"network, {sort}: evaluate", run("evaluate", study, "--network", path), (study, digest(study)))

TABLES = {
    "empty": b"",
    "wrong type": whole,
    "without a column": b"film,x,y\na,1,2\n",
    "an unknown film": b"film,x,y,width,height,verdict\nnobody,1,2,3,4,positive\n",
    "an unknown verdict": b"film,x,y,width,height,verdict\nnobody,1,2,3,4,perhaps\n",
    "an open quote": b"film,x,y,width,height,verdict\n\"nobody,1,2,3,4,positive\n",
}
for sort, data in TABLES.items():
    before = digest(study)
    check(f"table, {sort}", run("label", study, "--import", put("table.csv", data)), (study, before))

# Studies
nothing = os.path.join(place, "nothing")
for command in (["--list"], ["--propose"]):
    check(f"no study: study {command[0]}", run("study", nothing, *command), (nothing, ""))
check("no study: train", run("train", nothing, *NARROW, "--out", out), (nothing, ""), (out, ""))
check("no study: export", run("export", nothing, "--format", "csv", "--out", out), (out, ""))
check("nothing painted: export seg", run("export", study, "--format", "seg", "--out", out), (out, ""), (study, before))
for form in ("cadsr", "gsps"):
    check(f"no DICOM film: export {form}", run("export", study, "--format", form, "--out", out), (out, ""))
check("no way back: import gsps", run("import", study, "--format", "gsps", "--from", films), (study, before))
broken = os.path.join(place, "broken")
os.mkdir(broken)
put("broken/study.db", b"This is no database. " * 500)
check("damaged study", run("study", broken, "--list"), (broken, digest(broken)))
unjudged = os.path.join(place, "unjudged")
good("study", unjudged, "--add", film)
check("nothing to learn from", run("train", unjudged, *NARROW, "--out", out), (out, ""))
lost = os.path.join(place, "lost.png")
shutil.copy(film, lost)
losing = os.path.join(place, "losing")
good("study", losing, "--add", lost)
os.remove(lost)
check("a film of the study vanished", run("study", losing, "--propose"), (losing, digest(losing)))

# Permissions, which do not hold for root: then nobody asks, with a copy of the program where nobody may look.
root = os.geteuid() == 0
before, program = (NOBODY, os.path.join(place, "calcspot-batch")) if root else ([], BATCH)
if root and not shutil.which("setpriv"):
    print("# unreadable and read-only are skipped: root without setpriv")
else:
    if root:
        shutil.copy(BATCH, program)
    secret = put("secret.png", whole)
    os.chmod(secret, 0)
    check("unreadable film", run("stages", secret, "--out", out, before=before, program=program), (out, ""))
    for path, _, names in os.walk(study):
        for name in names:
            os.chmod(os.path.join(path, name), 0o444)
        os.chmod(path, 0o555)
    for command in (["study", study, "--propose"], ["label", study, "--truth"], ["study", study, "--add", film]):
        kept = digest(study)
        check("read-only study: " + " ".join([command[0], command[2]]), run(*command, before=before, program=program),
              (study, kept))
    listed = run("study", study, "--list", before=before, program=program)
    tap.check("a read-only study can be read", [listed.stderr] if listed.returncode != 0 else [])
    for path, _, names in os.walk(study):
        os.chmod(path, 0o755)
        for name in names:
            os.chmod(os.path.join(path, name), 0o644)

# A full disk
if os.path.exists("/dev/full"):
    with open("/dev/full", "w", encoding="utf-8") as full:
        check("standard output full", run("stages", film, stdout=full, stderr=subprocess.PIPE))
with small_disk() as disk:
    if disk is None:
        print("# full disk is skipped: no file system can be mounted here")
    else:
        crowded = os.path.join(disk, "study")
        good("study", crowded, "--add", film)
        target = {name: os.path.join(disk, name) for name in ("products", "marks.csv", "net", "films")}
        fill(disk)
        kept = digest(crowded)
        check("full disk: stages", run("stages", film, "--out", target["products"]))
        check("full disk: export", run("export", study, "--format", "csv", "--out", target["marks.csv"]),
              (target["marks.csv"], ""))
        check("full disk: train", run("train", study, *NARROW, "--out", target["net"], "--epochs", 1),
              (target["net"], ""))
        check("full disk: phantom", run("phantom", "--count", 1, *FILM, "--out", target["films"]))
        check("full disk: study --add", run("study", crowded, "--add", *others), (crowded, kept))
        check("full disk: study --propose", run("study", crowded, "--propose"), (crowded, kept))
tap.done()
