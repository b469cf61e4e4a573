"""calcspot-batch pacs against a real Orthanc: films go in, are found and come back byte for byte, CAD reports too."""
import os
import subprocess
import sys

import objects
import orthanc
from batch import BATCH, ENV, folder, good, run, wrong
from tap import Tap

if orthanc.missing():
    print(f"1..0 # SKIP not here: {orthanc.missing()}")
    sys.exit(0)

if "libsoup" in run("pacs", "find", "http://127.0.0.1:1").stderr:
    print("1..0 # SKIP built without libsoup")
    sys.exit(0)

tap = Tap()
place = folder()
server = orthanc.Orthanc()
LOGIN = ["--user", orthanc.USER]
ENV["CALCSPOT_PACS_PASSWORD"] = orthanc.PASSWORD
films = os.path.join(place, "films")
os.mkdir(films)
for number, date, view in ((1, "20200304", "MLO"), (1, "20200304", "CC"), (2, "20210506", "MLO"),
                           (3, "20210507", "MLO")):
    orthanc.write_film(films, number, view, date)


def pacs(verb, *arguments, **how):
    return run("pacs", verb, server.address, *arguments, *LOGIN, **how)


def found(*arguments):
    lines = pacs("find", *arguments).stdout.splitlines()
    return [line.split("\t")[0] for line in lines[1:]]


def contents(paths):
    both = []
    for path in paths:
        with open(path, "rb") as file:
            both.append(file.read())
    return sorted(both)


sent = pacs("send", films)
tap.check("films are sent", [sent.stderr] if sent.returncode or len(server.ask("/instances")) != 4 else [])

# Finding
studies = [orthanc.study_uid(number) for number in (1, 2, 3)]
tap.check("all examinations are found", [] if sorted(found()) == studies else found())
tap.check("by day", [] if found("--from", "2021-05-06", "--to", "2021-05-06") == studies[1:2] else ["others"])
tap.check("by number", [] if found("--patient", "JD-3") == studies[2:] else ["others"])
tap.check("by name", [] if found("--name", "doe^jane2*") == studies[1:2] else ["others"])
tap.check("by the order's number", [] if found("--accession", "ACC-1") == studies[:1] else ["others"])
tap.check("by modality", [] if len(found("--modality", "mg")) == 3 and not found("--modality", "CT") else ["others"])
pages = [found("--most", 2), found("--most", 2, "--skip", 2)]
tap.check("page by page",
          [] if [len(page) for page in pages] == [2, 1] and sorted(sum(pages, [])) == studies else pages)
tap.check("that there may be more is told", [] if "--skip 2" in pacs("find", "--most", 2).stderr else ["not told"])
tap.check("her number comes by standard input too",
          [] if studies[2] in pacs("find", "--patient", "-", input="JD-3\n").stdout else ["not found"])
table = pacs("find").stdout
tap.check("who they are is not told unasked", [word for word in ("Doe", "JD-", "ACC-") if word in table])
table = pacs("find", "--identity", "--patient", "JD-1").stdout.splitlines()
tap.check("and told when asked for", [] if table[1:] == ["\t".join([studies[0], "2020-03-04", "MG", "2", "Screening",
                                                                    "JD-1", "Doe^Jane1", "", "ACC-1"])] else table)

# Fetching
got = os.path.join(place, "got")
fetched = pacs("fetch", studies[0], studies[1], "--out", got)
paths = fetched.stdout.split()
originals = [os.path.join(films, name) for name in os.listdir(films) if "film-3" not in name]
tap.check("what was fetched is what was sent, byte for byte",
          [fetched.stderr] if len(paths) != 3 or contents(paths) != contents(originals) else [])
tap.check("no file is called after her", [path for path in paths if not os.path.basename(path).startswith("mg-")])
again = pacs("fetch", studies[0], "--out", got)
tap.check("what is there is not there twice",
          [] if set(again.stdout.split()) < set(paths) and len(os.listdir(got)) == 3 else os.listdir(got))

# Results to the server and back: a report of the machine's finds, what is painted, and boxes for plain viewers
study = os.path.join(place, "study")
good("study", study, "--add", got, "--propose")
masks = os.path.join(place, "masks")
good("export", study, "--format", "masks", "--with-names", "--out", masks)
os.remove(os.path.join(masks, "marks.csv"))
painted = 0
for name in os.listdir(masks):
    painted = orthanc.paint(os.path.join(masks, name))
good("import", study, "--format", "masks", "--from", masks)
for form, modality, kind, count in (("cadsr", "SR", "CAD reports", 2), ("seg", "SEG", "segmentations", 3),
                                    ("gsps", "PR", "presentation states", 3)):
    written, back = os.path.join(place, form), os.path.join(place, form + "-back")
    good("export", study, "--format", form, "--with-names", "--out", written)
    sent = pacs("send", written)
    fetched = pacs("fetch", *studies[:2], "--modality", modality, "--out", back)
    ours = sorted(os.path.join(written, name) for name in os.listdir(written) if name.endswith(".dcm"))
    tap.check(f"{kind} come back as they were written",
              [sent.stderr, fetched.stderr] if len(ours) != count or contents(fetched.stdout.split()) != contents(ours)
              else [])
    tap.check(f"pydicom knows {kind}",
              [complaint for path in ours for complaint in objects.complain(path, films, painted)])
    tap.check(f"the server has {kind} beside her films",
              [] if modality in pacs("find", "--patient", "JD-1").stdout else ["another patient"])
films_again = pacs("fetch", studies[0], "--out", os.path.join(place, "third")).stdout.split()
tap.check("films are fetched without reports", [] if len(films_again) == 2 else films_again)

# What goes wrong
ENV["CALCSPOT_PACS_PASSWORD"] = "guessed"
tap.check("a wrong password is told", wrong(pacs("find"), 1))
del ENV["CALCSPOT_PACS_PASSWORD"]
alone = subprocess.run(["setsid", BATCH, "pacs", "find", server.address, *LOGIN], capture_output=True, text=True,
                       env=ENV, stdin=subprocess.DEVNULL)
tap.check("without a terminal and without a password it says so", wrong(alone, 1))
ENV["CALCSPOT_PACS_PASSWORD"] = orthanc.PASSWORD
tap.check("an unknown examination is told", wrong(pacs("fetch", "1.2.3", "--out", got), 1))
tap.check("a part of the server that is no DICOMweb is told",
          wrong(run("pacs", "find", server.address.replace("/dicom-web", ""), *LOGIN), 1))
tap.check("a secure address of a server without TLS is told",
          wrong(run("pacs", "find", server.address.replace("http:", "https:"), *LOGIN), 1))
tap.check("a file that is no DICOM is not sent", wrong(pacs("send", __file__), 1))
tap.check("nothing else was left", [name for name in os.listdir(got) if not name.startswith("mg-")])
server.close()
tap.check("a server that is gone is told", wrong(pacs("find"), 1))
tap.done()
