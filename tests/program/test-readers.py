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
    program.press("Return")


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
    program.show_page("Training")
    program.find("push button", "Start", showing=True)
    tap.check("a training learns from what is decided, whoever reads", [])
    ada = rows(study, "SELECT count(*) AS n FROM verdicts WHERE reader = 'Ada'")[0]["n"]
    tap.check("the first's verdicts stand", [] if ada > TURNED else [ada])
    tap.check("it never warned", program.warnings())
    tap.check("it ends when asked to", [] if program.quit() == 0 else [program.said()])


def decide_by(program, study, key, n):
    program.press(key)
    wait_for(f"decision {n}", lambda: len(rows(study, DECIDED)) == n)


def last_decided(study):
    return rows(study, "SELECT mark FROM acts WHERE kind = 'decide' ORDER BY id DESC LIMIT 1")[0]["mark"]


def walk_disputes(tap, program, study):
    """By keys alone to the second, which is decided and taken back, and to the first again."""
    program.press("n")
    decide_by(program, study, "a", 1)
    second = last_decided(study)
    program.press("ctrl+z")
    wait_for("its undo", lambda: not rows(study, DECIDED))
    program.press("p")
    decide_by(program, study, "a", 1)
    tap.check("keys lead through the differences", [] if last_decided(study) != second else ["to the same again"])
    program.press("ctrl+z")
    wait_for("its undo", lambda: not rows(study, DECIDED))


def decide(tap, stage, study):
    program = Program(stage, study)
    program.show_page("Readers")
    program.find("label", f"{TURNED} boxes differ, {TURNED} not decided", showing=True)
    name_reader(program, "Clara")
    wait_for("the name in the study", lambda: rows(study, "SELECT 1 FROM settings WHERE value = 'Clara'"))
    program.click(program.find("label", lambda name: name.startswith("Ada: "), showing=True))
    program.settle()
    program.picture("readers-2-revealed")
    walk_disputes(tap, program, study)
    for n, key in enumerate("ruua", 1):
        decide_by(program, study, key, n)
        if n == 2:      # what was taken back is what the next key decides
            second = last_decided(study)
            program.press("ctrl+z")
            wait_for("its undo", lambda: len(rows(study, DECIDED)) == 1)
            decide_by(program, study, "a", 2)
            tap.check("after an undo its box is the next to be decided",
                      [] if last_decided(study) == second else ["another box"])
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


OWN = "SELECT value FROM descriptors WHERE name = 'blind' AND reader = 'Dora'"


def blind(tap, stage):
    """An own reading comes before the machine's boxes; both are told apart."""
    films, study = os.path.join(stage.home, "films"), os.path.join(stage.home, "blind")
    stage.batch("study", study, "--add", films, "--propose")
    program = Program(stage, study)
    program.show_page("Readers")
    program.find(name="Together: the last one decides", showing=True)
    name_reader(program, "Dora")
    wait_for("the name in the study", lambda: rows(study, "SELECT 1 FROM settings WHERE value = 'Dora'"))
    program.click(program.find("label", "Blind first", showing=True))
    wait_for("blind first", lambda: rows(study, "SELECT 1 FROM settings WHERE name = 'blind' AND value = 'on'"))
    program.picture("readers-4-blind-first")
    program.show_page("Review")
    program.press("ctrl+Page_Down")
    program.find("label", lambda name: name.startswith("The machine's boxes are hidden"), showing=True)
    boxes = program.find_all(name=lambda name: name.startswith("Box 1,"))
    tap.check("the machine's boxes are hidden", [box.get_name() for box in boxes])
    program.press("y")
    program.find("label", lambda name: name.startswith("The stages have not run"), showing=True)
    tap.check("nobody tells what the stages found", [])
    program.press("ctrl+p")
    reports = program.find_all("push button", "Save as PDF…")
    tap.check("nor does a report of the case", [button.get_name() for button in reports])
    program.picture("readers-5-hidden")
    program.press("v")
    wait_for("the own reading", lambda: rows(study, OWN))
    program.find(name=lambda name: name.startswith("Box 1,") and "not judged" in name, showing=True)
    tap.check("an own reading shows them", [] if rows(study, OWN)[0]["value"].startswith("0 ") else rows(study, OWN))
    program.picture("readers-6-shown")
    program.press("a")
    wait_for("a verdict", lambda: rows(study, "SELECT 1 FROM verdicts WHERE reader = 'Dora'"))
    tap.check("it never warned", program.warnings())
    program.quit()
    told = [line.split("\t") for line in stage.batch("study", study, "--influence").splitlines() if "Dora" in line]
    tap.check("before and after are told", [] if [line[3:7] for line in told] == [["0", "1", "0", "1"]] else told)


def readers(tap, stage):
    study, turned = make_study(stage)
    apart(tap, stage, study)
    stage.batch("label", study, "--import", turned, "--reader", "Berta")
    stage.batch("study", study, "--readers", "revealed")
    time.sleep(0.2)
    decide(tap, stage, study)
    blind(tap, stage)
    tap.check("the trail is whole", [] if "is whole" in stage.batch("study", study, "--verify") else ["broken"])


if __name__ == "__main__":
    perform(readers, "the readers")
