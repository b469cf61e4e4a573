"""Judging in the window beyond one key a box: many at once, the order of the queue, the history, a backup."""
import os

from driver import Program, perform, rows, wait_for

JUDGED = "SELECT count(*) AS n FROM marks WHERE verdict = ? AND origin <> 'truth'"


def make_study(stage):
    films, study = os.path.join(stage.home, "films"), os.path.join(stage.home, "study")
    stage.batch("phantom", "--count", 2, "--seed", 5, "--size", "1024x1024", "--out", films)
    stage.batch("study", study, "--add", films, "--propose")
    return study


def count(study, verdict):
    return rows(study, JUDGED, verdict)[0]["n"]


def open_review(stage, study):
    program = Program(stage, study)
    program.show_page("Review")
    program.press("ctrl+Page_Down")
    program.find("list", "Boxes of the film", showing=True)
    program.find(name=lambda name: name.startswith("Box 1,"), showing=True)
    return program


def backup(tap, stage, program, study):
    """By the menu, into a file named by typing; what comes out is a study."""
    to = os.path.join(stage.home, "copy.calcspot")
    program.press("F10")
    program.activate(program.find("menu item", "Back up study…", showing=True))
    program.xdotool("windowfocus", "--sync", program.x_window_named("Back up the study"))
    program.press("ctrl+a")
    program.type(to)
    program.press("Return")
    wait_for("the backup", lambda: os.path.exists(to))
    program.focus()
    back = os.path.join(stage.home, "back")
    stage.batch("study", back, "--restore", to)
    same = rows(back, "SELECT id, verdict FROM marks") == rows(study, "SELECT id, verdict FROM marks")
    tap.check("the menu's backup is restored as it was", [] if same else ["differs"])
    tap.check("its trail is whole", [] if "is whole" in stage.batch("study", back, "--verify") else ["broken"])


def judging(tap, stage):
    study = make_study(stage)
    program = open_review(stage, study)
    program.press("a")
    wait_for("a verdict", lambda: count(study, "positive") == 1)
    backup(tap, stage, program, study)
    tap.check("it never warned", program.warnings())
    tap.check("it ends when asked to", [] if program.quit() == 0 else [program.said()])


if __name__ == "__main__":
    perform(judging, "the judging")
