"""What the benches share: running the stages on a film, several films at a time, and a film as an array."""
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy
from PIL import Image

Image.MAX_IMAGE_PIXELS = None
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FILM_HEIGHT_MM = 240      # what the stages assume where a film's spacing is unknown
BATCH = os.path.join(ROOT, "build", "app", "calcspot-batch")


def pixels(path):
    film = numpy.asarray(Image.open(path))
    return (film[..., 0] if film.ndim == 3 else film).astype(numpy.float32)


def mask(path):
    return pixels(path) > 127


def stages(batch, path, out=None, spacing=None, preset="default"):
    """Boxes of a film, (x, y, suspicion) of centres, most suspicious first; None: it failed, stderr says why."""
    command = [batch, "stages", path, "--preset", preset]
    command += ["--out", out] if out else []
    command += ["--mm-per-pixel", str(spacing)] if spacing else []
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"{path}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    text = open(os.path.join(out, "boxes.json"), encoding="utf-8").read() if out else done.stdout
    return [(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2, b["suspicion"]) for b in json.loads(text)["boxes"]]


def whole_boxes(batch, path, spacing=None, preset="default"):
    """Boxes as (x, y, suspicion, width, height), x and y of the centre, and the spacing the stages ran with, in mm."""
    command = [batch, "stages", path, "--preset", preset] + (["--mm-per-pixel", str(spacing)] if spacing else [])
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return ([(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2, b["suspicion"], b["width"], b["height"])
             for b in told["boxes"]], told["mm_per_pixel"] or spacing or FILM_HEIGHT_MM / told["height"])


def each(function, items):
    with ThreadPoolExecutor(os.cpu_count()) as crew:
        return list(crew.map(function, items))


def data(*names):
    folder = os.path.join(os.environ.get("CALCSPOT_TEST_DATA", ""), *names)
    if not os.path.isdir(folder):
        sys.exit("There are no films: set CALCSPOT_TEST_DATA to the folder that holds " + os.path.join(*names) + ".")
    return folder
