"""Makes the pictures of the help pages of stages, of phantoms and by the network that comes along: help.py FOLDER.
Not a test.

Run by `meson compile -C build help-pictures`; the pictures, before and after side by side, go to ui/help/ in the
source. Each stage has its line in PICTURES: what is shown of which phantom before and after it."""
import glob
import json
import os
import subprocess
import sys
import tempfile

BATCH = os.path.join(os.environ["CALCSPOT_BUILD"], "app", "calcspot-batch")
SIDE, FILM = 320, ["--size", "1024x1024"]
# stage: film, whole film or its largest cluster, what before, what after
PICTURES = {
    "enhance": ("cc", "cluster", "film", "enhanced"),
    "levels": ("cc", "cluster", "enhanced", "levelled"),
    "breast": ("cc", "whole", "film", "outline:breast"),
    "pectoral": ("mlo", "whole", "film", "outline:pectoral"),
    "contrast": ("cc", "cluster", "levelled", "contrasted"),
    "background": ("cc", "cluster", "film", "foreground"),
    "threshold": ("cc", "cluster", "foreground", "suspicious"),
    "spots": ("cc", "cluster", "film", "boxes"),
    "segment": ("cc", "cluster", "boxes", "segmented"),
}


def batch(*arguments):
    subprocess.run([BATCH, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def convert(*arguments):
    subprocess.run(["convert", *map(str, arguments)], check=True)


class Phantom:
    """A film, every product of it, and the part that is looked at."""

    def __init__(self, film, place):
        self.film = film
        self.place = os.path.join(place, os.path.basename(os.path.dirname(film)))
        batch("stages", film, "--out", self.place)
        batch("segment", film, "--network", "simulated", "--out", os.path.join(self.place, "segmented"))
        with open(os.path.join(self.place, "boxes.json"), encoding="utf-8") as file:
            self.boxes = json.load(file)["boxes"]
        with open(os.path.join(os.path.dirname(film), "truth.json"), encoding="utf-8") as file:
            self.truth = json.load(file)["calcifications"]

    def cluster(self, side=96):
        """The corner of the square that holds most of what was drawn, and how to cut it out."""
        def count(corner):
            return sum(corner[0] <= spot["x"] < corner[0] + side and corner[1] <= spot["y"] < corner[1] + side
                       for spot in self.truth)
        corners = [(max(0, spot["x"] - side // 2), max(0, spot["y"] - side // 2)) for spot in self.truth]
        x, y = max(corners, key=count)
        return x, y, side

    def product(self, name):
        found = glob.glob(os.path.join(self.place, f"[0-9][0-9]-{name}.png"))
        found += glob.glob(os.path.join(self.place, "segmented", f"*{name}*.png"))
        return self.film if name == "film" else found[0]

    def picture(self, what, part, path):
        outlined = what.startswith("outline:")
        source = self.product("film" if outlined or what == "boxes" else what)
        x, y, side = self.cluster() if part == "cluster" else (0, 0, 1024)
        cut = ["-crop", f"{side}x{side}+{x}+{y}", "+repage"]
        draw = []
        if outlined:
            draw = ["(", self.product(what.partition(":")[2]), "-threshold", "50%", "-morphology", "EdgeOut", "Disk:3",
                    "-background", "yellow", "-alpha", "shape", ")", "-composite"]
        # A probability is shown as it is, all else over its own range.
        levels = [] if what == "segmented" else ["-auto-level"]
        convert(source, *draw, *cut, *levels, "-depth", 8, "-filter", "point" if part == "cluster" else "Lanczos",
                "-resize", f"{SIDE}x{SIDE}!", *(self.rectangles(x, y, side) if what == "boxes" else []), path)

    def rectangles(self, x, y, side):
        scale = SIDE / side
        corners = [(box["x"] - x, box["y"] - y, box["x"] + box["width"] - x, box["y"] + box["height"] - y)
                   for box in self.boxes]
        return ["-colorspace", "sRGB", "-fill", "none", "-stroke", "yellow", "-strokewidth", "1.5", "-draw",
                " ".join("rectangle {:.0f},{:.0f} {:.0f},{:.0f}".format(*(value * scale for value in corner))
                         for corner in corners)]


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        films = os.path.join(place, "shown")
        batch("phantom", "--count", 3, "--seed", 7, *FILM, "--out", films)
        found = sorted(glob.glob(os.path.join(films, "*", "film.png")))
        shown = {view.lower(): Phantom(next(film for film in found if f"-{view}" in film), place)
                 for view in ("CC", "MLO")}
        for stage, (view, part, before, after) in PICTURES.items():
            halves = [os.path.join(place, f"{half}.png") for half in ("before", "after")]
            for what, half in zip((before, after), halves):
                shown[view].picture(what, part, half)
            convert(halves[0], "(", halves[1], "-background", "gray25", "-splice", "8x0", ")", "+append",
                    "-quality", 85, "-strip", os.path.join(folder, stage + ".jpg"))
            print(stage)


if __name__ == "__main__":
    main()
