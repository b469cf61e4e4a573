"""Looking at a film: the loupe follows the pointer, one key leads through the breast at one to one and what was seen is
kept, and the wheel with Ctrl changes the grey."""
import re
import time

from driver import Program, perform, rows, wait_for
from screen import pixels

PLACE = (420, 380)        # on the film, in a window of 1280 x 800


def differ(one, other, left, top, side):
    width = one[0]
    return sum(abs(one[2][y * width + x] - other[2][y * width + x])
               for x in range(left, left + side, 3) for y in range(top, top + side, 3))


def check_loupe(tap, program):
    program.xdotool("mousemove", *PLACE)
    time.sleep(1)
    before = pixels(program.picture("viewing-plain"))
    program.press("m")
    time.sleep(1)
    near = pixels(program.picture("viewing-loupe"))
    program.press("m")
    time.sleep(1)
    nearer = pixels(program.picture("viewing-loupe-4"))
    program.press("m")
    time.sleep(1)
    away = pixels(program.picture("viewing-away"))
    x, y = PLACE[0] - 60, PLACE[1] - 60
    changes = [differ(before, near, x, y, 120), differ(near, nearer, x, y, 120), differ(before, away, x, y, 120)]
    tap.check("the loupe comes, comes nearer and goes",
              [] if min(changes[:2]) > 2000 and changes[2] == 0 else [str(changes)])
    tap.check("around the loupe nothing moves", [] if differ(before, near, 30, 100, 150) == 0 else ["it moved"])


def share(study):
    return next((row["share"] for row in rows(study, "SELECT share FROM seen")), 0)


def check_again(tap, program):
    """A look at the whole film, and back to the box by one key."""
    near = pixels(program.picture("viewing-box"))
    program.press("f")
    time.sleep(0.7)
    whole = pixels(program.picture("viewing-whole"))
    program.press("z")
    time.sleep(0.7)
    again = pixels(program.picture("viewing-box-again"))
    changes = [differ(near, whole, 300, 200, 300), differ(near, again, 300, 200, 300)]
    tap.check("a key shows the box large again", [] if changes[0] > 2000 and changes[1] == 0 else [str(changes)])


def check_way(tap, program, study):
    steps = 0
    while share(study) < 1 and steps < 40:
        before = share(study)
        program.press("Page_Down")
        steps += 1
        wait_for("the view to have rested", lambda: share(study) > before or share(study) == 1, 20)
    program.find("label", "100 % of the breast seen at 1:1", showing=True)
    tap.check("one key leads through all of the breast, and it is kept",
              [] if share(study) == 1 else [str(share(study))])
    tap.check("in few steps", [] if 2 <= steps <= 12 else [str(steps)])


def told(program, *texts):
    """What the film tells in its corner of what a key has made of it."""
    return program.find_all("label", lambda name: name in texts, showing=True)


def check_window(tap, program):
    """One window after the other, each said by its name; the first of them again in the end."""
    names = ("Tissue", "Whole range", "Dense tissue", "Bright spots", "Adapted to the view")
    for name in names:
        program.press("w")
        program.find("label", name, showing=True)
    tap.check("W says which window it has taken", [])
    wait_for("the words to go", lambda: not told(program, *names))


def check_wheel(tap, program):
    before = pixels(program.picture("viewing-grey"))
    program.xdotool("mousemove", *PLACE)
    program.xdotool("keydown", "ctrl", "click", "--repeat", "6", "5", "keyup", "ctrl")
    program.find("label", lambda name: re.fullmatch(r"\d+ – \d+", name), showing=True)
    after = pixels(program.picture("viewing-wheel"))
    change = differ(before, after, 300, 200, 400)
    tap.check("the wheel with Ctrl changes the grey, and says what is black and white",
              [] if change > 5000 else [str(change)])


def check_ruler(tap, program):
    """At one to one and 0.2 mm a pixel, 300 pixels of the screen are 60 mm."""
    program.press("l")
    time.sleep(0.5)
    program.drag((300, 300), (600, 300))
    label = program.find("label", lambda name: " mm (" in name and "calcification" in name, showing=True)
    words, room = label.get_name(), label.get_room()
    length, source = re.match(r"([\d.]+) mm \(([^)]*)\)", words).groups()
    tap.check("the ruler tells millimetres and where they come from",
              [] if abs(float(length) - 60) < 1 and source.startswith("200 µm, ") else [words])
    film = program.find("image", "Film", showing=True).get_room()
    tap.check("its words stand whole below the film",
              [] if room.x >= film.x and room.x + room.width <= film.x + film.width else [f"{room} {film}"])
    program.picture("viewing-ruler")
    program.press("l")
    wait_for("the ruler to go", lambda: not program.find_all("label", lambda name: name.startswith(length + " mm (")))


def check_flicker(tap, program):
    """The film and what the first stage makes of it, in the same place."""
    program.xdotool("mousemove", 1100, 400)
    time.sleep(1)
    film = pixels(program.picture("viewing-film"))
    program.press("t")
    program.find("label", "Enhanced", showing=True)
    wait_for("its name to go", lambda: not told(program, "Enhanced"))
    stage = pixels(program.picture("viewing-stage"))
    program.press("t")
    program.find("label", "The film", showing=True)
    wait_for("its name to go", lambda: not told(program, "The film"))
    again = pixels(program.picture("viewing-film-again"))
    changes = [differ(film, stage, 300, 200, 400), differ(film, again, 300, 200, 400)]
    tap.check("a key exchanges film and stage, and says which is seen",
              [] if changes[0] > 2000 and changes[1] == 0 else [str(changes)])


def look(tap, stage):
    study = stage.make_study("--count", 1, "--size", "1024x1024")
    program = Program(stage, study)
    program.show_page("Review")
    program.press("ctrl+Page_Down")
    program.find(name=lambda name: name.startswith("Box 1,"), showing=True)
    program.find("label", lambda name: name.endswith("of the breast seen at 1:1"), showing=True)
    check_loupe(tap, program)
    check_again(tap, program)
    check_way(tap, program, study)
    check_ruler(tap, program)
    check_flicker(tap, program)
    check_window(tap, program)
    check_wheel(tap, program)
    tap.check("it never warned", program.warnings())
    tap.check("it ends when asked to", [] if program.quit() == 0 else [program.said()])


if __name__ == "__main__":
    perform(look, "the viewing")
