"""A reader's morning: opens a study, judges ten boxes by keyboard, undoes two, loses power, starts again.

What must be on disk at the end is exactly the eight verdicts that stood."""
import time

from driver import Program, perform, rows, wait_for

KEYS = "araruaraar"
VERDICT = {"a": "positive", "r": "negative", "u": "unsure"}
JUDGED = "SELECT id, verdict FROM marks WHERE verdict <> 'none' AND origin <> 'truth' ORDER BY at, id"


def verdicts(study):
    return {row["id"]: row["verdict"] for row in rows(study, JUDGED)}


def judge(program, study, key, count):
    program.press(key)
    wait_for(f"verdict {count} on disk", lambda: len(verdicts(study)) == count)


def is_hung(name):
    """Films say what they are where there is room for more than one."""
    return name in ("Left CC", "Right CC", "Left MLO", "Right MLO")


def ten_keys(tap, program, study):
    program.press("Return")
    program.find(name=lambda name: name.startswith("Box 1,"), showing=True)
    tap.check("Enter opens the first film", [])
    program.picture("reading-1-opened")
    for count, key in enumerate(KEYS, 1):
        judge(program, study, key, count)
    stood = [(row["id"], row["verdict"]) for row in rows(study, JUDGED)]
    tap.check("ten keys are ten verdicts", [] if sorted(v for _, v in stood) == sorted(VERDICT[k] for k in KEYS)
              else [str(stood)])
    program.picture("reading-2-judged")


def undo_two(tap, program, study):
    """The verdicts that are left."""
    before = verdicts(study)
    program.press("ctrl+z")
    wait_for("the first undo on disk", lambda: len(verdicts(study)) == 9)
    program.press("ctrl+z")
    wait_for("the second undo on disk", lambda: len(verdicts(study)) == 8)
    left = verdicts(study)
    tap.check("undo takes back the last two, and only them",
              [str(left)] if any(before[id] != verdict for id, verdict in left.items()) else [])
    return left


def lose_power(program):
    program.press("h")
    program.find("image", is_hung, showing=True)
    time.sleep(1)      # half a second at rest, and the place is kept
    program.kill()


def start_again(tap, program, study, left):
    program.find("list", "Boxes of the film", showing=True)
    tap.check("after SIGKILL it opens on the page and the film it was on", [])
    program.find("image", is_hung, showing=True)
    tap.check("as many films hang as did", [])
    tap.check("after SIGKILL exactly the eight verdicts are there",
              [] if verdicts(study) == left else [str(verdicts(study))])
    program.picture("reading-3-again")
    program.press("ctrl+z")
    wait_for("an undo across the restart", lambda: len(verdicts(study)) == 7)
    program.press("ctrl+shift+z")
    wait_for("its redo", lambda: len(verdicts(study)) == 8)
    tap.check("undo and redo reach across the restart", [] if verdicts(study) == left else [str(verdicts(study))])


def morning(tap, stage):
    study = stage.make_study("--count", 2, "--size", "1024x1024")
    program = Program(stage, study)
    program.find("label", lambda text: text.startswith("2 films ·"), showing=True)
    ten_keys(tap, program, study)
    left = undo_two(tap, program, study)
    lose_power(program)

    program = Program(stage, study)
    start_again(tap, program, study, left)
    tap.check("it never warned", program.warnings())
    tap.check("it ends when asked to", [] if program.quit() == 0 else [program.said()])


if __name__ == "__main__":
    perform(morning, "the morning")
