"""Judging in the window beyond one key a box: many at once, the order of the queue, the history, a backup."""
import os
import time

from driver import open_review, perform, rows, wait_for

ALL_JUDGED = "SELECT count(*) AS n FROM marks WHERE verdict <> 'none' AND origin <> 'truth'"
JUDGED = "SELECT count(*) AS n FROM marks WHERE verdict = ? AND origin <> 'truth'"


def count(study, verdict):
    return rows(study, JUDGED, verdict)[0]["n"]


def check_menu(tap, program):
    """The main menu, which is open, has room in a window of 720 rows without being scrolled."""
    ends = [program.find("menu item", name, showing=True) for name in ("Open study or folder…", "About Calcspot")]
    top, bottom = (node.get_room() for node in ends)
    height = bottom.y + bottom.height - top.y
    tap.check("the main menu fits a window of 720 rows", [] if 300 < height < 640 else [f"it has {height}"])


def backup(tap, stage, program, study):
    """By the menu, into a file named by typing; what comes out is a study."""
    to = os.path.join(stage.home, "copy.calcspot")
    program.press("F10")
    check_menu(tap, program)
    program.activate(program.find("menu item", "Study", showing=True))
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


def undo_to(program, study, judged):
    program.press("ctrl+z")
    wait_for("the undo on disk", lambda: rows(study, ALL_JUDGED)[0]["n"] == judged)


def film_area(program):
    """The film's place on the screen: x, y, width, height."""
    room = program.find("image", "Film", showing=True).get_room()
    frame = program.geometry()
    return room.x + int(frame["X"]), room.y + int(frame["Y"]), room.width, room.height


def rubber_band(tap, program, study):
    """Round the whole film: all its boxes are chosen, and judged by one key; half of them by half a film."""
    before = rows(study, ALL_JUDGED)[0]["n"]
    program.press("f", "b")
    x, y, width, height = film_area(program)
    program.drag((x + 5, y + 5), (x + width - 5, y + height - 5))
    chosen = program.find("label", lambda name: "boxes are chosen" in name, showing=True)
    n = int(chosen.get_name().split()[0])
    program.picture("judging-1-band")
    program.press("r")
    wait_for("the band's verdicts", lambda: count(study, "negative") > 1)
    rejected = count(study, "negative")
    tap.check("a rubber band's boxes are rejected by one key", [] if rejected == n > 1 else [f"{rejected} of {n}"])
    undo_to(program, study, before)
    tap.check("and come back by one undo", [] if count(study, "negative") == 0 else ["left"])


def band_alone(tap, program, study):
    """A drawn box is erased, so no box is the selected one: what a band chooses is judged all the same."""
    before = rows(study, ALL_JUDGED)[0]["n"]
    x, y, width, height = film_area(program)
    program.press("f", "d", pause=0.4)
    program.drag((x + width // 2, y + height // 2), (x + width // 2 + 60, y + height // 2 + 60))
    wait_for("the drawn box", lambda: rows(study, ALL_JUDGED)[0]["n"] == before + 1)
    program.press("Delete")
    wait_for("its end", lambda: rows(study, ALL_JUDGED)[0]["n"] == before)
    program.press("b", pause=0.4)
    program.drag((x + 5, y + 5), (x + width - 5, y + height - 5))
    program.find("label", lambda name: "boxes are chosen" in name, showing=True)
    program.press("u")
    wait_for("the band's verdicts", lambda: count(study, "unsure") > 1)
    tap.check("a band is judged though no box is selected", [])
    undo_to(program, study, before)


def lasso(tap, program, study):
    """A triangle over the left half of the film."""
    before = rows(study, ALL_JUDGED)[0]["n"]
    program.press("f", "shift+b")
    x, y, width, height = film_area(program)
    corners = [(x + 5, y + 5), (x + width - 5, y + height // 2), (x + 5, y + height - 5), (x + 6, y + 8)]
    program.xdotool("mousemove", *corners[0])
    program.xdotool("mousedown", 1)
    for start, end in zip(corners, corners[1:]):
        for i in range(1, 9):
            program.xdotool("mousemove", *(round(a + (b - a) * i / 8) for a, b in zip(start, end)))
            time.sleep(0.02)
    program.picture("judging-2-lasso")
    program.xdotool("mouseup", 1)
    n = int(program.find("label", lambda name: "chosen:" in name, showing=True).get_name().split()[0])
    program.press("Escape")
    program.press("shift+b")
    tap.check("a lasso chooses some", [] if n > 0 else ["none"])
    program.press("Escape")
    still = program.find_all("label", lambda name: "chosen:" in name, showing=True)
    tap.check("Escape lets go of them", ["still chosen"] if still else [])
    tap.check("choosing judges nothing", [] if rows(study, ALL_JUDGED)[0]["n"] == before else ["judged"])


def is_offer(name):
    return name.endswith(" takes it back.")


def cluster_and_rest(tap, program, study):
    program.press("f")
    before = rows(study, ALL_JUDGED)[0]["n"]
    program.press("shift+a")
    wait_for("the cluster's verdicts", lambda: rows(study, ALL_JUDGED)[0]["n"] > before)
    act = rows(study, "SELECT kind, n, (SELECT count(*) FROM touched WHERE act = acts.id) AS touched"
                      " FROM acts ORDER BY id DESC LIMIT 1")[0]
    tap.check("a cluster is accepted as one act", [] if act["kind"] == "judge" and act["n"] == act["touched"] > 1
              else [str(act)])
    program.find("label", is_offer, showing=True)
    undo_to(program, study, before)
    wait_for("the offer to go", lambda: not program.find_all("label", is_offer, showing=True), 3)
    tap.check("what cannot be taken back any more is not offered", [])
    film = rows(study, "SELECT film FROM acts ORDER BY id DESC LIMIT 1")[0]["film"]
    program.press("shift+r")
    left = "SELECT count(*) AS n FROM marks WHERE verdict = 'none' AND origin <> 'truth' AND film = ?"
    wait_for("all of the film judged", lambda: rows(study, left, film)[0]["n"] == 0)
    undo_to(program, study, before)


def choose_order(program, name):
    """By the menu beside the list."""
    program.activate(program.find_all("push button", "In which order boxes come", showing=True)[-1])
    program.find(name=name, showing=True)
    program.activate(next(node for node in program.find_all(name=name) if "menu item" in node.get_role_name()))
    program.settle()
    program.focus()


def order(tap, program, study):
    """Each order is written with the verdict that was given in it."""
    queue = "SELECT queue FROM acts WHERE kind = 'judge' ORDER BY id DESC LIMIT 1"
    for name, text in (("By their place on the film", "place"), ("At random, otherwise than now", "random:1")):
        before = rows(study, ALL_JUDGED)[0]["n"]
        choose_order(program, name)
        program.press("n", "r")
        wait_for("a verdict", lambda: rows(study, ALL_JUDGED)[0]["n"] > before)
        written = rows(study, queue)[0]["queue"]
        tap.check(f"the order {text} stands with its verdict", [] if written == text else [written])


def empty_queue(tap, program, study):
    """All is judged: the page says what to do next, and leads there."""
    while rows(study, "SELECT count(*) AS n FROM marks WHERE verdict = 'none' AND origin <> 'truth'")[0]["n"]:
        before = rows(study, ALL_JUDGED)[0]["n"]
        program.press("shift+r")
        wait_for("the rest of a film", lambda: rows(study, ALL_JUDGED)[0]["n"] > before)
    program.find("label", lambda name: name.startswith("Every box is judged."), showing=True)
    program.picture("judging-3-empty")
    program.activate(program.find("push button", "Training", showing=True))
    program.find("push button", "Start", showing=True)
    tap.check("an empty queue leads to the training", [])
    program.show_page("Review")


def nudge(tap, program, study):
    """A pixel a key, each an undo."""
    acts = "SELECT kind, mark FROM acts ORDER BY id DESC LIMIT 1"
    program.press("alt+Right")
    wait_for("a move", lambda: rows(study, acts)[0]["kind"] == "move")
    mark = rows(study, acts)[0]["mark"]
    place = "SELECT x, width FROM marks WHERE id = ?"
    moved = rows(study, place, mark)[0]
    program.press("alt+shift+Right")
    wait_for("a wider box", lambda: rows(study, place, mark)[0]["width"] == moved["width"] + 1)
    program.press("ctrl+z", "ctrl+z")
    wait_for("its place again", lambda: rows(study, place, mark)[0]["x"] == moved["x"] - 1)
    tap.check("keys move and widen a box, and undo gives it back", [])


def history(tap, program):
    """What was done, in words; a line leads to where it was done."""
    program.press("ctrl+h")
    line = program.find("label", lambda name: name.startswith("Undid: Rejected ") and " on " in name, showing=True)
    program.picture("judging-4-history")
    tap.check("the history tells in words what was undone", [] if line else ["not there"])
    program.xdotool("windowfocus", "--sync", program.x_window_named("History"))
    program.press("Escape")
    program.focus()
    left = program.find_all("label", lambda name: name.startswith("Undid: "), showing=True)
    tap.check("Escape closes it", ["open"] if left else [])


def said(study, name):
    return sorted({row["value"] for row in rows(study, "SELECT value FROM descriptors WHERE name = ?", name)})


def describe(tap, program, study):
    """One key a word on the finding; a case that is signed off takes no verdict until it is reopened with a reason."""
    program.press("e")
    program.press("f", "g", "4", "g", "n")
    wait_for("the words", lambda: said(study, "distribution") == ["regional"])
    words = [said(study, "morphology"), said(study, "confidence")]
    tap.check("one key says a word of a finding", [] if words == [["fine-pleomorphic"], ["4"]] else words)
    program.picture("judging-5-described")
    press_named(program, "Sign the case off")
    wait_for("the signature", lambda: said(study, "signed") != [])
    program.press("Escape")
    before = rows(study, ALL_JUDGED)[0]["n"]
    program.press("c")
    program.find("label", lambda name: "is signed off. Reopen it" in name, showing=True)
    tap.check("a signed case takes no verdict", [] if rows(study, ALL_JUDGED)[0]["n"] == before else ["it did"])
    program.press("e")
    program.activate(program.find("text", "Why the case is reopened", showing=True))
    program.type("seen again")
    press_named(program, "Reopen the case")
    wait_for("the reason", lambda: said(study, "reopened") == ["seen again"])
    program.press("Escape")
    program.press("c")
    wait_for("a verdict withdrawn", lambda: rows(study, ALL_JUDGED)[0]["n"] == before - 1)
    tap.check("reopened it takes them again", [])


def leave_menu(tap, program, study):
    """The main menu was opened and left by keys, out of a submenu too: the next box is judged all the same."""
    before = rows(study, ALL_JUDGED)[0]["n"]
    for way in (["F10", "Escape"], ["F10", "r", "Escape"]):
        program.press(*way, "n", "r")
        wait_for("a verdict after the menu", lambda: rows(study, ALL_JUDGED)[0]["n"] == before + 1)
        undo_to(program, study, before)
    tap.check("a menu that was left takes no key from the page", [])


def press_named(program, name):
    program.activate(program.find("push button", name, showing=True))


def judging(tap, stage):
    study = stage.make_study("--count", 2, "--size", "1024x1024")
    program = open_review(stage, study)
    program.press("a")
    wait_for("a verdict", lambda: count(study, "positive") == 1)
    program.press("p")
    describe(tap, program, study)
    program.press("a")
    wait_for("the verdict again", lambda: count(study, "positive") == 1)
    leave_menu(tap, program, study)
    rubber_band(tap, program, study)
    band_alone(tap, program, study)
    lasso(tap, program, study)
    cluster_and_rest(tap, program, study)
    history(tap, program)
    nudge(tap, program, study)
    order(tap, program, study)
    empty_queue(tap, program, study)
    backup(tap, stage, program, study)
    tap.check("it never warned", program.warnings())
    tap.check("it ends when asked to", [] if program.quit() == 0 else [program.said()])


if __name__ == "__main__":
    perform(judging, "the judging")
