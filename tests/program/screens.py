"""Takes a picture of every page, of the help and of a report, dark and light, at 1280x720 and 2560x1440:
screens.py FOLDER [--contrast] [--text-scale FACTOR] [--sizes SIZE...]. Not a test: it is looked at.

Run by `meson compile -C build screens`; the pictures go to build/screens/. One study serves all runs. With
--contrast and --text-scale they show what a desktop set to high contrast or larger text would."""
import argparse
import os
import shutil
import subprocess
import sys
import time

from driver import Program, Stage

PAGES = ["Images", "Stages", "Review", "Patches", "Training", "Results", "Readers"]


def make_study(stage, study):
    films, fresh = (os.path.join(os.path.dirname(study), name) for name in ("films", "fresh"))
    stage.batch("phantom", "--count", 8, "--films-per-case", 4, "--seed", 7, "--size", "768x768", "--out", films)
    stage.batch("study", study, "--add", films, "--propose")
    stage.batch("label", study, "--truth")
    stage.batch("phantom", "--count", 4, "--films-per-case", 4, "--seed", 11, "--size", "768x768", "--out", fresh)
    stage.batch("study", study, "--add", fresh, "--propose")


def keep(program, folder, name, settle=1.5):
    program.xdotool("mousemove", 2, 2)
    time.sleep(settle)
    path = program.picture("screens")
    subprocess.run(["convert", path, "-quality", "88", os.path.join(folder, name + ".jpg")], check=True,
                   env=program.stage.env)


def fill(program):
    """No window manager makes a window large: it is made as large as the screen."""
    width, height = program.xdotool("getdisplaygeometry").stdout.split()
    program.xdotool("windowmove", program.window, 0, 0)
    program.xdotool("windowsize", "--sync", program.window, width, height)
    time.sleep(1)


def other(program, key, folder, name):
    before = program.window
    program.press(key, pause=3)
    found = program.xdotool("search", "--onlyvisible", "--pid", program.process.pid).stdout.split()
    program.window = next((window for window in found if window != before), before)
    program.focus()
    keep(program, folder, name)
    program.press("Escape")
    program.window = before
    program.focus()
    time.sleep(1)


def take(program, folder, kind):
    fill(program)
    program.press("alt+3", "ctrl+Page_Down")
    program.find(name=lambda name: name.startswith("Box 1,"), showing=True)
    for i, page in enumerate(PAGES):
        program.press(f"alt+{i + 1}", pause=1)
        keep(program, folder, f"{page.lower()}-{kind}", 4 if page in ("Images", "Stages", "Patches") else 2)
    program.press("alt+3", "f")
    other(program, "F1", folder, f"help-{kind}")
    other(program, "ctrl+p", folder, f"report-{kind}")


def run(wish, size, style):
    stage, study = Stage(size, wish.contrast, wish.text_scale), os.path.join(wish.folder, "study")
    try:
        if not os.path.isdir(study):
            make_study(stage, study)
        subprocess.run(["gsettings", "set", "io.github.calcspot.Calcspot", "style", style], env=stage.env, check=True)
        program = Program(stage, study)
        take(program, wish.folder, f"{style}-{size}")
        program.quit()
    finally:
        stage.close()


def read_wish():
    parser = argparse.ArgumentParser(description="Takes a picture of every page.")
    parser.add_argument("folder")
    parser.add_argument("--contrast", action="store_true", help="as a desktop set to high contrast")
    parser.add_argument("--text-scale", type=float, default=1, help="as a desktop set to larger text")
    parser.add_argument("--sizes", nargs="+", default=["1280x720", "2560x1440"], help="of the screen")
    return parser.parse_args()


def main():
    wish = read_wish()
    shutil.rmtree(wish.folder, ignore_errors=True)
    os.makedirs(wish.folder)
    for size in wish.sizes:
        for style in ("dark", "light"):
            if os.fork() == 0:      # a process each: AT-SPI knows one bus a process
                run(wish, size, style)
                os._exit(0)
            if os.wait()[1]:
                sys.exit("no pictures of " + size)
    for name in ("study", "films", "fresh"):
        shutil.rmtree(os.path.join(wish.folder, name))


if __name__ == "__main__":
    main()
