"""Hand and eye on the Review page: wheel, drags and clicks do on the film what they should, a box is drawn where the
pointer went, and the film is shown where it is."""
import os
import re
import time

from driver import Program, perform, rows, wait_for
from screen import Film, check_film, pixels
from tree import Vanished

BOXES = "SELECT id, x, y, width, height, verdict, origin FROM marks WHERE origin <> 'truth' ORDER BY suspicion DESC, id"
CANVAS = (8, 60, 960, 740)        # well within the film's canvas, in a window of 1280 x 800


def make_study(stage):
    films, study = os.path.join(stage.home, "films"), os.path.join(stage.home, "study")
    film = stage.batch("phantom", "--count", 1, "--seed", 5, "--size", "1024x1024", "--out", films).split()[0]
    stage.batch("study", study, "--add", films, "--propose")
    return study, film


def zoomed_to(program, told):
    """Waits until the zoom in the film's status line tells so. It is looked for anew each time: on a busy machine the
    one found while a film opens may be gone from the accessibility bus a moment later."""
    def asked():
        zooms = program.find_all("label", lambda name: re.fullmatch(r"\d+ %", name) is not None, showing=True)
        try:
            return any(told(int(zoom.get_name().split()[0])) for zoom in zooms)
        except Vanished:
            return False
    wait_for("the zoom", asked, 30)
    time.sleep(0.3)


def near(a, b, slack=1):
    return all(abs(x - y) <= slack for x, y in zip(a, b))


def check_wheel(tap, program):
    """About the pointer: what lies under it stays there. From the whole film, so that its middle is in the middle."""
    program.press("0")
    zoomed_to(program, lambda percent: percent < 100)
    program.press("1")
    zoomed_to(program, lambda percent: percent == 100)
    film = Film(program, ((300, 300), (700, 700)))
    before = film.probe(640, 420)
    program.scroll((640, 420), 2)
    zoomed_to(program, lambda percent: percent == 400)
    tap.check("the wheel zooms to the pointer", [] if near(film.probe(640, 420), before) else [str(before)])
    program.scroll((640, 420), -2)
    zoomed_to(program, lambda percent: percent == 100)
    before = film.probe(640, 420)
    program.xdotool("keydown", "shift")
    program.scroll((640, 420), -2)
    program.xdotool("keyup", "shift")
    time.sleep(0.5)
    after = film.probe(640, 420)
    tap.check("with Shift it moves the film across",
              [] if after[1] == before[1] and after[0] > before[0] + 60 else [f"{before} {after}"])
    return film


def check_drags(tap, program, film):
    before = film.probe(500, 400)
    program.drag((500, 400), (620, 460), button=2)
    time.sleep(0.5)
    tap.check("the middle button drags the film", [] if near(film.probe(620, 460), before) else [str(before)])
    program.drag((620, 460), (500, 400), button=1)
    time.sleep(0.5)
    tap.check("so does the main one", [] if near(film.probe(500, 400), before) else [str(before)])
    first = program.picture("pointer-1-window")
    program.drag((500, 400), (500, 250), button=3)
    time.sleep(1)
    brighter = [sum(pixels(path)[2][200 * 1400:700 * 1400]) for path in (first, program.picture("pointer-2-brighter"))]
    tap.check("the second button changes brightness", [] if abs(brighter[0] - brighter[1]) > 1e6 else [str(brighter)])
    program.press("i")
    time.sleep(1)
    inverted = sum(pixels(program.picture("pointer-3-inverted"))[2][200 * 1400:700 * 1400])
    tap.check("I inverts", [] if abs(inverted - brighter[1]) > 1e6 else [str(inverted)])
    program.press("i")


def distance(one, other):
    return abs(one["x"] - other["x"]) + abs(one["y"] - other["y"])


def check_boxes(tap, program, study, path, film):
    program.press("w", "f")
    time.sleep(1)
    film = Film(program, ((300, 300), (700, 700)), film)
    tap.check("the film is shown where it is",
              check_film(film, path, program.picture("pointer-4-fitted"), CANVAS))
    marks = rows(study, BOXES)
    wanted = max(marks, key=lambda mark: min(distance(mark, other) for other in marks if other != mark))
    x, y = film.to_screen(wanted["x"] + wanted["width"] / 2, wanted["y"] + wanted["height"] / 2)
    program.xdotool("mousemove", round(x), round(y))
    program.xdotool("click", 1)
    time.sleep(0.8)
    program.press("a")
    wait_for("a verdict on the box that was clicked",
             lambda: [row for row in rows(study, BOXES) if row["id"] == wanted["id"] and row["verdict"] == "positive"],
             20)
    tap.check("a click takes the box under the pointer", [])
    draw(tap, program, study, {row["id"] for row in marks}, film)


def draw(tap, program, study, known, film):
    program.press("f", "d")
    time.sleep(0.8)
    film = Film(program, ((300, 300), (700, 700)), film)
    start, end = (600, 300), (660, 380)
    program.drag(start, end)
    drawn = wait_for("the box on disk", lambda: [row for row in rows(study, BOXES) if row["id"] not in known], 20)[0]
    corners = (*film.to_film(*start), *film.to_film(*end))
    found = (drawn["x"], drawn["y"], drawn["x"] + drawn["width"], drawn["y"] + drawn["height"])
    tap.check("a box is drawn where the pointer went",
              [] if near(found, corners, 3) and drawn["origin"] == "reader" else [f"{found} and not {corners}"])
    program.press("ctrl+z")
    wait_for("the box to go", lambda: drawn["id"] not in {row["id"] for row in rows(study, BOXES)}, 20)


def box_of(study, number):
    row = rows(study, "SELECT x, y, width, height FROM marks WHERE id = ?", number)[0]
    return row["x"], row["y"], row["width"], row["height"]


def new_mark(study, known):
    return wait_for("the box on disk", lambda: [row for row in rows(study, BOXES) if row["id"] not in known], 20)[0]


def check_point(tap, program, study, film):
    """D and a click: a millimetre about the point, of origin reader, selected, with handles to drag it larger."""
    known = {row["id"] for row in rows(study, BOXES)}
    program.press("f", "d")
    said = program.find("label", lambda name: name.startswith("Box: drag it"), showing=True)
    film = Film(program, ((300, 300), (700, 700)), film)
    program.picture("pointer-5-tool")
    program.xdotool("mousemove", 620, 340)
    program.xdotool("click", 1)
    drawn = new_mark(study, known)
    x, y, width, height = box = box_of(study, drawn["id"])
    spacing = rows(study, "SELECT mm_per_pixel FROM films")[0]["mm_per_pixel"]
    tap.check("a click with the box tool makes a point of a millimetre, and the tool says so",
              [] if near((x + width / 2, y + height / 2), film.to_film(620.5, 340.5), 2) and said
              and width == height == round(1 / spacing) and drawn["origin"] == "reader"
              else [f"{box} for {film.to_film(620, 340)}, {drawn}, {said}"])
    check_handles(tap, program, study, drawn["id"], film)
    program.press("Delete")
    wait_for("the point to go", lambda: drawn["id"] not in {row["id"] for row in rows(study, BOXES)}, 20)


def check_handles(tap, program, study, number, film):
    """The corner of a small box, which the page zooms to, then undone by one key."""
    x, y, width, height = before = box_of(study, number)
    program.press("p", "n")
    zoomed_to(program, lambda percent: percent >= 400)
    film = Film(program, ((500, 380), (560, 440)), film)
    corner = [round(at) + 4 for at in film.to_screen(x + width, y + height)]
    program.picture("pointer-6-handles")
    program.drag(corner, [at + round(6 * film.scale) for at in corner])
    wait_for("the larger box", lambda: box_of(study, number) != before, 20)
    after = box_of(study, number)
    tap.check("a corner drags the box larger",
              [] if near(after, (x, y, width + 6, height + 6)) else [f"{before} {after}"])
    program.press("ctrl+z")
    wait_for("the box as it was", lambda: box_of(study, number) == before, 20)
    tap.check("one undo takes the drag back", [])


def check_tools(tap, program, study):
    """The ruler in hand, then the lasso: the drag is the lasso's alone. The box tool, then the ruler: the ruler's."""
    program.press("f", "l", "shift+b")
    program.drag((250, 250), (700, 700))
    time.sleep(0.5)
    measured = program.has("label", lambda name: re.match(r"[\d.]+ (mm|cm|px) \(", name) is not None)
    tap.check("the lasso takes the drag from the ruler", ["a length was measured"] if measured else [])
    before = len(rows(study, BOXES))
    program.press("d", "l")
    program.drag((300, 300), (500, 450))
    program.find("label", lambda name: re.match(r"[\d.]+ (mm|cm|px) \(", name) is not None, showing=True)
    tap.check("the ruler takes it from the box tool", [] if len(rows(study, BOXES)) == before else ["a box was drawn"])
    program.press("l", "d", "Escape")
    time.sleep(0.3)
    tap.check("Esc puts the tool away",
              ["it is in hand"] if program.find_all("label", lambda n: "ends it" in n, showing=True) else [])


def look(tap, stage):
    study, path = make_study(stage)
    program = Program(stage, study)
    program.show_page("Review")
    program.press("ctrl+Page_Down")
    program.find(name=lambda name: name.startswith("Box 1,"), showing=True)
    zoomed_to(program, lambda percent: percent > 100)
    tap.check("the first film opens at its first box", [])
    film = check_wheel(tap, program)
    check_drags(tap, program, film)
    check_boxes(tap, program, study, path, film)
    check_point(tap, program, study, film)
    check_tools(tap, program, study)
    tap.check("it never warned", program.warnings())
    tap.check("it ends when asked to", [] if program.quit() == 0 else [program.said()])


if __name__ == "__main__":
    perform(look, "the look")
