"""Makes the pictures of README's tour from phantoms: tour.py FOLDER [MINUTES of training]. Not a test: it takes what it
finds, and is looked at.

Run by `meson compile -C build tour`; the pictures go to ui/tour/ in the source, and into git where they changed for the
better."""
import csv
import os
import subprocess
import sys
import time

from driver import PATIENCE, Program, Stage, rows, wait_for

minutes = float(sys.argv[2]) if len(sys.argv) > 2 else 1.5


def keep(program, name, folder, pointer=(2, 2)):
    """The window without the empty screen round it, as a JPEG small enough for git."""
    program.xdotool("mousemove", *pointer)
    time.sleep(2)
    path = program.picture("tour-" + name)
    width, height = (program.geometry()[key] for key in ("WIDTH", "HEIGHT"))
    subprocess.run(["convert", path, "-crop", f"{width}x{height}+0+0", "+repage", "-quality", "88",
                    os.path.join(folder, name + ".jpg")], check=True, env=program.stage.env)


def press_button(program, name):
    program.activate(program.find("push button", name, showing=True))


def make_study(stage):
    films, study = os.path.join(stage.home, "phantoms"), os.path.join(stage.home, "Phantoms")
    stage.batch("phantom", "--count", 12, "--films-per-case", 2, "--seed", 7, "--size", "1024x1024", "--out", films)
    stage.batch("study", study, "--add", films, "--propose")
    stage.batch("label", study, "--truth")
    fresh = os.path.join(stage.home, "fresh")
    stage.batch("phantom", "--count", 2, "--seed", 11, "--size", "1024x1024", "--out", fresh)
    stage.batch("study", study, "--add", fresh, "--propose")
    return study


def read(program, folder):
    wait_for("thumbnails", lambda: len(program.find_all("panel", lambda n: n.startswith("phantom"), showing=True)) >= 8)
    time.sleep(4)
    keep(program, "images", folder)
    program.show_page("Review")
    program.press("ctrl+Page_Down")
    program.find(name=lambda name: name.startswith("Box 1,"), showing=True)
    time.sleep(3)
    program.press("a", "a", "r", pause=0.6)
    keep(program, "review", folder)
    show_stage(program, "Threshold")
    keep(program, "stage-threshold", folder, (600, 520))
    program.show_page("Review")
    program.press("ctrl+Page_Down")
    time.sleep(4)
    show_stage(program, "Pectoral muscle")
    keep(program, "stage-pectoral", folder, (600, 520))


def show_stage(program, title):
    program.show_page("Stages")
    program.press("f")
    click(program, program.find("label", lambda name: name.endswith(title), showing=True))
    time.sleep(3)


def click(program, node):
    """For what has no action of its own."""
    box = node.get_room()
    program.xdotool("mousemove", box.x + box.width // 2 + 10, box.y + box.height // 2 + 10)
    program.xdotool("click", 1)


def learn(program, study, folder):
    program.show_page("Patches")
    program.find(name=lambda name: "accepted, " in name, showing=True, patience=3 * PATIENCE)
    time.sleep(2)
    keep(program, "patches", folder)
    program.show_page("Training")
    press_button(program, "Start")
    time.sleep(60 * minutes)
    keep(program, "training", folder)
    press_button(program, "Stop and keep")
    wait_for("the network", lambda: rows(study, "SELECT * FROM networks"), 2 * PATIENCE)
    program.show_page("Results")
    time.sleep(6)
    press_button(program, "Score all films")
    program.find("label", lambda name: "patches against truth" in name, patience=2 * PATIENCE)
    program.activate(program.find("check box", "Truth beside it", showing=True))
    time.sleep(3)
    keep(program, "results", folder)


def differ(stage, study):
    """Two readers who judged apart, the second of whom turned some of the first one's verdicts."""
    table, turned = (os.path.join(stage.home, name) for name in ("table.csv", "turned.csv"))
    stage.batch("export", study, "--format", "csv", "--out", table)
    with open(table, encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["origin"] == "machine" and line["verdict"] != "none"]
    stage.batch("study", study, "--readers", "apart")
    for reader, every in (("Ada", 0), ("Berta", 9)):
        for i, line in enumerate(lines):
            if every and i % every == 0:
                line["verdict"] = "negative" if line["verdict"] == "positive" else "positive"
        with open(turned, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, lines[0].keys())
            writer.writeheader()
            writer.writerows(lines)
        stage.batch("label", study, "--import", turned, "--reader", reader)
    stage.batch("study", study, "--readers", "revealed")


def decide(program, folder):
    program.show_page("Readers")
    time.sleep(4)
    keep(program, "readers", folder)


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    stage = Stage("1500x950")
    try:
        study = make_study(stage)
        program = Program(stage, study)
        read(program, folder)
        learn(program, study, folder)
        program.quit()
        differ(stage, study)
        program = Program(stage, study)
        decide(program, folder)
        program.quit()
    finally:
        stage.close()


if __name__ == "__main__":
    main()
