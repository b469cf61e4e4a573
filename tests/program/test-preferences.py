"""What a person sets: keys are changed by pressing others, refused where they are taken, and hold after a restart."""

from driver import open_review, perform, rows, wait_for

ACCEPT, REJECT = "Change {}: Accept: a calcification", "Change {}: Reject"
JUDGED = "SELECT count(*) AS n FROM marks WHERE verdict = ? AND origin <> 'truth'"


def count(study, verdict):
    return rows(study, JUDGED, verdict)[0]["n"]


def open_preferences(program, page):
    """Brings the window to the front and a page of it; returns the window's accessible, to look for the rest below."""
    program.focus()
    program.press("ctrl+comma")
    program.xdotool("windowfocus", "--sync", program.x_window_named("Preferences"))
    window = program.find(name="Preferences")
    program.show_page(page, window)
    return window


def press_for(program, window, button, *keys):
    """Clicks a button of a key and presses keys for it; the asker's window is gone when one was taken."""
    program.activate(program.find("push button", button, window, showing=True))
    program.xdotool("windowfocus", "--sync", program.x_window_named("Press the key for .*"))
    program.press(*keys)


def asker_gone(program):
    return not program.xdotool("search", "--onlyvisible", "--name", "^Press the key for").stdout.split()


def change_keys(tap, program):
    window = open_preferences(program, "Keys")
    program.type("accept")
    wait_for("the others to go", lambda: not program.find_all("push button", REJECT.format("R"), window, True))
    press_for(program, window, ACCEPT.format("A"), "k", "ctrl+q")
    asker = program.find(name=lambda name: name.startswith("Press the key"))
    refusal = program.find("label", lambda name: "is taken" in name, asker).get_name()
    tap.check("a key that is taken is refused, and it is said by what",
              [] if refusal == "Ctrl+Q is taken: “Quit” (Every window)." else [refusal])
    program.picture("preferences-1-refused")
    program.press("shift+q")
    wait_for("the asker to go", lambda: asker_gone(program))
    program.find("push button", ACCEPT.format("Shift+Q"), window, showing=True)
    program.press("ctrl+a")
    program.type("reject")
    press_for(program, window, REJECT.format("R"), "a")
    wait_for("the asker to go", lambda: asker_gone(program))
    found = program.find_all("push button", REJECT.format("A"), window, True)
    tap.check("what one gave away the other may take", [] if found else ["it may not"])
    program.xdotool("windowfocus", "--sync", program.x_window_named("Preferences"))
    program.press("Escape")
    program.find("push button", ACCEPT.format("Shift+Q"), window, showing=True)
    program.press("Escape")
    wait_for("Escape to close Preferences",
             lambda: not program.xdotool("search", "--onlyvisible", "--name", "^Preferences$").stdout.split())


def judge(tap, program, study, when):
    """By the new keys; the old one of Reject does nothing any more."""
    accepted, rejected = count(study, "positive"), count(study, "negative")
    program.focus()
    program.press("shift+q", "r", "a")
    wait_for("two verdicts", lambda: count(study, "positive") > accepted and count(study, "negative") > rejected)
    program.settle()
    now = count(study, "positive"), count(study, "negative")
    tap.check(f"the new keys judge {when}", [] if now == (accepted + 1, rejected + 1) else [str(now)])


def reset(tap, program, study):
    window = open_preferences(program, "Keys")
    button = program.find("push button", "Reset all", window, showing=True)
    program.activate(button)
    wait_for("nothing left to reset", lambda: not button.is_in_state("sensitive"))
    before = count(study, "positive"), count(study, "negative")
    program.focus()
    program.press("shift+q", "a")
    wait_for("a verdict by the usual key", lambda: count(study, "positive") > before[0])
    now = count(study, "positive"), count(study, "negative")
    tap.check("all at once are as usual again", [] if now == (before[0] + 1, before[1]) else [str(now)])


def scroll_past(tap, program):
    """A preference lies in a list: the wheel moves that, and leaves the number alone."""
    window = open_preferences(program, "Computing")
    number = program.find("spin button", below=window, showing=True)
    before = number.get("Value", "CurrentValue")
    frame, room = program.geometry(program.x_window_named("Preferences")), number.get_room()
    at = int(frame["X"]) + room.x + 20, int(frame["Y"]) + room.y + room.height // 2
    for clicks in (2, -3):
        program.scroll(at, clicks)
        program.settle()
    after = number.get("Value", "CurrentValue")
    program.picture("preferences-2-scrolled")
    tap.check("the wheel over a number changes nothing", [] if after == before else [f"{before}, then {after}"])
    program.press("Escape")


def preferences(tap, stage):
    study = stage.make_study("--count", 1, "--films-per-case", 1, "--size", "1024x1024")
    program = open_review(stage, study)
    change_keys(tap, program)
    judge(tap, program, study, "at once")
    tap.check("it never warned", program.warnings())
    program.quit()
    program = open_review(stage, study)
    judge(tap, program, study, "after a restart")
    reset(tap, program, study)
    scroll_past(tap, program)
    tap.check("it never warned again", program.warnings())
    program.quit()


if __name__ == "__main__":
    perform(preferences, "setting preferences")
