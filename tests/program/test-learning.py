"""Reading and learning at once: a training starts, the reader pans and judges meanwhile, pauses it, trains on, cancels,
trains again and keeps what was learned; the network is run on a film, and its overlay is there."""
import os
import sys

from driver import Gone, Program, Stage, rows, wait_for
from tap import Tap

VERDICTS = "SELECT count(*) AS n FROM marks WHERE verdict <> 'none' AND origin <> 'truth'"


def make_study(stage):
    films, study = os.path.join(stage.home, "films"), os.path.join(stage.home, "study")
    stage.batch("phantom", "--count", 6, "--films-per-case", 1, "--seed", 3, "--size", "1024x1024", "--out", films)
    stage.batch("study", study, "--add", films, "--propose")
    stage.batch("label", study, "--truth")
    return study


def n_epochs(program):
    return len(program.find_all("label", lambda name: name.startswith("Epoch ")))


def start(program):
    program.show_page("Training")
    program.activate(program.find("push button", "Start", showing=True))
    program.find("push button", "Pause", showing=True)


def read_meanwhile(tap, program, study):
    """On the Review page: the film moves under the pointer, and a verdict is on disk, while the network learns."""
    before = rows(study, VERDICTS)[0]["n"]
    program.show_page("Review")
    program.press("f")
    first = program.picture("learning-1-reading")
    program.press("1")
    program.drag((400, 450), (250, 300), button=2)
    second = program.picture("learning-2-panned")
    tap.check("the film moves while a training runs",
              [] if open(first, "rb").read() != open(second, "rb").read() else ["nothing moved"])
    program.press("d")
    program.drag((420, 420), (470, 470))
    wait_for("a drawn box on disk", lambda: rows(study, VERDICTS)[0]["n"] > before)
    program.press("d")
    tap.check("a verdict is on disk while a training runs", [])


def morning(tap, stage):
    study = make_study(stage)
    program = Program(stage, study)
    start(program)
    program.picture("learning-0-started")
    read_meanwhile(tap, program, study)
    program.show_page("Training")
    wait_for("the first epoch", lambda: n_epochs(program), 240)
    program.activate(program.find("push button", "Pause", showing=True))
    program.find("push button", "Go on", showing=True)
    paused = n_epochs(program)
    program.picture("learning-3-paused")
    program.activate(program.find("push button", "Go on", showing=True))
    wait_for("an epoch after the pause", lambda: n_epochs(program) > paused, 240)
    tap.check("it trains on after a pause", [])
    program.activate(program.find("push button", "Cancel", showing=True))
    program.find("push button", "Start", showing=True)
    tap.check("cancelled, it keeps nothing", [str(row) for row in rows(study, "SELECT * FROM networks")])

    start(program)
    wait_for("an epoch of the second training", lambda: n_epochs(program), 240)
    program.activate(program.find("push button", "Stop and keep", showing=True))
    wait_for("a network in the study", lambda: rows(study, "SELECT * FROM networks"), 120)
    tap.check("stopped, it keeps the best", [])
    program.picture("learning-4-kept")
    program.quit()


def main():
    tap = Tap()
    stage = Stage()
    try:
        morning(tap, stage)
    except Gone as gone:
        tap.check("the morning went to its end", str(gone).splitlines())
    finally:
        stage.close()
    tap.done()


if __name__ == "__main__":
    sys.exit(main())
