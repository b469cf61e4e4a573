"""calcspot-batch from a drawn film to an evaluated network, as somebody would who measures."""
import csv
import json
import os
import signal
import subprocess

from batch import BATCH, ENV, FILM, NARROW, folder, good, run
from patience import patient
from tap import Tap

CASES, FILMS = 6, 12

tap = Tap()
place = folder()
films, study, net = (os.path.join(place, name) for name in ("films", "study", "net"))


def read_json(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return json.load(file)


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def missing(path, names):
    return [f"no {name}" for name in names if not os.path.exists(os.path.join(path, name))]


# Films
named = good("phantom", "--count", FILMS, "--seed", 3, *FILM, "--out", films).split()
tap.check("phantom prints one film a line", [] if len(named) == FILMS and all(map(os.path.isfile, named)) else named)
first = os.path.dirname(named[0])
tap.check("a phantom has its truth beside it",
          missing(first, ["film.png", "truth.json", "mask_breast.png", "mask_pectoral.png", "mask_calcifications.png"]))
again = os.path.join(place, "again")
good("phantom", "--count", 1, "--seed", 3, *FILM, "--out", again)
same = os.path.join(again, os.path.basename(first), "film.png")
with open(same, "rb") as one, open(named[0], "rb") as other:
    tap.check("the same seed draws the same film", [] if one.read() == other.read() else ["other bytes"])

# Stages
printed = json.loads(good("stages", named[0]))
tap.check("the boxes are the same where every stage runs",
          [] if json.loads(good("stages", named[0], "--every")) == printed else ["others"])
keys = {"film", "width", "height", "mm_per_pixel", "preset", "boxes"}
tap.check("stages prints boxes.json", keys - set(printed))
tap.check("boxes come most suspicious first",
          [] if printed["boxes"] == sorted(printed["boxes"], key=lambda box: -box["suspicion"]) else ["unsorted"])
products = os.path.join(place, "products")
good("stages", named[0], "--out", products, "--preset", "published")
tap.check("stages --out writes every product",
          missing(products, ["boxes.json", "mask_breast.png", "mask_pectoral.png"]) +
          ["few files"] * (len(os.listdir(products)) < 12))
tap.check("boxes.json tells the preset",
          [] if read_json(products, "boxes.json")["preset"] == "published" else ["another preset"])
spaced = json.loads(good("stages", named[0], "--mm-per-pixel", "0.1", "--set", "background.radius=1"))
tap.check("--mm-per-pixel and --set are heard",
          [] if spaced["mm_per_pixel"] == 0.1 and spaced["preset"] == "custom" else [str(spaced)[:200]])

# Why a box is here, and why a corner of the film is none
box = json.loads(good("explain", named[0], "--box", 1, "--json"))
tap.check("explain finds the first box again",
          [] if box["box"]["rank"] == 1 and box["stopped_by"] is None and
          box["box"]["suspicion"] == printed["boxes"][0]["suspicion"] else [str(box)[:300]])
spot = good("explain", named[0], "--at", f"{box['x']},{box['y']}")
tap.check("explain says it in words", [] if box["verdict"] in spot and "Skin line" in spot else [spot[:300]])
air = json.loads(good("explain", named[0], "--at", "0,0" if "-R-" in named[0] else "383,0", "--json"))
tap.check("explain says which stage stopped air",
          [] if air["stopped_by"] == "breast" and air["box"] is None else [str(air)[:300]])

# Study
good("study", study, "--add", films, "--propose")
listed = good("study", study, "--list").splitlines()
tap.check("study lists its films", [] if len(listed) == FILMS + 1 else listed)
titles = listed[0].split("\t")
table = [dict(zip(titles, line.split("\t"))) for line in listed[1:]]
tap.check("films know case, side, view and spacing",
          [] if len({row["case"] for row in table}) == CASES and
          all(row["side"] and row["view"] and float(row["mm_per_pixel"]) == 0.2 for row in table) else listed)
tap.check("boxes are proposed", [] if sum(int(row["boxes"]) for row in table) > FILMS else listed)
good("label", study, "--truth")
exported = os.path.join(place, "marks.csv")
good("export", study, "--format", "csv", "--out", exported)
verdicts = [row["verdict"] for row in rows(exported)]
tap.check("label --truth gives both verdicts", {"positive", "negative"} - set(verdicts))
good("study", study, "--propose", "--threads", 1)
kept = os.path.join(place, "kept.csv")
good("export", study, "--format", "csv", "--out", kept)
judged = [[row for row in rows(path) if row["verdict"] in ("positive", "negative")] for path in (exported, kept)]
tap.check("a second proposal keeps every verdict", [] if judged[0] == judged[1] else ["other verdicts"])

# Presets: saved, moved as text, compared; and which made the proposals
good("presets", "--save", "Fine dust", "--set", "spots.limit=3")
exported_preset = os.path.join(place, "dust.preset")
good("presets", "--export", "Fine dust", "--out", exported_preset)
good("presets", "--remove", "Fine dust")
gone = good("presets")
good("presets", "--import", exported_preset)
tap.check("presets are saved, exported, removed and imported",
          ["still there"] * ("Fine dust" in gone) + ["not back"] * ("Fine dust\tdefault" not in good("presets")))
good("study", study, "--propose", "--preset", "Fine dust")
listed = [line.split("\t") for line in good("study", study, "--list").splitlines()]
tap.check("a study knows which preset made its boxes",
          [] if {row[listed[0].index("preset")] for row in listed[1:]} == {"Fine dust"} else listed[:3])
good("study", study, "--propose", "--preset", "default")
contest = list(csv.DictReader(good("compare-presets", study, "--left", "default", "--right", "Fine dust",
                                   "--csv").splitlines()))
tap.check("compare-presets counts boxes film by film",
          [] if len(contest) == FILMS and all(int(row["right_boxes"]) <= 3 and row["right_only"] == "0" and
                                              int(row["left_only"]) > 0 for row in contest) else contest[:3])
told = good("compare-presets", study, "--right", "Fine dust")
tap.check("compare-presets tells the recall of both", [] if "first 20" in told and "Fine dust" in told else [told])

# Sweep: one box more cannot find less
swept = list(csv.DictReader(good("sweep", study, "--param", "spots.limit=1:31:4", "--metric", "recall@100",
                                 "--metric", "large@100").splitlines()))
tap.check("sweep has a line a value", [] if [row["spots.limit"] for row in swept] == ["1", "11", "21", "31"] else swept)
tap.check("sweep: more boxes, more found",
          [] if all(float(a[key]) <= float(b[key]) for a, b in zip(swept, swept[1:])
                    for key in ("recall@100", "large@100", "boxes_per_film")) and
          float(swept[0]["recall@100"]) < float(swept[-1]["recall@100"]) and swept[0]["boxes_per_film"] == "1"
          else swept)

# A table instead of a reader
other = os.path.join(place, "other")
good("study", other, "--add", films, "--propose")
good("label", other, "--import", exported)
copied = os.path.join(place, "copied.csv")
good("export", other, "--format", "csv", "--out", copied)
wanted, found = ({(row["film"], row["x"], row["y"], row["width"], row["height"], row["verdict"]) for row in rows(path)
                  if row["verdict"] in ("positive", "negative")} for path in (exported, copied))
tap.check("label --import brings the same verdicts", sorted(map(str, wanted ^ found))[:5])

# Each form, parted by case, into a study that has nothing but the films
for form in ("csv", "coco", "masks", "yolo"):
    parts, bare = os.path.join(place, f"parts-{form}"), os.path.join(place, f"bare-{form}")
    beside = ["--with-films"] if form == "coco" else []
    good("export", study, "--format", form, "--out", parts, "--split", "--seed", 2, *beside)
    good("study", bare, "--add", films)
    told = good("import", bare, "--format", form, "--from", parts, "--reader", "somebody")
    good("export", bare, "--format", "csv", "--out", copied)
    found = {(row["film"], row["x"], row["y"], row["width"], row["height"], row["verdict"]) for row in rows(copied)
             if row["verdict"] in ("positive", "negative")}
    tap.check(f"import brings back what export wrote as {form}",
              sorted(map(str, wanted ^ found))[:5] + [line for line in told.splitlines()[1:] if "judged" in line][:3])
    names = sorted(os.listdir(parts))
    tap.check(f"{form} has three parts", [] if len(names) == 3 + (form == "coco") else names)

# The films beside a form, called as its tables call them
listed = rows(os.path.join(place, "parts-coco", "films", "films.csv"))
named_there = set()
for part in ("train", "val", "test"):
    with open(os.path.join(place, "parts-coco", part + ".json"), encoding="utf-8") as file:
        named_there.update(image["file_name"] for image in json.load(file)["images"])
tap.check("films go with the marks where asked, without their names",
          [] if {row["film"] for row in listed} == named_there and len(listed) == FILMS and
          {row["file"] for row in listed} | {"films.csv"} == set(os.listdir(os.path.join(place, "parts-coco", "films")))
          and not named_there & set(map(os.path.basename, named)) else listed)

# Training
summary = good("train", study, *NARROW, "--out", net, "--epochs", 2, "--batch", 16, "--threads", 2)
tap.check("train writes the network and names its figures",
          missing(place, ["net"]) + [word for word in ("Dice", "pooled", "averaged", "truth") if word not in summary])
tap.check("a finished training leaves no state", ["net.state"] * os.path.exists(net + ".state"))
good("train", study, *NARROW, "--out", net + "2", "--epochs", 2, "--batch", 16, "--threads", 2)
scores = [json.loads(good("evaluate", study, "--network", path, "--json")) for path in (net, net + "2")]
tap.check("the same seed trains the same network", [] if scores[0]["network"] == scores[1]["network"] else ["another"])


def interrupt():
    """A training that is told to leave after its first epoch."""
    arguments = ["train", study, *NARROW, "--out", net + "3", "--epochs", "100000", "--batch", "16"]
    process = subprocess.Popen([BATCH, *arguments], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                               env=ENV)
    for line in process.stderr:
        if "epoch 1:" in line:
            break
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=patient(60))
    return process.returncode


def kill(name, word, *more):
    """A training that is killed once it has told of this, at whatever it does then."""
    process = subprocess.Popen([BATCH, "train", study, *NARROW, "--out", name, "--batch", "16", *more],
                               stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENV)
    for line in process.stderr:
        if word in line:
            break
    process.kill()
    process.communicate(timeout=patient(60))
    return process.returncode


def weights(name):
    return json.loads(good("evaluate", study, "--network", name, "--json"))["network"]


def turn_verdicts(name):
    """A table of the study's marks in which every positive has become unsure."""
    path = os.path.join(place, name)
    with open(exported, encoding="utf-8", newline="") as before, open(path, "w", encoding="utf-8") as after:
        after.write(before.read().replace(",positive,", ",unsure,"))
    return path


good("train", study, *NARROW, "--out", net + "6", "--epochs", 6, "--batch", 16)
status = kill(net + "7", "epoch 2:", "--epochs", "6")
tap.check("a killed training leaves its state and no network",
          ([] if status == -signal.SIGKILL else [f"status {status}"]) + missing(place, ["net7.state"]) +
          ["net7"] * os.path.exists(net + "7"))
good("label", study, "--import", turn_verdicts("turned.csv"))
gone_on = run("train", study, *NARROW, "--out", net + "7", "--epochs", 6, "--batch", 16, "--resume")
good("label", study, "--import", exported)
tap.check("it goes on to the weights of an unbroken one, whatever was judged meanwhile",
          [gone_on.stderr[-300:]] if gone_on.returncode or "epoch 2:" in gone_on.stderr or
          weights(net + "6") != weights(net + "7") else [])
tap.check("and leaves nothing behind", [name for name in os.listdir(place) if name.startswith("net7.")])

status = interrupt()
tap.check("Ctrl-C ends a training with status 130", [] if status == 130 else [f"status {status}"])
tap.check("it keeps the state and the best network", missing(place, ["net3", "net3.state"]))
resumed = run("train", study, *NARROW, "--out", net + "3", "--epochs", 100000, "--batch", 16, "--resume",
              "--minutes", 0.01)
tap.check("--resume goes on and does not begin anew",
          [resumed.stderr[-300:]] if resumed.returncode != 0 or "epoch 1:" in resumed.stderr else [])
changed = run("train", study, *NARROW, "--out", net + "4", "--seed", 9, "--epochs", 1)
os.replace(net + "4", net + "4.state")
refused = run("train", study, *NARROW, "--out", net + "4", "--epochs", 1, "--resume")
tap.check("a state that is none is refused", [] if refused.returncode == 1 else [f"status {refused.returncode}"])
folds = good("train", study, *NARROW, "--out", net + "5", "--folds", 3, "--epochs", 2, "--batch", 16,
             "--csv", net + "5.csv")
tap.check("--folds prints the table of the paper",
          [word for word in ("Set", "Sensitivity", "Jaccard", "Mean", "All", "95 %", "Paper", "Eq. 12-17")
           if word not in folds])
table = rows(net + "5.csv")
lines = [line for line in table if line["against"] == "truth" and line["figures"] == "pooled"]
by_set = {line["set"]: line for line in lines}
tap.check("--csv has each set, the mean, all, and an interval by case",
          {"1", "2", "3", "mean", "all", "low", "high"} ^ set(by_set))
tap.check("the interval holds the figure",
          [] if float(by_set["low"]["dice"]) <= float(by_set["all"]["dice"]) <= float(by_set["high"]["dice"])
          else [str(by_set)[:300]])
kill(net + "8", "set 2, epoch 1:", "--folds", "3", "--epochs", "2")
resumed = run("train", study, *NARROW, "--out", net + "8", "--folds", 3, "--epochs", 2, "--batch", 16, "--resume")
tap.check("a cross-validation killed in its second set goes on there, to the same table",
          [resumed.stderr[-300:]] if resumed.returncode or resumed.stdout != folds or
          "set 1, epoch" in resumed.stderr or "set 3, epoch 2:" not in resumed.stderr else [])
tap.check("--folds keeps a network a set", missing(place, ["net5", "net5.set1", "net5.set2", "net5.set3"]))

# Measuring
proposals, figures = scores[0]["proposals"], scores[0]["scores"]
tap.check("evaluate counts what the proposals reach",
          [] if proposals["films"] == FILMS and proposals["spots"] > FILMS
          and [step["first"] for step in proposals["by"]] == [5, 10, 20, 40, 100, None]
          and proposals["by"][0]["reached"] <= proposals["by"][5]["reached"] else [str(proposals)[:300]])
tap.check("figures against truth and reviewer are named apart",
          [f"{kind} {way}" for kind in ("truth", "reviewer") for way in ("pooled", "average")
           if "dice" not in figures[kind][way]])
pooled = figures["truth"]["pooled"]
tap.check("pooled Dice and F-measure are one number",
          [] if pooled["dice"] is None or abs(pooled["dice"] - pooled["f_measure"]) < 1e-6 else ["they differ"])
tap.check("the table names both", [word for word in ("truth masks", "against the reader", "pooled", "averaged",
                                                "first 100")
                                   if word not in good("evaluate", study, "--network", net)])
segmented = os.path.join(place, "segmented")
good("segment", named[0], "--network", net, "--out", segmented)
tap.check("segment writes masks and boxes",
          missing(segmented, ["boxes.json", "mask_calcifications.png", "mask_breast.png", "mask_pectoral.png",
                              "segmented.png"]))
for part, more in (("forward", ["--batch", 2]), ("train", ["--batch", 2]), ("stages", ["--file", named[0]])):
    times = json.loads(good("bench", "--part", part, "--seconds", "0.1", *more))
    tap.check(f"bench --part {part} answers in order",
              [] if times["part"] == part and times["runs"] > 0 and
              0 < times["low_ms"] <= times["median_ms"] <= times["high_ms"] else [str(times)])
tap.done()
