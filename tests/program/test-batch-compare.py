"""calcspot-batch compare and weights: networks side by side, cut anywhere; weights out to other programs and back."""
import csv
import json
import os
import runpy
import struct
import subprocess

from batch import BATCH, ENV, folder, good, run, wrong
from patience import patient
from tap import Tap

tap = Tap()
place = folder()
films, study = os.path.join(place, "films"), os.path.join(place, "study")
good("phantom", "--count", 3, "--films-per-case", 1, "--seed", 5, "--size", "256x256", "--um", "200", "--out", films)
good("study", study, "--add", films, "--propose")
good("label", study, "--truth")
# The DenseNet would take most of the time; test-course trains it.
THREE = ["--networks", "unet,valvano,rehman"]
PLAN = ["--folds", 3, "--epochs", 2, "--width", 4, "--batch", 16, "--threads", 1]


def compare(out, *more, **options):
    return run("compare", study, "--out", os.path.join(place, out), *PLAN, *more, **options)


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def without_costs(line):
    return {key: value for key, value in line.items() if not key.endswith(("_s", "_ms", "_mb"))}


# Table 2
table, again = os.path.join(place, "table.csv"), os.path.join(place, "again.csv")
done = compare("one", *THREE, "--csv", table)
names = ["unet", "valvano", "rehman"]
tap.check("compare has a row a network", [done.stderr[-300:]] if done.returncode else
          [name for name in names if f"\n{name} " not in done.stdout])
lines = rows(table)
tap.check("each has parameters, verdicts, pixels, Dice, times and memory",
          [f"{line['network']}: {key}" for line in lines
           for key in ("parameters_m", "patches", "pixels", "dice", "train_s", "patch_ms", "mask_ms", "peak_mb")
           if line[key] == ""])
tap.check("the paper's figures stand beside them",
          [] if [line["printed_accuracy"] for line in lines] == ["98.2", "97.4", "95.6"] else [str(lines)[:300]])

# Cut off
process = subprocess.Popen([BATCH, "compare", study, "--out", os.path.join(place, "two"), *THREE, *map(str, PLAN)],
                           stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENV)
for text in process.stderr:
    if "rehman, set 2, epoch 1:" in text:
        break
process.kill()
process.communicate(timeout=patient(60))
shown = compare("two", *THREE, "--show")
tap.check("cut off, --show tells what is there",
          [] if "2/3" in shown.stdout and "1/3" in shown.stdout else [shown.stdout])
gone_on = compare("two", *THREE, "--csv", again)
tap.check("the same command goes on and trains nothing again",
          [line for line in gone_on.stderr.splitlines() if "set 1, epoch" in line or "valvano, set 2" in line] or
          [gone_on.stderr[-300:]] * (gone_on.returncode != 0))
tap.check("it comes to what one in one go comes to",
          [] if list(map(without_costs, lines)) == list(map(without_costs, rows(again))) else ["another table"])
other = compare("two", "--networks", "valvano", "--rate", "0.01")
tap.check("another plan is not taken for the same", [] if "valvano, set 1, epoch 1:" in other.stderr else ["kept"])

# Sweeps
swept = compare("sweep", "--networks", "unet", "--sweep", "batch=4,32", "--sweep", "loss=dice,cross", "--epochs", 1)
tap.check("--sweep has a row a value",
          [name for name in ("unet batch=4", "unet batch=32", "unet loss=dice", "unet loss=cross")
           if name not in swept.stdout])
published = compare("published", "--networks", "unet,unet:published", "--epochs", 1)
losses = {line.split("loss", 1)[1] for line in published.stderr.splitlines() if "set 1, epoch 1" in line}
tap.check("NAME:published trains otherwise, and is a row of its own",
          [published.stderr[-300:]] if published.returncode else
          [text for text in ("\nunet ", "\nunet:published ") if text not in published.stdout] +
          ["the same"] * (len(losses) != 2))
best = compare("best", "--networks", "unet,unet:best", "--epochs", 2)
rows_of = {line.split()[0]: line.split()[5:8] for line in best.stdout.splitlines() if line.startswith("unet")}
tap.check("NAME:best is measured otherwise, and is a row of its own",
          [best.stderr[-300:]] if best.returncode else
          [] if len(rows_of) == 2 and rows_of["unet"] != rows_of["unet:best"] else [best.stdout])
for bad in (["--sweep", "batch"], ["--sweep", "batch=0"], ["--sweep", "mood=good"], ["--networks", "brain"],
            ["--networks", "brain:published"],
            ["--networks", ","], ["--networks", "rehman", "--sweep", "depth=2"]):
    tap.check("misuse: compare " + " ".join(bad), wrong(compare("bad", *bad), 2))

# Weights
net, safe, other = (os.path.join(place, name) for name in ("one/unet.set1", "w.safetensors", "net"))
good("weights", net, "--out", safe)
with open(safe, "rb") as file:
    data = file.read()
size = struct.unpack("<Q", data[:8])[0]
head = json.loads(data[8:8 + size])
before = head.pop("__metadata__")
tap.check("weights writes safetensors another program can read",
          [] if head["001.conv.weight"]["shape"] == [4, 1, 3, 3] and before["recipe"] == "unet" and
          max(entry["data_offsets"][1] for entry in head.values()) == len(data) - 8 - size else [str(head)[:300]])


def digest(path):
    return json.loads(good("evaluate", study, "--network", path, "--json"))["network"]


whole = os.path.join(place, "w.onnx")
good("weights", net, "--as", "onnx", "--out", whole)
reader = runpy.run_path(os.path.join(os.environ["CALCSPOT_SOURCE"], "tests/nn/reference/read-onnx.py"))
with open(whole, "rb") as file:
    model = file.read()
notes = {key: value.decode() for key, value in ([reader["one"](note, k).decode() if k == 1 else reader["one"](note, k)
                                                 for k in (1, 2)] for note in reader["every"](model, 14))}
arrays = dict(reader["tensor"](data) for data in reader["every"](reader["one"](model, 7), 5))
tap.check("and ONNX, with the same weights and notes",
          [key for key in head if arrays[key][0] != head[key]["shape"]] +
          [key for key in ("recipe", "settings") if notes[key] != before[key]])
for bad in (["--as", "brain", "--out", whole], ["--as", "onnx", "--from", safe, "--out", whole]):
    tap.check("misuse: weights " + " ".join(bad[:3:2]), wrong(run("weights", net, *bad), 2))
good("weights", net, "--from", safe, "--out", other)
tap.check("taken back they are the same network", [] if digest(net) == digest(other) else ["another"])
at = 8 + size + head["001.conv.bias"]["data_offsets"][0]
for name, changed in (("another weight", struct.pack("<f", 0.5)), ("no number", struct.pack("<f", float("nan")))):
    with open(safe, "wb") as file:
        file.write(data[:at] + changed + data[at + 4:])
    done = run("weights", net, "--from", safe, "--out", other)
    if name == "another weight":
        tap.check("another weight is another network", [] if digest(net) != digest(other) else ["the same"])
    else:
        tap.check("a weight that is no number is refused", wrong(done, 1))
with open(safe, "wb") as file:
    file.write(data[:-4])
tap.check("a file that is cut off is refused", wrong(run("weights", net, "--from", safe, "--out", other), 1))
tap.check("weights of another network are refused",
          wrong(run("weights", os.path.join(place, "one", "rehman.set1"), "--from", safe, "--out", other), 1))
tap.done()
