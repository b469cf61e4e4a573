"""Films hang by themselves: right beside left with their chest walls together, at one size; they move together, change
places by a key, and what contradicts itself is asked."""
import os
import shutil
import sqlite3
import time

from driver import Program, perform, rows, wait_for
from screen import pixels


def make_study(stage):
    """One woman of four films, and a left breast whose name says that it is a right one."""
    drawn, films, study = (os.path.join(stage.home, name) for name in ("drawn", "films", "study"))
    for seed in 5, 6:
        stage.batch("phantom", "--count", 4, "--seed", seed, "--size", "768x768", "--out", drawn)
    for name in os.listdir(drawn):
        if "S5" in name:
            shutil.copytree(os.path.join(drawn, name), os.path.join(films, name.replace("S5-02", "S5-01")))
    shutil.copytree(os.path.join(drawn, "phantom-S6-02-L-CC"), os.path.join(films, "phantom-S6-03-R-CC"))
    shutil.copytree(os.path.join(drawn, "phantom-S6-01-R-MLO"), os.path.join(films, "phantom-S7-01-R-MLO"))
    stage.batch("study", study, "--add", films, "--propose")
    return study


def grey(picture, x, y):
    width, _, bytes_ = picture
    return bytes_[y * width + x]


def column(picture, room, x):
    """How bright a film is along a column of the screen."""
    return sum(grey(picture, x, y) for y in range(room.y + 40, room.y + room.height - 80, 5))


def rooms(program):
    """Where the two films are on the screen: right breast, left breast."""
    return [program.find("image", name, showing=True).get_room() for name in ("Right CC", "Left CC")]


def check_first(tap, program):
    """A film is chosen while four hang: it shows its first box, whatever the others do when they come."""
    program.press("h", "h", "ctrl+Page_Down")
    program.find(name=lambda name: name.startswith("Box 1,"), showing=True)
    program.find("image", "Right MLO", showing=True)
    time.sleep(3)
    picture = pixels(program.picture("hanging-first"))
    room = program.find("image", "Left CC", showing=True).get_room()
    middle = [grey(picture, room.x + room.width // 2 + x, room.y + room.height // 2 + y)
              for x in range(-60, 60, 6) for y in range(-60, 60, 6)]
    dark = sum(level < 4 for level in middle)
    tap.check("a film chosen while four hang shows its box", [] if dark < len(middle) / 3 else [f"{dark} dark"])
    program.press("h")


def check_two(tap, program):
    program.press("h")
    program.find("image", "Left CC", showing=True)
    program.find("image", "Right CC", showing=True)
    time.sleep(2)
    picture = pixels(program.picture("hanging-2"))
    right, left = rooms(program)
    walls = min(column(picture, right, right.x + right.width - 40), column(picture, left, left.x + 40))
    edges = max(column(picture, right, right.x + 8), column(picture, left, left.x + left.width - 8))
    tap.check("two hang with their chest walls together", [] if walls > 2 * edges + 100 else [f"{walls}, {edges}"])
    return picture


def check_link(tap, program, far):
    program.scroll((300, 400), 3)
    time.sleep(2)
    near = pixels(program.picture("hanging-near"))
    moved = [sum(abs(grey(near, x, y) - grey(far, x, y)) for x in range(room.x, room.x + room.width, 7)
                 for y in range(room.y, room.y + room.height, 7)) > 20000 for room in rooms(program)]
    tap.check("both come nearer when one does", [] if all(moved) else [str(moved)])


def check_swap(tap, program):
    program.press("s")
    program.find("label", "phantom-S5-01-L-CC", showing=True)
    program.press("shift+s")
    program.find("label", "phantom-S5-01-L-MLO", showing=True)
    program.press("h")
    for name in ("Right CC", "Left CC", "Right MLO", "Left MLO"):
        program.find("image", name, showing=True)
    time.sleep(1.5)
    program.picture("hanging-4")
    tap.check("a key takes another film, and four hang", [])


def check_question(tap, program, study):
    program.press("h", "ctrl+Page_Down")
    program.find("label", "phantom-S6-03-R-CC", showing=True)
    program.find("label", lambda name: name.startswith("A right breast, but its chest wall"), showing=True)
    program.picture("hanging-question")
    program.activate(program.find("push button", "Mirror the film", showing=True))
    turned = wait_for("the turn on disk", lambda: rows(study, "SELECT turn FROM film_views"))
    wait_for("the question to go", lambda: not program.find_all("push button", "Mirror the film", showing=True))
    tap.check("a wall on the wrong side is asked, and mirrored when wanted",
              [] if [row["turn"] for row in turned] == [4] else [str(turned)])


def date_films(study):
    """As the films' files would tell: the four were taken on one day, the lone right MLO, of a case of its own that
    nothing links yet, on another."""
    connection = sqlite3.connect(os.path.join(study, "study.db"))
    with connection:
        connection.execute("INSERT INTO examined SELECT id, iif (case_id LIKE '%S5-01', '2021-07-05', '2019-03-02'), 0"
                           " FROM films")
    connection.close()


def link_earlier(program, study):
    """By the dialog that the question offers."""
    program.find("label", lambda name: name.startswith("No other examination"), showing=True)
    program.activate(program.find("push button", "Set facts…", showing=True))
    own = program.window
    program.window = program.x_window_named("Facts of the film")
    program.focus()
    program.activate(program.find("combo box", "Her earlier examination", showing=True).get_children()[0])
    time.sleep(0.5)
    program.press("Down", "Down", "Return")
    program.picture("hanging-link")
    program.activate(program.find("push button", "Set", showing=True))
    program.window = own
    program.focus()
    wait_for("the link on disk", lambda: rows(study, "SELECT * FROM earlier_cases"), 20)


def check_present_judged(tap, program, study):
    """Whatever hangs beside: a verdict is of the film in hand, and of a box that is in sight."""
    judged = ("SELECT path FROM marks JOIN films ON films.id = marks.film WHERE verdict = 'negative'")
    found = wait_for("a verdict beside the earlier film", lambda: program.press("r") or rows(study, judged))
    tap.check("a key judges the present film alone", [] if all("S5-01-R-MLO" in row["path"] for row in found)
              else [str(found)])
    wait_for("it undone", lambda: program.press("ctrl+z") or not rows(study, judged))


def check_exams(tap, program, study):
    """The two cases are linked by hand, then hang beside one another, change places by a key, and say what is which."""
    program.press("h", "shift+j")
    link_earlier(program, study)
    caption = "Right MLO · earlier: 2019-03-02 (2 y 4 mo before)"
    present = "Right MLO · 2021-07-05"
    program.find("image", caption, showing=True)
    program.find("image", present, showing=True)
    time.sleep(2)
    program.picture("hanging-earlier")
    tap.check("an earlier examination hangs beside, and both say when they were", [])
    program.press("j")
    page = program.find("filler", "CsReviewPage")
    program.find("label", "phantom-S7-01-R-MLO", page, True)
    program.find("image", caption, showing=True)
    program.find("image", present, showing=True)
    program.press("j")
    program.find("label", "phantom-S5-01-R-MLO", page, True)
    tap.check("a key takes the earlier film in hand, and goes back", [])
    check_present_judged(tap, program, study)
    program.press("h")
    program.find("image", "Left MLO · 2021-07-05", showing=True)
    program.find("label", lambda name: name.startswith("No film: Left MLO · earlier"), showing=True)
    time.sleep(1)
    program.picture("hanging-earlier-four")
    tap.check("under two films hang the earlier two, and a missing one is told", [])
    program.press("shift+j", "h")


def check_windows(tap, program, stage, study):
    """A second window, in which a box is judged; when it is closed, the first goes on, and takes that back."""
    first, judged = program.window, "SELECT id FROM marks WHERE verdict = 'negative'"
    titled = ("search", "--onlyvisible", "--name", "^study – Calcspot$")
    program.press("ctrl+shift+n")
    program.window = wait_for("a second window", lambda: set(program.xdotool(*titled).stdout.split()) - {first}).pop()
    program.focus()
    program.press("alt+3", "ctrl+Page_Down")
    wait_for("a verdict in it", lambda: program.press("r") or rows(study, judged))
    marks = os.path.join(stage.home, "data", "calcspot", "bookmarks")
    second = wait_for("its place", lambda: [mark for mark in os.listdir(marks) if mark.endswith("-window-2")])
    program.press("ctrl+w")
    wait_for("it to close", lambda: program.xdotool(*titled).stdout.split() == [first])
    program.window = first
    program.focus()
    wait_for("the first to go on", lambda: program.press("ctrl+z") or not rows(study, judged))
    tap.check("two windows on one study, and the first goes on alone", [] if len(second) == 1 else second)


def hang(tap, stage):
    study = make_study(stage)
    date_films(study)
    program = Program(stage, study)
    program.show_page("Review")
    check_first(tap, program)
    check_link(tap, program, check_two(tap, program))
    check_swap(tap, program)
    check_exams(tap, program, study)
    check_question(tap, program, study)
    check_windows(tap, program, stage, study)
    tap.check("it never warned", program.warnings())
    tap.check("it ends when asked to", [] if program.quit() == 0 else [program.said()])


if __name__ == "__main__":
    perform(hang, "the hanging")
