"""Marks leave by the window's menu and come into another study by it: names stay at home, verdicts arrive."""
import os
import time

from driver import Program, perform, rows, wait_for
from screen import pixels

VERDICTS = ("SELECT digest, x, y, marks.width AS w, marks.height AS h, verdict FROM marks JOIN films ON films.id = film"
            " WHERE verdict <> 'none' ORDER BY 1, 2, 3, 4, 5")


def make_studies(stage):
    """One with verdicts, and one with the same films alone."""
    films = os.path.join(stage.home, "films")
    stage.batch("phantom", "--count", 2, "--seed", 5, "--size", "512x512", "--out", films)
    studies = [os.path.join(stage.home, name) for name in ("judged", "bare")]
    stage.batch("study", studies[0], "--add", films, "--propose")
    stage.batch("label", studies[0], "--truth")
    stage.batch("study", studies[1], "--add", films)
    return studies


def choose(program, submenu, form, path, picture):
    """A line of a submenu of the main menu, and a file for it, by keyboard."""
    program.press("F10", submenu, pause=1)
    program.picture(f"exchanging-{picture}-menu")
    program.activate(program.find("menu item", form, showing=True))
    program.answer_chooser(path, f"exchanging-{picture}-chooser", afresh=submenu == "x")


def report(tap, program, folder):
    """The report of the case in hand: looked at, kept as PDF, refused where there is no room for it."""
    before, pdf = program.window, os.path.join(folder, "report.pdf")
    program.press("ctrl+p")
    program.window = program.x_window_named("Report of the case")
    program.focus()
    program.find("image", lambda name: name.startswith("Page 1 of "), showing=True, patience=60)
    time.sleep(1)
    top = pixels(program.picture("exchanging-4-report"))
    program.press("Page_Down")
    wait_for("the next page", lambda: pixels(program.picture("exchanging-4-turned")) != top)
    tap.check("Page Down turns its pages", [])
    keep_as(program, pdf)
    wait_for("the report", lambda: os.path.exists(pdf))
    with open(pdf, "rb") as file:
        tap.check("the report is kept as PDF", [] if file.read(5) == b"%PDF-" else ["no PDF"])
    program.picture("exchanging-5-kept")
    keep_as(program, "/proc/report.pdf")
    program.find("label", lambda name: "/proc/report.pdf" in name, showing=True)
    tap.check("a place that takes none is told by its name", program.warnings())
    program.press("Escape", "Escape")      # first what is told goes
    wait_for("the report to go", lambda: not program.find_all("image", lambda n: n.startswith("Page 1 "),
                                                                showing=True))
    program.window = before
    program.focus()


def keep_as(program, path):
    """From the report's window through the chooser to a file."""
    own = program.window
    program.press("ctrl+s")
    program.xdotool("windowfocus", "--sync", program.x_window_named("Save the report"))
    time.sleep(1)
    program.press("ctrl+a")
    program.type(path)
    time.sleep(1)
    program.press("Return")
    time.sleep(1)
    program.window = own
    program.focus()


def merge(tap, program, judged, bare):
    """The other copy comes by the menu, and goes again by one undo."""
    of_machine = VERDICTS.replace("WHERE", "WHERE origin = 'machine' AND")
    program.press("F10", "y", "g", pause=1)
    program.answer_chooser(judged, "exchanging-4-merge-chooser")
    wait_for("the other copy's verdicts", lambda: rows(bare, of_machine))
    tap.check("another copy is merged by the menu", [] if rows(bare, of_machine) == rows(judged, of_machine)
              else ["others"])
    program.show_page("Review")
    program.focus()      # as above
    wait_for("its undo", lambda: program.press("ctrl+z", pause=1) or not rows(bare, VERDICTS))
    tap.check("and taken back as one act", program.warnings())


def exchange(tap, stage):
    judged, bare = make_studies(stage)
    table = os.path.join(stage.home, "marks.csv")
    program = Program(stage, judged)
    choose(program, "x", "Table of marks (CSV)", table, "1-export")
    wait_for("the table", lambda: os.path.exists(table))
    program.quit()
    with open(table, encoding="utf-8") as file:
        text = file.read()
    tap.check("no film's name leaves unasked", [] if "phantom" not in text and "film-" in text else [text[:200]])

    program = Program(stage, bare)
    choose(program, "m", "Table of marks (CSV)", table, "2-import")
    wait_for("the verdicts", lambda: rows(bare, VERDICTS))
    program.find("label", lambda name: "Marks that had a mask" in name, showing=True)
    program.picture("exchanging-2-import-told")
    program.xdotool("windowfocus", "--sync", program.others()[0])
    program.press("Escape")
    wait_for("what was told to go", lambda: not program.others())
    program.focus()
    tap.check("the verdicts arrive, and what a table cannot hold is told",
              [] if rows(bare, VERDICTS) == rows(judged, VERDICTS) else ["others"])
    n = len([row for row in rows(bare, "SELECT id FROM marks WHERE origin <> 'truth'")])
    program.find("label", f"2 films · {n} of {n} boxes judged", showing=True)
    program.picture("exchanging-3-arrived")
    program.show_page("Review")
    program.focus()      # and again: until the marks are read the study rests
    wait_for("the undo", lambda: program.press("ctrl+z", pause=1) or not rows(bare, VERDICTS))
    tap.check("and are taken back as one act", program.warnings())
    merge(tap, program, judged, bare)
    program.press("ctrl+Page_Down")
    program.find(name=lambda name: name.startswith("Box 1,"), showing=True)
    report(tap, program, stage.home)
    program.quit()


if __name__ == "__main__":
    perform(exchange, "the exchange")
