"""What goes wrong around a reader: two programs on one study, a disk that is full while he judges, a study that was
moved; and files are chosen by keyboard."""
import copy
import os
import shutil
import subprocess

from driver import Program, perform, rows, wait_for

VERDICTS = "SELECT count(*) AS n FROM marks WHERE verdict <> 'none' AND origin <> 'truth'"


def n_verdicts(study):
    return rows(study, VERDICTS)[0]["n"]


def review(stage, study):
    program = Program(stage, study)
    program.show_page("Review")
    program.press("ctrl+Page_Down")
    program.find(name=lambda name: name.startswith("Box 1,"), showing=True)
    return program


def judge(program, study, key):
    before = n_verdicts(study)
    program.press(key)
    wait_for("the verdict on disk", lambda: n_verdicts(study) == before + 1, 20)


def apart(stage):
    """The same stage with a session bus of its own, on which the first program is not known."""
    other = copy.copy(stage)
    other.env = {**stage.env, "AT_SPI_BUS_ADDRESS": stage.desktop.address,
                 "DBUS_SESSION_BUS_ADDRESS": stage.start_bus()}
    return other


def two_programs(tap, stage, study):
    first = review(stage, study)
    second = Program(apart(stage), study)
    notice = second.find("label", lambda name: "Another program" in name, showing=True).get_name()
    second.picture("trouble-1-second")
    second.show_page("Review")
    second.press("ctrl+Page_Down", "a", "r")
    tap.check("the second program says why it may only read, and changes nothing",
              [] if notice and n_verdicts(study) == 0 else [f"{n_verdicts(study)} verdicts"])
    second.quit()
    first.focus()
    judge(first, study, "a")
    tap.check("the first goes on", [])
    return first


def fill(path):
    with open(path, "wb", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(4096))
        except OSError:
            pass


def press_and_look(program):
    """What is left of the log takes some verdicts; and a message stays for a while only."""
    program.press("r", "a", "r", "a")
    return program.find_all("label", lambda name: "study.db" in name)


def full_disk(tap, stage):
    """On a file system of a few megabytes; only root may make one."""
    place = os.path.join(stage.home, "small")
    os.mkdir(place)
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "none", place],
                                           capture_output=True).returncode:
        tap.check("a full disk # SKIP this user may not mount a file system", [])
        return
    try:
        study = stage.make_study("--count", 1, "--size", "512x512", place=place)
        program = review(stage, study)
        judge(program, study, "a")
        fill(os.path.join(place, "filler"))
        before = n_verdicts(study)
        told = wait_for("the message", lambda: press_and_look(program), pause=0)
        program.picture("trouble-2-full")
        after = n_verdicts(study)
        tap.check("a full disk is told, by one message with the file in it", [] if told else ["nothing"])
        os.remove(os.path.join(place, "filler"))
        program.kill()
        program = review(stage, study)
        tap.check("what was told as kept is kept",
                  [] if n_verdicts(study) == after >= before else [f"{n_verdicts(study)}, not {after}"])
        judge(program, study, "a")
        tap.check("with room again it goes on", [])
        program.kill()
    finally:
        subprocess.run(["umount", "-l", place], check=False)


def moved(tap, stage, study):
    """The study goes elsewhere, and so does its film, under another name: it is found by what it is."""
    there = os.path.join(stage.home, "elsewhere")
    os.mkdir(there)
    film = rows(study, "SELECT path FROM films")[0]["path"]
    shutil.move(os.path.normpath(os.path.join(study, film)), os.path.join(there, "renamed.png"))
    study = shutil.move(study, there)
    program = Program(stage, study)
    program.activate(program.find("push button", "Locate…", showing=True))
    program.answer_chooser(there)
    wait_for("the film's new place on disk",
             lambda: rows(study, "SELECT path FROM films")[0]["path"].endswith("renamed.png"), 30)
    program.show_page("Review")
    program.press("ctrl+Page_Down")
    program.find(name=lambda name: name.startswith("Box 1,"), showing=True)
    judge(program, study, "r")
    tap.check("a study that was moved finds its films by what they are", [])
    return program


def choose(tap, program, stage):
    """The film is named in the chooser by keyboard."""
    film = stage.batch("phantom", "--count", 1, "--seed", 6, "--size", "512x512", "--out",
                       os.path.join(stage.home, "more")).split()[0]
    program.press("ctrl+n")
    program.answer_chooser(film)
    program.find("label", lambda name: name.startswith("phantom-S6"), showing=True)
    tap.check("a film is added by the chooser, and shown", [])


def trouble(tap, stage):
    study = stage.make_study("--count", 1, "--size", "512x512")
    program = two_programs(tap, stage, study)
    program.quit()
    full_disk(tap, stage)
    program = moved(tap, stage, study)
    choose(tap, program, stage)
    tap.check("it ends when asked to", [] if program.quit() == 0 else [program.said()])


if __name__ == "__main__":
    perform(trouble, "the trouble")
