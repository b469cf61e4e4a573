"""The window by Tab alone, with text twice as large and high contrast on a screen of 1280x720: whatever takes the focus
says what it is, nothing holds it, and nothing of a page lies beyond the edge."""
import os

from driver import Gone, Program, perform, wait_for
from tree import Vanished

PAGES = ("Images", "Stages", "Review", "Patches", "Training", "Results", "Readers")
MUTE = ("filler", "panel", "unknown", "redundant object")
SCROLLED = ("scroll pane", "list", "table", "tree table")      # what lies in these may lie beyond an edge
WIDTH, HEIGHT, EDGE = 1280, 720, 1      # edge: the header stands on the window's own


def is_named(node):
    name = node.get_name()
    return name and not name.startswith(("Gtk", "Adw", "Cs", "_")) and node.get_role_name() not in MUTE


def unnamed(nodes):
    return [f"{node.get_role_name()} “{node.get_name()}” in “{node.get_parent().get_name()}”"
            for node in nodes if not is_named(node)]


def beyond(node):
    """What is shown below @node and lies beyond the window's edge, but what can be scrolled to."""
    found = []
    for child in node.get_children():
        if not child.is_in_state("visible") or child.get_role_name() in SCROLLED:
            continue
        try:
            room = child.get_room()
        except Vanished:      # what has no place of its own: a menu that is not open
            continue
        if room.width > 0 and not (-EDGE <= room.x <= WIDTH - room.width and -EDGE <= room.y <= HEIGHT - room.height):
            found.append(f"{child.get_role_name()} “{child.get_name()}”: "
                         f"{room.width}x{room.height} at {room.x}, {room.y}")
        else:
            found.extend(beyond(child))
    return found


def walk_page(tap, program, page):
    program.show_page(page)
    if page == "Patches":      # their gallery takes the focus when it is there
        program.find(name=lambda name: ", accepted, " in name, showing=True)
    try:
        nodes = program.focuses()
    except Gone as gone:
        tap.check(f"{page}: Tab comes round", str(gone).splitlines())
        return
    tap.check(f"{page}: Tab comes round, and whatever it comes to has a name and a role",
              unnamed(nodes) + ["it comes to little"] * (len(nodes) < 10))
    tap.check(f"{page}: nothing lies beyond the edge", beyond(program.find("frame")))
    program.picture(f"access-{page.lower()}")


def keys(tap, program):
    """The window of keys: none is cut, and it is found by its name."""
    program.press("ctrl+question")
    node = program.find("label", "Choose by a lasso", showing=True)
    while node.get_parent() != program.tree.root:
        node = node.get_parent()
    tap.check("Keys: nothing lies beyond the edge", beyond(node))
    program.picture("access-keys")
    program.xdotool("windowfocus", "--sync", program.x_window_named("Keyboard shortcuts"))
    program.type("lasso")
    wait_for("what is sought", lambda: not program.find_all("label", "Choose by a rubber band", showing=True))
    found = program.find_all("label", "Choose by a lasso", showing=True)
    tap.check("Keys: one is found by its name", [] if found else ["it is not"])
    program.press("Escape", "Escape")
    program.focus()


def access(tap, stage):
    films, study = (os.path.join(stage.home, name) for name in ("films", "study"))
    stage.batch("phantom", "--count", 2, "--films-per-case", 2, "--seed", 5, "--size", "512x512", "--out", films)
    stage.batch("study", study, "--add", films, "--propose")
    stage.batch("label", study, "--truth")
    stage.batch("phantom", "--count", 2, "--films-per-case", 2, "--seed", 9, "--size", "512x512", "--out", films + "2")
    stage.batch("study", study, "--add", films + "2", "--propose")
    program = Program(stage, study)
    program.xdotool("windowmove", program.window, 0, 0)
    program.xdotool("windowsize", "--sync", program.window, WIDTH, HEIGHT)
    program.show_page("Review")
    program.press("ctrl+Page_Down")
    program.find(name=lambda name: name.startswith("Box 1,"), showing=True)
    keys(tap, program)
    for page in PAGES:
        walk_page(tap, program, page)
    tap.check("it warned of nothing", program.warnings())
    tap.check("it ends when asked to", [] if program.quit() == 0 else [program.said()])


perform(access, "the walk", size=f"{WIDTH}x{HEIGHT}", contrast=True, text_scale=2)
