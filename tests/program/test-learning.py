"""Reading and learning at once: a training starts, the reader pans and judges meanwhile, pauses it, trains on, cancels,
trains again and keeps what was learned; the network is run on a film, and its overlay is there. Then the table of five
sets is begun by its button, stopped, and begun again."""
import os

from driver import Program, perform, rows, wait_for
from screen import Film, changes

CANVAS = (8, 60, 880, 740)     # well within the film's canvas on Results, in a window of 1280 x 800
REACH = 20                     # half a patch, and what a tile made smaller spreads
VERDICTS = "SELECT count(*) AS n FROM marks WHERE verdict <> 'none' AND origin <> 'truth'"


def make_study(stage):
    """Six women judged by the truth, and one film that waits for a reader."""
    study = os.path.join(stage.home, "study")
    for name, count, seed in (("judged", 6, 3), ("fresh", 1, 4)):
        films = os.path.join(stage.home, name)
        stage.batch("phantom", "--count", count, "--films-per-case", 1, "--seed", seed, "--size", "1024x1024",
                    "--out", films)
        stage.batch("study", study, "--add", films, "--propose")
        if name == "judged":
            stage.batch("label", study, "--truth")
    return study


def n_verdicts(study):
    return rows(study, VERDICTS)[0]["n"]


def n_epochs(program):
    return len(program.find_all("label", lambda name: name.startswith("Epoch ") and "validation" in name))


def press_button(program, name):
    program.activate(program.find("push button", name, showing=True))


def start(program):
    program.show_page("Training")
    press_button(program, "Start")
    program.find("push button", "Pause", showing=True)


def differ(first, second):
    with open(first, "rb") as one, open(second, "rb") as other:
        return one.read() != other.read()


def read_meanwhile(tap, program, study):
    """On the Review page the film moves under the pointer and a verdict is on disk, while the network learns."""
    program.show_page("Review")
    program.press("ctrl+Page_Down")
    program.find(name=lambda name: name.startswith("Box 1,"), showing=True)
    first = program.picture("learning-1-reading")
    program.drag((600, 450), (350, 250), button=2)
    wait_for("the film to move", lambda: differ(first, program.picture("learning-2-panned")))
    tap.check("the film moves while a training runs", [])
    before = n_verdicts(study)
    for count, key in enumerate("ara", 1):
        program.press(key)
        wait_for(f"verdict {count} on disk", lambda: n_verdicts(study) == before + count)
    program.show_page("Training")
    tap.check("verdicts are on disk while a training runs",
              [] if program.has("push button", "Pause") else ["it had ended"])


def pause_and_go_on(tap, program):
    wait_for("the first epoch", lambda: n_epochs(program), 240)
    press_button(program, "Pause")
    program.find("push button", "Go on", showing=True)
    paused = n_epochs(program)
    program.picture("learning-3-paused")
    press_button(program, "Go on")
    wait_for("an epoch after the pause", lambda: n_epochs(program) > paused, 240)
    tap.check("paused, it trains on from where it was", [])


def cancel_and_train_again(tap, program, study):
    press_button(program, "Cancel")
    program.find("push button", "Start", showing=True)
    tap.check("cancelled, it keeps nothing", [str(row) for row in rows(study, "SELECT * FROM networks")])
    start(program)
    wait_for("epochs of the second training", lambda: n_epochs(program) >= 2, 240)
    program.picture("learning-4-training")
    press_button(program, "Stop and keep")
    network = wait_for("a network in the study", lambda: rows(study, "SELECT * FROM networks"), 120)[0]
    path = os.path.join(study, network["path"])
    tap.check("stopped, it keeps the best in the study", [] if os.path.getsize(path) > 1 << 20 else [path])


def misplaced(program, study, shown):
    """Complaints where the overlay is drawn elsewhere than on the patches round the film's boxes."""
    film = Film(program, ((300, 300), (700, 700)))
    changed = changes(shown, program.picture("learning-6-without"), CANVAS)
    boxes = rows(study, "SELECT marks.x, marks.y, marks.width, marks.height FROM marks "
                        "JOIN films ON films.id = marks.film WHERE films.path LIKE '%S4-%' AND origin <> 'truth'")
    places = [film.to_film(x + 0.5, y + 0.5) for x, y in changed]
    strays = [(round(x), round(y)) for x, y in places
              if not any(abs(x - box["x"] - box["width"] / 2) < REACH and abs(y - box["y"] - box["height"] / 2) < REACH
                         for box in boxes)]
    return [] if changed and not strays else [f"{len(changed)} pixels, astray {len(strays)}: {strays[:5]}"]


def look_at_results(tap, program, study):
    """The network runs on the film that is open; its overlay is on the screen, and goes when it is switched off."""
    program.show_page("Results")
    wait_for("the network to have looked at the film",
             lambda: not program.has("label", lambda name: name.startswith("The network is looking"))
             and not program.has("label", lambda name: name.startswith("The network has not looked")), 120)
    program.press("f")
    program.activate(program.find("check box", "Probability", showing=True))
    wait_for("tiles", lambda: not differ(program.picture("learning-5-overlay"), program.picture("learning-6-overlay")))
    shown = program.picture("learning-5-overlay")
    program.activate(program.find("check box", "Probability", showing=True))
    wait_for("the overlay to go", lambda: differ(shown, program.picture("learning-6-without")))
    tap.check("the overlay is there", [])
    tap.check("it lies on the boxes the network looked at", misplaced(program, study, shown))
    press_button(program, "Score all films")
    program.find("label", lambda name: "patches against truth" in name, patience=120)
    wait_for("the figures on disk", lambda: rows(study, "SELECT * FROM runs WHERE kind = 'score'"))
    program.picture("learning-7-scored")
    tap.check("the network is scored, and the figures are kept", [])


def save_network(tap, program, study):
    """The network in use for other programs, by the button: the same bytes as the headless twin makes. Then its curve
    is there to be asked for."""
    network = rows(study, "SELECT * FROM networks")[0]["path"]
    saved, other = (os.path.join(program.stage.home, name) for name in ("saved.onnx", "other.onnx"))
    press_button(program, "For other programs")
    program.answer_chooser(saved, "learning-8-saving", afresh=True)
    wait_for("the network for other programs", lambda: os.path.exists(saved), 30)
    program.stage.batch("weights", os.path.join(study, network), "--as", "onnx", "--out", other)
    tap.check("the button saves the network as ONNX", ["other bytes"] if differ(saved, other) else [])
    program.show_page("Free response")
    choice = program.find("check box", "With the network in use", showing=True)
    tap.check("a screen reader finds the choice of the network's curve",
              [] if choice.is_in_state("focusable") else ["it takes no focus"])


def states(study):
    """When each set's training last wrote down how far it is."""
    folder = os.path.join(study, "networks", "folds")
    found = os.listdir(folder) if os.path.isdir(folder) else []
    return {name: os.stat(os.path.join(folder, name)).st_mtime_ns for name in found if name.endswith(".state")}


def begin_table(tap, program, study):
    """Table 1 by the button: its sets train, a stop keeps the begun one, and the same button goes on with that one."""
    program.show_page("Table 1")
    press_button(program, "Make Table 1")
    program.find("push button", "Stop", showing=True)
    before = wait_for("an epoch of the first set", lambda: states(study), 240)
    program.picture("learning-8-table")
    press_button(program, "Stop")
    program.find("push button", "Make Table 1", showing=True)
    said = program.find("label", lambda name: name.startswith("Stopped. Finished sets are kept"), showing=True)
    tap.check("the table's training stops when asked, and says what is kept", [] if said else ["it says nothing"])
    kept = states(study)
    press_button(program, "Make Table 1")
    wait_for("another epoch of that set", lambda: states(study) not in (before, kept), 240)
    tap.check("the begun set is gone on with, and no other",
              [] if list(states(study)) == list(before) else [f"{list(before)}, then {list(states(study))}"])
    press_button(program, "Stop")
    program.find("push button", "Make Table 1", showing=True)


def finish_table(tap, program, study):
    """With an epoch at most the same button goes to the end: five sets, their figures and what is drawn of them."""
    spin = program.find("spin button", "Epochs at most", showing=True)
    spin.set_value(1)
    press_button(program, "Make Table 1")
    for text in ("Set 1", "Set 5", "Mean of the sets"):
        program.find("label", text, patience=120)
    program.find("push button", "Make Table 1", showing=True, patience=120)
    program.picture("learning-9-table-whole")
    folder = os.path.join(study, "networks", "folds")
    nets = [name for name in os.listdir(folder) if not name.endswith(".state")]
    tap.check("Table 1 goes to its end by the button", [] if len(nets) >= 5 and not states(study)
              else os.listdir(folder))


def evening(tap, stage):
    """Small films, so that all five sets are trained in seconds."""
    study, films = os.path.join(stage.home, "small"), os.path.join(stage.home, "small-films")
    stage.batch("phantom", "--count", 6, "--films-per-case", 1, "--seed", 3, "--size", "384x384", "--out", films)
    stage.batch("study", study, "--add", films, "--propose")
    stage.batch("label", study, "--truth")
    program = Program(stage, study)
    program.show_page("Results")
    program.show_page("Table 1")
    finish_table(tap, program, study)
    tap.check("it never warned over the table", program.warnings())
    program.quit()


def morning(tap, stage):
    study = make_study(stage)
    program = Program(stage, study)
    program.show_page("Training")
    program.find(name="No training yet", showing=True)
    start(program)
    program.picture("learning-0-started")
    read_meanwhile(tap, program, study)
    pause_and_go_on(tap, program)
    cancel_and_train_again(tap, program, study)
    look_at_results(tap, program, study)
    save_network(tap, program, study)
    begin_table(tap, program, study)
    tap.check("it never warned", program.warnings())
    tap.check("it ends when asked to", [] if program.quit() == 0 else [program.said()])
    evening(tap, stage)


if __name__ == "__main__":
    perform(morning, "the morning")
