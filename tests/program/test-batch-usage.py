"""calcspot-batch: every command helps, and bad usage is answered with one line and status 2."""
from batch import run, wrong
from tap import Tap

COMMANDS = ["phantom", "stages", "study", "label", "train", "segment", "evaluate", "export", "bench",
            "explain", "presets", "compare-presets", "sweep"]
OPTIONS = {
    "phantom": ["--count", "--seed", "--size", "--bits", "--um", "--contrast", "--out"],
    "stages": ["--out", "--preset", "--set", "--mm-per-pixel"],
    "study": ["--add", "--list", "--propose"],
    "label": ["--truth", "--import"],
    "train": ["--network", "--out", "--folds", "--seed", "--minutes", "--threads", "--resume"],
    "segment": ["--network", "--out"],
    "evaluate": ["--network", "--json"],
    "export": ["--format", "--out"],
    "presets": ["--save", "--import", "--export", "--remove", "--out", "--preset", "--set"],
    "compare-presets": ["--left", "--right", "--set-left", "--set-right", "--csv"],
    "sweep": ["--param", "--metric", "--preset", "--set", "--out"],
    "explain": ["--at", "--box", "--within", "--network", "--preset", "--set", "--mm-per-pixel", "--json"],
    "bench": ["--part", "--batch", "--threads", "--file", "--seconds"],
}
MISUSE = [
    [],
    ["fly"],
    ["phantom"],
    ["phantom", "--out", "x", "--size", "big"],
    ["phantom", "--out", "x", "--size", "1024x1024x3"],
    ["phantom", "--out", "x", "--size", "-5x40"],
    ["phantom", "--out", "x", "--count", "0"],
    ["phantom", "--out", "x", "--count", "many"],
    ["phantom", "--out", "x", "--bits", "9"],
    ["phantom", "--out", "x", "--um", "nan"],
    ["phantom", "--out", "x", "--contrast", "10:2"],
    ["phantom", "--out", "x", "--contrast", "2"],
    ["phantom", "--out", "x", "too-much"],
    ["phantom", "--fly"],
    ["stages"],
    ["stages", "a.png", "b.png"],
    ["stages", "a.png", "--preset", "best"],
    ["stages", "a.png", "--set", "background.radius"],
    ["stages", "a.png", "--set", "background.radius=-3"],
    ["stages", "a.png", "--set", "nothing.radius=3"],
    ["stages", "a.png", "--mm-per-pixel", "-1"],
    ["stages", "a.png", "--mm-per-pixel", "nan"],
    ["study"],
    ["study", "x"],
    ["study", "x", "--add"],
    ["study", "x", "y", "--list"],
    ["label", "x"],
    ["label", "x", "--truth", "--import", "y"],
    ["train", "x"],
    ["train", "x", "--network", "unet"],
    ["train", "x", "--network", "brain", "--out", "y"],
    ["train", "x", "--network", "unet", "--out", "y", "--folds", "1"],
    ["train", "x", "--network", "unet", "--out", "y", "--minutes", "-1"],
    ["train", "x", "--network", "unet", "--out", "y", "--minutes", "nan"],
    ["train", "x", "--network", "unet", "--out", "y", "--batch", "0"],
    ["segment", "x"],
    ["segment", "x", "--network", "y"],
    ["evaluate"],
    ["evaluate", "x", "--threshold", "2"],
    ["export", "x"],
    ["export", "x", "--format", "cuneiform", "--out", "y"],
    ["presets", "x"],
    ["presets", "--save", "a", "--remove", "b"],
    ["presets", "--preset", "published"],
    ["presets", "--out", "x"],
    ["presets", "--save", "a", "--set", "nothing.radius=3"],
    ["compare-presets", "x"],
    ["compare-presets", "--left", "default"],
    ["sweep", "x"],
    ["sweep", "x", "--param", "spots.limit"],
    ["sweep", "x", "--param", "spots.limit=1:2"],
    ["sweep", "x", "--param", "spots.limit=1:2:1"],
    ["sweep", "x", "--param", "spots.limit=1:nan:3"],
    ["sweep", "x", "--param", "spots.limit=1:2:2.5"],
    ["sweep", "x", "--param", "spots.limit=-5:2:3"],
    ["sweep", "x", "--param", "nothing.limit=1:2:3"],
    ["sweep", "x", "--param", "spots.limit=1:900:200", "--param", "spots.reach=1:40:200"],
    ["sweep", "x", "--param", "spots.limit=1:9:3", "--metric", "luck@20"],
    ["sweep", "x", "--param", "spots.limit=1:9:3", "--metric", "recall@0"],
    ["explain"],
    ["explain", "a.png"],
    ["explain", "a.png", "--at", "5,7", "--box", "2"],
    ["explain", "a.png", "--at", "5"],
    ["explain", "a.png", "--at", "5,-7"],
    ["explain", "a.png", "--at", "5,7,9"],
    ["explain", "a.png", "--box", "-1"],
    ["explain", "a.png", "--at", "5,7", "--within", "nan"],
    ["explain", "a.png", "--at", "5,7", "--set", "nothing.radius=3"],
    ["bench"],
    ["bench", "--part", "lunch"],
    ["bench", "--part", "forward", "--batch", "0"],
    ["bench", "--part", "forward", "--seconds", "nan"],
]

tap = Tap()
general = run("--help")
tap.check("--help lists every command", [name for name in COMMANDS if f"  {name} " not in general.stdout])
version = run("--version").stdout.splitlines()
tap.check("--version says one line", [] if len(version) == 1 else version or ["nothing"])
for name in COMMANDS:
    done = run(name, "--help")
    tap.check(f"{name} --help tells all options",
              [f"status {done.returncode}"] * (done.returncode != 0) +
              [option for option in OPTIONS[name] if option not in done.stdout])
for arguments in MISUSE:
    tap.check("misuse: " + " ".join(arguments), wrong(run(*arguments), 2))
tap.done()
