"""A study kept by calcspot-batch: its audit trail is checked, it is backed up while in use and brought back."""
import csv
import json
import math
import os
import re
import shutil
import sqlite3
import subprocess
import xml.etree.ElementTree
import zipfile

from batch import FILM, folder, good, run, wrong
from tap import Tap

tap = Tap()
place = folder()
films, study, copy, back = (os.path.join(place, name) for name in ("films", "study", "copy.calcspot", "back"))
good("phantom", "--count", 4, "--seed", 4, *FILM, "--out", films)
good("study", study, "--add", films, "--propose")
good("label", study, "--truth")


def meddle(path, sql):
    with sqlite3.connect(os.path.join(path, "study.db")) as database:
        database.execute(sql)
    database.close()


# The trail
said = good("study", study, "--verify")
links = int(said.split(":")[1].split()[0])
# Four films, their proposals, truth and labels.
tap.check("a study's trail is whole", [] if "is whole" in said and links >= 6 else [said])
tap.check("checking changes nothing", [] if good("study", study, "--verify") == said else ["another last link"])

# A backup while somebody writes
writer = sqlite3.connect(os.path.join(study, "study.db"), isolation_level=None)
writer.execute("BEGIN IMMEDIATE")
writer.execute("UPDATE marks SET verdict = 'unsure'")
good("study", study, "--backup", copy)
writer.execute("ROLLBACK")
writer.close()
tap.check("a backup is one file", [name for name in os.listdir(place) if name.startswith("copy") and
                                   name != "copy.calcspot"])
with open(copy, "rb") as file:
    before = file.read()
tap.check("a backup is not written over", wrong(run("study", study, "--backup", copy), 1))
with open(copy, "rb") as file:
    tap.check("the refused backup is as it was", [] if file.read() == before else ["changed"])
shutil.rmtree(study + "-gone", ignore_errors=True)
listed = good("study", study, "--list")
good("study", back, "--restore", copy)
tap.check("the restored study lists as the first did", [] if good("study", back, "--list") == listed else ["differs"])
tap.check("the restored study has the same trail", [] if good("study", back, "--verify") == said else ["differs"])
good("study", back, "--propose")
tap.check("films are found from the restored study", [] if good("study", back, "--list") == listed else ["differs"])
tap.check("nothing is restored over a study", wrong(run("study", back, "--restore", copy), 1))
tap.check("what is no backup is refused",
          wrong(run("study", os.path.join(place, "none"), "--restore", os.path.join(study, "study.lock")), 1))

# A report leaves without names unless they are asked for, and a case that is not there is one line.
report = os.path.join(place, "report.pdf")
case = listed.splitlines()[1].split("\t")[1]
good("report", study, "--case", case, "--out", report)
with open(report, "rb") as file:
    tap.check("a report of a case is a PDF", [] if file.read(5) == b"%PDF-" else ["no PDF"])
if shutil.which("pdftotext"):
    told = subprocess.run(["pdftotext", report, "-"], capture_output=True, text=True, check=True).stdout
    tap.check("a report names nobody unasked", [] if "case-1" in told and case not in told else [told[:300]])
    good("report", study, "--case", case, "--with-names", "--out", report)
    told = subprocess.run(["pdftotext", report, "-"], capture_output=True, text=True, check=True).stdout
    tap.check("or names her when asked to", [] if f"Report: {case}" in told else [told[:300]])
tap.check("a case that is not there has no report", wrong(run("report", study, "--case", "x", "--out", report), 1))
tap.check("a report wants a place", wrong(run("report", study), 2))

# Women kept out
good("study", study, "--keep-out", 100)
done = run("train", study, "--network", "unet", "--out", os.path.join(place, "net"), "--minutes", 1)
tap.check("nothing is learned from women who are kept out", wrong(done, 1))
good("study", study, "--keep-out", 0)
tap.check("the share is a number of per cent", wrong(run("study", study, "--keep-out", 101), 2))
tap.check("keeping out is part of the trail", [] if "is whole" in good("study", study, "--verify") else ["broken"])

# Two readers: one judged by the truth's table, the other turned the first five round.
two, table, turned = (os.path.join(place, name) for name in ("two", "table.csv", "turned.csv"))
good("study", two, "--add", films, "--propose")
good("label", two, "--truth")
good("export", two, "--format", "csv", "--out", table)
with open(table, encoding="utf-8", newline="") as file:
    lines = list(csv.DictReader(file))
judged = [line for line in lines if line["origin"] == "machine"]
for line in judged[:5]:
    line["verdict"] = "negative" if line["verdict"] == "positive" else "positive"
with open(turned, "w", encoding="utf-8", newline="") as file:
    writer = csv.DictWriter(file, lines[0].keys())
    writer.writeheader()
    writer.writerows(judged)
shutil.rmtree(two)
good("study", two, "--add", films, "--propose", "--readers", "apart")
good("label", two, "--import", table, "--reader", "Ada")
good("label", two, "--import", turned, "--reader", "Berta")
tap.check("agreement is not told before the verdicts are revealed", wrong(run("agreement", two), 1))
good("study", two, "--readers", "revealed")
told = json.loads(good("agreement", two, "--json"))["cohen"][0]
confusion = told["confusion"]
differing = confusion[0][1] + confusion[1][0]
tap.check("two readers differ on the five that were turned", [] if (told["readers"], differing) == (["Ada", "Berta"], 5)
          else [str(told)])
tap.check("kappa lies in its interval", [] if told["low"] <= told["kappa"] <= told["high"] <= 1 else [str(told)])
tap.check("a person is told the same", [] if f"{told['kappa']:.3f}" in good("agreement", two) else ["differs"])
good("export", two, "--format", "csv", "--out", table)
with open(table, encoding="utf-8", newline="") as file:
    undecided = [line for line in csv.DictReader(file) if line["verdict"] == "none" and line["origin"] == "machine"]
tap.check("what they differ on is not decided", [] if len(undecided) == 5 else [len(undecided)])
tap.check("readers are kept in the trail", [] if "is whole" in good("study", two, "--verify") else ["broken"])

# A hand on the trail
meddle(back, "UPDATE acts SET who = 'nobody' WHERE id = 3")
done = run("study", back, "--verify")
tap.check("a changed link is an error of one line", wrong(done, 1))
tap.check("the first broken link is named", [] if "link 3 " in done.stderr else [done.stderr])
meddle(study, "UPDATE marks SET verdict = 'unsure' WHERE id = (SELECT max(mark) FROM touched)")
done = run("study", study, "--verify")
tap.check("a verdict changed beside the trail is named", [] if "not as the audit trail left" in done.stderr
          else [done.stderr])
# Free-response curves
free, table, picture, sheet, scores = (os.path.join(place, name) for name in
                                       ("free", "froc.csv", "froc.svg", "froc.pdf", "froc.imrmc"))
book = os.path.join(place, "froc.xlsx")
# One film shows nothing; of another it is known that it shows something, and not where.
all_show = os.path.join(place, "all-show")
good("study", all_show, "--add", films, "--propose")
tap.check("films that all show something are no reader study",
          [*wrong(run("froc", all_show, "--imrmc", scores), 1), *wrong(run("froc", all_show, "--jafroc", book), 1)])
normal = os.path.join(films, sorted(name for name in os.listdir(films) if os.path.isdir(os.path.join(films, name)))[0])
with open(os.path.join(normal, "truth.json"), encoding="utf-8") as file:
    truth = json.load(file)
with open(os.path.join(normal, "truth.json"), "w", encoding="utf-8") as file:
    json.dump({**truth, "calcifications": []}, file)
os.remove(os.path.join(normal, "mask_calcifications.png"))
somewhere = os.path.join(place, "somewhere")
os.mkdir(somewhere)
with open(os.path.join(somewhere, "mdb216.pgm"), "wb") as file:
    file.write(b"P5 64 64 255\n" + bytes(range(64)) * 64)
with open(os.path.join(somewhere, "Info.txt"), "w", encoding="utf-8") as file:
    file.write("mdb216 D CALC M *NOTE 3*\n")
good("study", free, "--add", films, "--propose")
good("study", free, "--add", somewhere)
good("label", free, "--truth")
said = good("froc", free, "--csv", table, "--svg", picture, "--pdf", sheet, "--imrmc", scores, "--jafroc", book)
with open(table, encoding="utf-8", newline="") as file:
    points = list(csv.DictReader(file))
shares = {rater: [float(point["sensitivity"]) for point in points if point["rater"] == rater]
          for rater in ("Proposals", "reader-1")}
tap.check("a film that shows something somewhere is left out, and said to be",
          [] if "truth: films 4, of cases" in said and "they show: 1." in said else [said[:300]])
tap.check("each rater has a curve that rises", [] if all(curve and curve == sorted(curve) for curve in shares.values())
          and "\nreader-1\n" in said and "\ntruth\n" not in said else [said])
tap.check("what truth accepted is never wrong", [] if {point["false_per_film"] for point in points
                                                       if point["rater"] == "reader-1"} == {"0"} else points[-3:])
words = "".join(xml.etree.ElementTree.parse(picture).getroot().itertext())
with open(sheet, "rb") as file:
    tap.check("the picture is SVG, and PDF", [] if file.read(5) == b"%PDF-" and words is not None else ["no PDF"])
with open(scores, encoding="utf-8") as file:
    head, _, data = file.read().partition("BEGIN DATA:\n")
rows = [line.split(",") for line in data.splitlines()]
tap.check("iMRMC is told each film's truth and each rater's score of it",
          [] if "NR: 2" in head and "N0: 1" in head and "N1: 3" in head and sum(row[0] == "-1" for row in rows) == 4
          and len(rows) == 12 and all(len(row) == 4 for row in rows) else [head])


def sheets(path):
    """The sheets of a workbook, as rows of the texts in their cells."""
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(path) as parts:
        texts = ["".join(item.itertext()) for item in
                 xml.etree.ElementTree.fromstring(parts.read("xl/sharedStrings.xml")).findall("m:si", space)]
        names = [sheet.get("name") for sheet in
                 xml.etree.ElementTree.fromstring(parts.read("xl/workbook.xml")).iterfind(".//m:sheet", space)]
        for number, name in enumerate(names, 1):
            sheet = xml.etree.ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))
            yield name, [[texts[int(cell.findtext("m:v", "", space))] if cell.get("t") == "s" else
                          float(cell.findtext("m:v", "nan", space)) for cell in row.iterfind("m:c", space)]
                         for row in sheet.iterfind(".//m:row", space)]


def complain_of_book(path):
    """What RJafroc (2.1, DfReadDataFile with newExcelFileFormat) would stop at, or misread, by its format's rules."""
    parts = dict(sheets(path))
    truth, right, false = (parts.get(name, [[]]) for name in ("TRUTH", "TP", "FP"))
    heads = (["CaseID", "LesionID", "Weight", "ReaderID", "ModalityID", "Paradigm"],
             ["ReaderID", "ModalityID", "CaseID", "LesionID", "TP_Rating"],
             ["ReaderID", "ModalityID", "CaseID", "FP_Rating"])
    yield from (f"heading {rows[0]}" for rows, head in zip((truth, right, false), heads) if rows[0][:len(head)] != head)
    yield from ("a sheet without marks" for rows in (right, false) if len(rows) < 2)
    for before, row in zip([[0, 0]] + truth[1:], truth[1:]):
        if any(value != int(value) for value in row[:3]) or not (row[1] in (0, 1) or row[1] == before[1] + 1):
            yield f"lesion out of turn: {row}"
        if len([word for word in re.split(r"[,\s]", row[3]) if word]) != len(row[3].split(",")):
            yield f"readers are not told apart: {row[3]}"
    readers = set(truth[1][3].split(", "))
    lesions = {(row[0], row[1]) for row in truth[1:]}
    diseased = {case for case, lesion in lesions if lesion > 0}
    if {case for case, lesion in lesions if lesion == 0} & diseased or {row[3] for row in truth[1:]} != {truth[1][3]}:
        yield "a film is both, or not read by all"
    if {row[0] for row in right[1:] + false[1:]} != readers or {row[1] for row in right[1:] + false[1:]} != {"1"}:
        yield "marks of other readers than the truth names"
    yield from (f"no such lesion: {row}" for row in right[1:]
                if (row[2], row[3]) not in lesions or row[2] not in diseased)
    yield from (f"no such film: {row}" for row in false[1:] if row[2] not in {case for case, _ in lesions})
    if len({tuple(row[:4]) for row in right[1:]}) != len(right) - 1:
        yield "a lesion with two ratings of one reader"
    yield from (f"no rating: {row}" for row in right[1:] + false[1:] if not math.isfinite(row[-1]))


def complain_of_scores(path):
    """Likewise iMRMC: a truth for each case, four fields parted by commas alone, a score a reader and case, sizes."""
    with open(path, encoding="utf-8") as file:
        head, _, data = file.read().partition("BEGIN DATA:\n")
    told = dict(line.split(": ") for line in head.splitlines()[1:])
    rows = [line.split(",") for line in data.splitlines()]
    truths, scores = ([row for row in rows if (row[0] == "-1") == asked] for asked in (True, False))
    if any(len(row) != 4 or any(field != field.strip() or not field for field in row) for row in rows):
        yield "fields"
    if len({row[1] for row in truths}) != len(truths) or {row[1] for row in scores} != {row[1] for row in truths}:
        yield "a case without a truth, or with two"
    if (len({tuple(row[:3]) for row in scores}) != len(scores) or
            not all(math.isfinite(float(row[3])) for row in scores)):
        yield "a reader with two scores, or none"
    sizes = {"NR": len({row[0] for row in scores}), "N0": sum(row[3] == "0" for row in truths),
             "N1": sum(row[3] == "1" for row in truths), "NM": len({row[2] for row in scores})}
    yield from (f"{size} is {told.get(size)}, not {count}" for size, count in sizes.items()
                if told.get(size) != str(count))


tap.check("RJafroc's rules hold", complain_of_book(book))
tap.check("and iMRMC's", complain_of_scores(scores))
truth, right, false = (dict(sheets(book)).get(name, []) for name in ("TRUTH", "TP", "FP"))
spots = {(row[0], row[1]) for row in truth[1:] if row[1] > 0}
tap.check("JAFROC is told each calcification, what kind of study it is, and who read it",
          [] if truth[0][:6] == ["CaseID", "LesionID", "Weight", "ReaderID", "ModalityID", "Paradigm"]
          and [row[5] for row in truth[1:3]] == ["FROC", "FCTRL"] and len(spots) == len(truth) - 2
          and {row[0] for row in truth[1:]} == {1, 2, 3, 4} and {row[3] for row in truth[1:]} == {"Proposals, reader-1"}
          else truth[:4])
hit = [tuple(row[:4]) for row in right[1:]]
tap.check("each is hit once by a rater, and is one of them",
          [row for row in hit if (row[2], row[3]) not in spots] + ["twice"] * (len(hit) != len(set(hit))))
best = {rater: max(shares[rater]) for rater in shares}
tap.check("as many as the curves say", [] if all(
    abs(sum(row[0] == rater for row in hit) / len(spots) - best[rater]) < 1e-4 for rater in best) else [best])
tap.check("and the false marks are the machine's", [] if {row[0] for row in false[1:]} == {"Proposals"}
          and all(0 <= row[-1] <= 1 for row in right[1:] + false[1:]) else false[:3])
crowd, named_book, named_scores = (os.path.join(place, name) for name in ("crowd", "crowd.xlsx", "crowd.imrmc"))
shutil.copytree(free, crowd)
for reader in ("Ann B, MD", "Ann B; MD", "-1"):
    good("label", crowd, "--import", turned, "--reader", reader)
good("froc", crowd, "--with-names", "--jafroc", named_book, "--imrmc", named_scores)
tap.check("whatever readers are called", [*complain_of_book(named_book), *complain_of_scores(named_scores)])
silent = os.path.join(place, "silent")
good("study", silent, "--add", films)
tap.check("a workbook that RJafroc would fail at is not written",
          wrong(run("froc", silent, "--jafroc", os.path.join(place, "silent.xlsx")), 1))
tap.check("the same seed draws the same", [] if good("froc", free) == good("froc", free) else ["differs"])
bare = os.path.join(place, "bare")
shutil.copytree(free, bare)
for path, _, names in os.walk(films):
    if "truth.json" in names:
        os.rename(os.path.join(path, "truth.json"), os.path.join(path, "truth.away"))
tap.check("without a truth nothing is right or wrong", wrong(run("froc", bare), 1))

# Two readers on two machines
ann, ben, marks = (os.path.join(place, name) for name in ("ann", "ben", "marks.csv"))
good("study", ann, "--add", films, "--propose", "--blind-first", "on")
shutil.copytree(ann, ben)
good("export", ann, "--format", "csv", "--out", marks)
with open(marks, encoding="utf-8", newline="") as file:
    boxes = list(csv.DictReader(file))
tap.check("what was said has its columns", [] if {"morphology", "note", "category"} <= set(boxes[0]) else [boxes[0]])
for reader, first in ((ann, "positive"), (ben, "negative")):
    with open(marks, "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, boxes[0].keys())
        table.writeheader()
        table.writerows({**box, "verdict": first if i == 0 else "positive"} for i, box in enumerate(boxes[:3]))
    good("study", reader, "--blind-first", "off")
    good("label", reader, "--import", marks, "--reader", os.path.basename(reader))
said = good("study", ann, "--merge", ben)
tap.check("another copy's verdicts come beside, one differs",
          [] if said.startswith("Added: 0 boxes, 3 verdicts, 0 words") and "to be decided: 1;" in said else [said])
with sqlite3.connect(os.path.join(ann, "study.db")) as database:
    decided = dict(database.execute("SELECT verdict, count(*) FROM marks WHERE who <> '' GROUP BY verdict"))
database.close()
tap.check("where two differ nothing is decided", [] if decided == {"none": 1, "positive": 2} else [decided])
tap.check("the merged trail is whole", [] if "is whole" in good("study", ann, "--verify") else ["broken"])
tap.check("a study is not merged with itself", wrong(run("study", ann, "--merge", ann), 1))
tap.check("nor with what is none", wrong(run("study", ann, "--merge", films), 1))
said = good("study", ann, "--influence")
tap.check("the machine's influence is a table", [] if said.startswith("film\tcase\treader\t") else [said])
said = good("agreement", ann, "--descriptors")
tap.check("agreement is told for each descriptor", [] if said.startswith("descriptor\treader\t") else [said])
tap.check("blind first is on or off", wrong(run("study", ann, "--blind-first", "perhaps"), 2))

tap.done()
