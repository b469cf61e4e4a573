"""A power cut while a network learns, and a reader who goes on: the training goes on with the verdicts it began with,
and says so."""
import os

from driver import Program, perform, rows, wait_for

NAMED = "The training learns from the verdicts of "


def make_study(stage):
    study = stage.make_study("--count", 3, "--films-per-case", 1, "--seed", 3, "--size", "512x512")
    stage.batch("label", study, "--truth")
    return study


def press_button(program, name):
    program.activate(program.find("push button", name, showing=True))


def n_epochs(program):
    return len(program.find_all("label", lambda name: name.startswith("Epoch ") and "validation" in name))


def told(program):
    return program.find("label", lambda name: name.startswith(NAMED), showing=True).get_name()


def count(study, verdict):
    return rows(study, "SELECT count(*) AS n FROM marks WHERE verdict = ? AND origin <> 'truth'", verdict)[0]["n"]


def think_again(stage, study):
    """The reader is no longer sure of a box that was accepted."""
    path = os.path.join(stage.home, "marks.csv")
    stage.batch("export", study, "--format", "csv", "--out", path)
    with open(path, encoding="utf-8", newline="") as file:
        table = file.read()
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(table.replace(",positive,", ",unsure,", 1))
    stage.batch("label", study, "--import", path)


def start_and_cut(tap, stage, study):
    program = Program(stage, study)
    program.show_page("Review")
    press_button(program, "Begin judging")
    program.find("list", "Boxes of the film", showing=True)
    press_button(program, "Training")
    tap.check("Review leads on where all is judged", [])
    press_button(program, "Start")
    wait_for("an epoch", lambda: n_epochs(program), 240)
    words = told(program)
    program.kill()
    return words


def remains(study):
    return [name for name in os.listdir(os.path.join(study, "networks")) if name.startswith("training.")]


def night(tap, stage):
    study = make_study(stage)
    before = count(study, "positive")
    words = start_and_cut(tap, stage, study)
    tap.check("it names the verdicts it learns from", [] if f"{before} accepted" in words else [words])
    think_again(stage, study)
    program = Program(stage, study)
    program.show_page("Training")
    program.find("push button", "Go on", showing=True)
    tap.check("after a power cut it still names them", [] if told(program) == words else [told(program), words])
    program.picture("resuming-1-paused")
    press_button(program, "Go on")
    wait_for("epochs after the cut", lambda: n_epochs(program) > 1, 240)
    tap.check("it goes on although a verdict has changed",
              [] if count(study, "positive") == before - 1 else ["none has changed"])
    press_button(program, "Stop and keep")
    wait_for("a network in the study", lambda: rows(study, "SELECT * FROM networks"), 120)
    # The network is in the study before what it was made of goes: nothing is lost between the two.
    wait_for("what is left of the training to go", lambda: not remains(study))
    tap.check("once it has ended nothing of it is left", remains(study))
    tap.check("then it learns from the verdicts of now again",
              ["still named"] * program.has("label", lambda name: name.startswith(NAMED)))
    tap.check("it never warned", program.warnings())
    program.quit()


if __name__ == "__main__":
    perform(night, "the night")
