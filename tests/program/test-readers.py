"""Two readers in the window: the second sees nothing of the first's verdicts, and a third decides where they differ."""
import csv
import os
import shutil
import time

from driver import Program, perform, rows, wait_for

TURNED = 4
DECIDED = "SELECT reader, verdict FROM verdicts WHERE decides = 1"


def make_study(stage):
    """Ada has judged all by the truth; of Berta's verdicts there is a table, the first few turned round."""
    films, study, scratch, table, turned = (os.path.join(stage.home, name) for name in
                                            ("films", "study", "scratch", "ada.csv", "berta.csv"))
    stage.batch("phantom", "--count", 1, "--seed", 5, "--size", "512x512", "--um", "200", "--out", films)
    for place in scratch, study:
        stage.batch("study", place, "--add", films, "--propose")
    stage.batch("label", scratch, "--truth")
    stage.batch("export", scratch, "--format", "csv", "--out", table)
    shutil.rmtree(scratch)
    with open(table, encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["origin"] == "machine"]
    for path, n in (table, 0), (turned, TURNED):
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, lines[0].keys())
            writer.writeheader()
            for i, line in enumerate(lines):
                other = "negative" if line["verdict"] == "positive" else "positive"
                writer.writerow({**line, "verdict": other if i < n else line["verdict"]})
    stage.batch("study", study, "--readers", "apart")
    stage.batch("label", study, "--import", table, "--reader", "Ada")
    return study, turned


def name_reader(program, name):
    program.click(program.find("text", "Who reads here", showing=True))
    program.press("ctrl+a")
    program.type(name)
    program.press("Return", pause=0.5)


def apart(tap, stage, study):
    program = Program(stage, study)
    program.show_page("Readers")
    program.find(name="Reading apart", showing=True)
    name_reader(program, "Berta")
    wait_for("the name in the study", lambda: rows(study, "SELECT 1 FROM settings WHERE value = 'Berta'"))
    program.picture("readers-1-apart")
    program.show_page("Review")
    program.press("ctrl+Page_Down")
    program.find(name=lambda name: name.startswith("Box 1,") and "not judged" in name, showing=True)
    counts = program.find("label", lambda name: "judged here" in name, showing=True).get_name()
    tap.check("the second reader sees nothing of the first's verdicts", [] if counts.startswith("0 of ") else [counts])
    program.press("u")
    wait_for("a verdict of Berta's", lambda: rows(study, "SELECT 1 FROM verdicts WHERE reader = 'Berta'"))
    program.press("ctrl+z")
    wait_for("its undo", lambda: not rows(study, "SELECT 1 FROM verdicts WHERE reader = 'Berta'"))
    ada = rows(study, "SELECT count(*) AS n FROM verdicts WHERE reader = 'Ada'")[0]["n"]
    tap.check("the first's verdicts stand", [] if ada > TURNED else [ada])
    tap.check("it never warned", program.warnings())
    tap.check("it ends when asked to", [] if program.quit() == 0 else [program.said()])


def decide(tap, stage, study):
    program = Program(stage, study)
    program.show_page("Readers")
    program.find("label", f"{TURNED} boxes differ, {TURNED} not decided", showing=True)
    name_reader(program, "Clara")
    wait_for("the name in the study", lambda: rows(study, "SELECT 1 FROM settings WHERE value = 'Clara'"))
    program.click(program.find("label", lambda name: name.startswith("Ada: "), showing=True))
    time.sleep(0.5)
    program.picture("readers-2-revealed")
    for n, key in enumerate("arua", 1):
        program.press(key, pause=0.5)
        wait_for(f"decision {n}", lambda n=n: len(rows(study, DECIDED)) == n)
    program.find("label", f"{TURNED} boxes differ, 0 not decided", showing=True)
    verdicts = sorted(row["verdict"] for row in rows(study, DECIDED) if row["reader"] == "Clara")
    tap.check("one key a box decides", [] if verdicts == ["negative", "positive", "positive", "unsure"] else verdicts)
    program.picture("readers-3-decided")
    program.press("ctrl+z")
    wait_for("an undo", lambda: len(rows(study, DECIDED)) == TURNED - 1)
    tap.check("a decision is one undo", [])
    told = program.find_all("label", lambda name: "Cohen's kappa of Ada and Berta" in name)
    tap.check("agreement is told", [] if told else ["not there"])
    tap.check("it never warned", program.warnings())
    tap.check("it ends when asked to", [] if program.quit() == 0 else [program.said()])


def readers(tap, stage):
    study, turned = make_study(stage)
    apart(tap, stage, study)
    stage.batch("label", study, "--import", turned, "--reader", "Berta")
    stage.batch("study", study, "--readers", "revealed")
    time.sleep(0.2)
    decide(tap, stage, study)
    tap.check("the trail is whole", [] if "is whole" in stage.batch("study", study, "--verify") else ["broken"])


if __name__ == "__main__":
    perform(readers, "the readers")
