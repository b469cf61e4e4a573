"""A reader asks why, scrolls past the numbers of a stage, compares two presets, looks up a stage, and judges on."""

from driver import Gone, Program, Stage, rows, wait_for
from tap import Tap

JUDGED = "SELECT id FROM marks WHERE verdict = 'positive'"


def ask(tap, program, study):
    program.press("alt+3", "ctrl+Page_Down")
    program.find(name=lambda name: name.startswith("Box 1,"), showing=True)
    verdict = []
    while not verdict:          # the stages may still run: then it says so, and is asked again
        program.press("y", pause=1)
        verdict = program.find_all("label", lambda name: name.startswith("Box 1 of "), showing=True)
    tap.check("Y tells why a box is there", [])
    program.press("Escape", "a")
    wait_for("the verdict", lambda: rows(study, JUDGED))
    tap.check("and the next key judges", [])


def settings_of(program):
    """What stands in every number of the stage's panel."""
    return [spin.get("Value", "CurrentValue") for spin in program.find_all("spin button", showing=True)]


def scroll_past(tap, program):
    """The wheel over a number and over a slider moves the panel, and never what it says."""
    program.press("alt+2")
    number = program.find("spin button", "Reference levels", showing=True)
    before = settings_of(program)
    for what, aside, clicks in (("a number", 20, -6), ("a slider", -100, 6)):
        room = number.get_room()
        program.scroll((room.x + aside, room.y + room.height // 2), clicks)
        wait_for(f"the panel to move under the wheel over {what}", lambda: number.get_room().y != room.y)
        program.settle()
        after = settings_of(program)
        tap.check(f"the wheel over {what} scrolls past it", [] if after == before else [f"{before}, then {after}"])


def other_window(program):
    found = program.xdotool("search", "--onlyvisible", "--class", "calcspot").stdout.split()
    return next((window for window in found if window != program.window), None)


def compare(tap, program):
    program.press("alt+2", "c")
    program.xdotool("windowfocus", "--sync", wait_for("the comparison", lambda: other_window(program)))
    program.find("label", lambda name: "of them lost at the right" in name)
    tap.check("C compares two presets", [])
    program.picture("understanding-compare")
    program.press("Escape")
    wait_for("the comparison to close", lambda: not other_window(program))
    program.focus()


def look_up(tap, program):
    program.press("h")
    program.xdotool("windowfocus", "--sync", wait_for("the help", lambda: other_window(program)))
    program.find("label", "What can go wrong")
    tap.check("H explains the stage", [])
    program.picture("understanding-help")
    program.press("Escape")
    wait_for("the help to close", lambda: not other_window(program))
    program.focus()


def read_manual(tap, program):
    """F1 on a page opens what belongs to it; words are searched, Escape leaves."""
    told = []
    for key, heading in (("alt+2", "What can go wrong"), ("alt+3", "A, R and U judge the box"),
                         ("alt+7", "Say who you are on Readers")):
        program.press(key, "F1")
        program.xdotool("windowfocus", "--sync", wait_for("the help", lambda: other_window(program)))
        shown = program.find("label", lambda name: name.startswith(heading), showing=True)
        told += [] if shown else [heading]
        program.picture(f"understanding-manual-{key[-1]}")
        if key != "alt+7":
            program.press("Escape")
            wait_for("the help to close", lambda: not other_window(program))
            program.focus()
    tap.check("F1 opens the page that belongs to what is seen", told)
    program.type("disk is full")
    program.find("label", lambda name: name.startswith("The disk is full:"), showing=True)
    program.picture("understanding-manual-search")
    tap.check("a search finds the page that says it", [])
    program.press("ctrl+a", "BackSpace")
    program.press("Escape")
    wait_for("the help to close", lambda: not other_window(program))
    program.focus()
    tap.check("Escape leaves the help", [])


def main():
    tap = Tap()
    stage = Stage()
    try:
        study = stage.make_study("--count", 1, "--size", "512x512")
        program = Program(stage, study)
        ask(tap, program, study)
        scroll_past(tap, program)
        compare(tap, program)
        look_up(tap, program)
        read_manual(tap, program)
        tap.check("the program had nothing to complain of", program.warnings())
    except Gone as gone:
        tap.check("the program did what was waited for", str(gone).splitlines())
    finally:
        stage.close()
    tap.done()


if __name__ == "__main__":
    main()
