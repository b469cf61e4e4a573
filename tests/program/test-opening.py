"""How films and studies come in: dropped on the window, from the list of recent ones; an empty study, and one in a
folder that may not be written."""
import os
import subprocess
import sys
import time

from driver import Gone, Program, perform, rows, wait_for

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "source.py")
CORNER, SOURCE_CENTRE, MIDDLE = (1270, 760), (1330, 820), (600, 400)


def draw(stage, name, count, seed):
    """Films in a folder of their own, as paths."""
    return stage.batch("phantom", "--count", count, "--films-per-case", 1, "--seed", seed, "--size", "384x384", "--out",
                       os.path.join(stage.home, name)).split()


def drag_across(program, paths):
    """Drags @paths from a window of another program onto ours."""
    source = program.stage.spawn([sys.executable, SOURCE, *paths], stdout=program.log, stderr=program.log)
    try:
        window = wait_for("the source", lambda: program.xdotool("search", "--onlyvisible", "--pid",
                                                                source.pid).stdout.split())[0]
        program.xdotool("windowmove", "--sync", window, *CORNER)
        program.xdotool("windowraise", window)
        time.sleep(1)
        program.drag(SOURCE_CENTRE, MIDDLE, steps=20)
        time.sleep(1)
    finally:
        source.terminate()
        source.wait()


def drop(program, what, seen, *paths):
    """Until @what is @seen: a machine under load may miss a drag, and what is dropped twice is there once."""
    for attempt in range(3):
        drag_across(program, paths)
        try:
            return wait_for(what, seen, 20)
        except Gone:
            if attempt == 2:
                raise


def n_films(program):
    return len(program.find_all("panel", lambda name: name.startswith("phantom"), showing=True))


def drop_films(tap, stage, program):
    drop(program, "two films", lambda: n_films(program) == 2, *draw(stage, "two", 2, 5))
    program.picture("opening-1-dropped")
    tap.check("films that are dropped are added, and shown", [])
    folder = os.path.dirname(os.path.dirname(draw(stage, "three", 3, 6)[0]))
    drop(program, "a study of the folder", lambda: n_films(program) == 3, folder)
    wait_for("its database", lambda: os.path.exists(os.path.join(stage.home, "three", "study.db")))
    tap.check("a folder of films that is dropped becomes a study", [])


def close_message(program, heading):
    message = next(window for window in program.tree.root.get_children() if program.has("label", heading, window))
    program.activate(program.find("push button", "Close", below=message, showing=True))
    # GTK 4.8 may crash where somebody walks the accessible tree of a window that is just going: the X server is asked.
    wait_for("the message to go", lambda: program.xdotool("search", "--onlyvisible", "--pid",
                                                          program.process.pid).stdout.split() == [program.window])
    time.sleep(1)
    program.focus()


def drop_other(tap, stage, program):
    path = os.path.join(stage.home, "letter.png")
    with open(path, "w", encoding="utf-8") as letter:
        letter.write("Dear colleague")
    drop(program, "a message", lambda: program.find_all("label", lambda name: "letter.png" in name), path)
    program.picture("opening-2-no-film")
    close_message(program, "No film could be added")
    tap.check("what is no film is named, and nothing changes", [] if n_films(program) == 3 else ["other films"])


def open_again(tap, stage, program):
    """A study of nothing; and back to the one before it by the list of recent ones."""
    empty = os.path.join(stage.home, "empty")
    os.mkdir(empty)
    drop(program, "the empty study", lambda: os.path.exists(os.path.join(empty, "study.db")), empty)
    for page in ("Stages", "Review", "Patches", "Training", "Results", "Images"):
        program.show_page(page)
        program.picture(f"opening-3-empty-{page.lower()}")
    tap.check("an empty study says on each page what to do", program.warnings())
    program.press("F10", "r")
    program.activate(program.find("menu item", "three", showing=True))
    wait_for("the study of before", lambda: n_films(program) == 3)
    tap.check("the list of recent studies leads back", [])


def look_only(stage, study):
    """What a reader does who has not seen the notice."""
    program = Program(stage, study)
    program.find("label", lambda name: "may not be written" in name, showing=True)
    program.picture("opening-4-read-only")
    program.show_page("Review")
    program.press("ctrl+Page_Down")
    program.find(name=lambda name: name.startswith("Box 1,"), showing=True)
    program.press("a", "r")
    time.sleep(1)
    program.picture("opening-5-read-only-review")
    program.quit()
    return program.warnings()


def read_only(tap, stage):
    """The folder is mounted so that it may only be read; only root may do that."""
    study = os.path.join(stage.home, "three")
    stage.batch("study", study, "--propose")
    before = rows(study, "SELECT * FROM marks")
    if os.geteuid() != 0 or subprocess.run(["mount", "--bind", "-o", "ro", study, study],
                                           capture_output=True).returncode:
        tap.check("a folder that may only be read # SKIP this user may not mount", [])
        return
    try:
        wrong = look_only(stage, study)
    finally:
        subprocess.run(["umount", "-l", study], check=False)
    tap.check("a folder that may only be read is read, and nothing changes",
              wrong + ["other marks"] * (rows(study, "SELECT * FROM marks") != before))


def begin_with_films(tap, stage):
    """Started on a folder that is no study yet."""
    draw(stage, "fresh", 2, 8)
    program = Program(stage, os.path.join(stage.home, "fresh"))
    wait_for("its films", lambda: n_films(program) == 2)
    program.press("Return")
    program.find("push button", "Accept", showing=True)
    tap.check("its films have the focus, not the search above them: Enter opens one", [])
    program.quit()


def opening(tap, stage):
    program = Program(stage)
    drop_films(tap, stage, program)
    drop_other(tap, stage, program)
    open_again(tap, stage, program)
    tap.check("it ends when asked to", [] if program.quit() == 0 else [program.said()])
    read_only(tap, stage)
    begin_with_films(tap, stage)


if __name__ == "__main__":
    perform(opening, "the opening")
