"""Who may include whom: the layers of ARCHITECTURE.md, where Meson's include paths cannot tell."""
import os
import re

from tap import Tap, text, tracked

INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]', re.MULTILINE)
DISPLAY = re.compile(r"^(gtk|gdk|gsk|adwaita|cairo|pango)\b|^(gtk|gdk|gsk)/")

# Where the pipeline meets the network, and where a foreign header lives. A folder ends with a slash.
NETWORK = {"pipeline/stages/cs-pipeline.c", "pipeline/stages/segment.c", "pipeline/stages/cs-stage.h",
           "pipeline/study/cs-patches.c", "pipeline/study/cs-patches.h", "pipeline/study/cs-split.c",
           "pipeline/study/cs-scoring.c", "pipeline/study/cs-scoring.h", "pipeline/study/cs-scoring-choose.c",
           "pipeline/study/cs-network-forms.c", "pipeline/study/cs-network-forms.h",
           "pipeline/study/cs-picture.c", "pipeline/study/cs-outset.c",
           "pipeline/study/cs-plan.c", "pipeline/study/cs-plan.h",
           "pipeline/study/cs-slide.c", "pipeline/study/cs-slide.h",
           "pipeline/study/cs-join.c", "pipeline/study/cs-join.h",
           "pipeline/study/cs-course.c", "pipeline/study/cs-course.h", "pipeline/study/cs-shipped.h",
           "pipeline/study/cs-sureness.c", "pipeline/study/cs-sureness.h"}
HOMES = {"openjpeg.h": "pipeline/dicom/cs-jp2.c", "png.h": "pipeline/formats/cs-png.c",
         "libdeflate.h": "pipeline/formats/cs-idat.c",
         "jpeglib.h": "pipeline/formats/jpeg.c", "seccomp.h": "pipeline/formats/cs-confine.c",
         "libsoup/soup.h": "pipeline/pacs/cs-http.c", "libsecret/secret.h": "pipeline/pacs/cs-keyring.c",
         "xlsxwriter.h": "pipeline/exports/cs-jafroc.c", "cblas.h": "nn/nn-gemm.c",
         "wayland-client.h": "app/film/cs-screen.c", "X11/extensions/Xrandr.h": "app/film/cs-screen.c"}
THREADS = {"nn/nn-threads.c", "pipeline/image/cs-rows.c", "widgets/cs-tile-cache.c", "app/jobs/cs-job.c",
           "pipeline/image/cs-crew.c", "app/batch/main.c"}
# What a network is shown is defined once, where patches are cut; the stage that shows it films asks there.
UPWARD = {"pipeline/stages/segment.c": "cs-patches.h"}
# In the order of the subdir() of each folder's meson.build.
ROOMS = {folder: re.findall(r"^subdir\('(\w+)'\)", text(f"{folder}/meson.build"), re.MULTILINE)
         for folder in ("pipeline", "app")}

tap = Tap()
sources = [path for path in tracked(".c", ".h", ".cc") if not path.startswith("tests/")]
includes = {path: INCLUDE.findall(text(path)) for path in sources}
headers = {os.path.basename(path): path for path in sources if path.endswith(".h")}


def complaints(start, forbidden, allowed=()):
    """Includes below @start for which @forbidden (header, its path in the tree or "") holds."""
    for path, names in includes.items():
        if path.startswith(start) and not path.startswith(tuple(allowed)):
            for name in names:
                if forbidden(name, headers.get(os.path.basename(name), "")):
                    yield f"{path} includes {name}"


def below(*folders):
    return lambda name, home: home.startswith(folders)


def shows(name, home):
    return bool(DISPLAY.search(name))


tap.check("nn knows no display", complaints("nn/", shows))
tap.check("pipeline knows no display, but for Cairo, and Pango that writes with it, in exports",
          [c for c in complaints("pipeline/", shows) if not re.search(r"^pipeline/exports/.* (cairo|pango)", c)])
tap.check("nn knows nothing above it", complaints("nn/", below("pipeline/", "widgets/", "app/")))
tap.check("pipeline knows nothing above it", complaints("pipeline/", below("widgets/", "app/")))
tap.check("widgets know no image, stage, study or network", complaints("widgets/", below("nn/", "pipeline/", "app/")))
tap.check("the pipeline meets the network in few files", complaints("pipeline/", below("nn/"), NETWORK))
tap.check("calcspot-batch knows no display",
          complaints("app/batch", lambda name, home: shows(name, home) or home.startswith("widgets/")))
for folder, rooms in ROOMS.items():
    for i, room in enumerate(rooms):
        later = tuple(f"{folder}/{name}/" for name in rooms[i + 1:])
        tap.check(f"{folder}/{room} uses only the rooms above it",
                  [c for c in complaints(f"{folder}/{room}/", lambda name, home: bool(later) and home.startswith(later))
                   if c not in {f"{path} includes {header}" for path, header in UPWARD.items()}])
for header, home in HOMES.items():
    tap.check(f"{header} lives in {home}",
              [path for path, names in includes.items() if header in names and path != home])
tap.check("DCMTK lives in the C++ of pipeline/dicom, the only C++ of the tree",
          [path for path, names in includes.items() if any(name.startswith("dcmtk/") for name in names)
           and not re.match(r"pipeline/dicom/[^/]*\.cc$", path)] +
          [path for path in tracked(".cc", ".cpp", ".cxx", ".hpp") if not path.startswith("pipeline/dicom/")])
tap.check("sqlite3.h lives in one file of the study",
          [path for path, names in includes.items()
           if "sqlite3.h" in names and not path.startswith("pipeline/study/")] +
          [p for p in [[path for path, names in includes.items() if "sqlite3.h" in names]] if len(p) > 1])
tap.check("JSON from outside is parsed in cs-json-read.c",
          [path for path in sources if path != "pipeline/cs-json-read.c"
           and re.search(r"\bjson_(parser_|from_string)", text(path))])
tap.check("pictures from outside are decoded by the helper's own files, and none by GDK",
          [path for path in sources
           if (re.search(r"\bcs_png_read \(", text(path)) and not path.startswith("pipeline/formats/"))
           or (re.search(r"\bcs_formats_\w+_here \(", text(path))
               and not path.startswith(("pipeline/formats/cs-formats.", "pipeline/formats/cs-decoder.")))
           or (path.startswith("pipeline/formats/truth-") and "cs-png.h" in includes[path])
           or re.search(r"\bgdk_texture_new_from_(file|bytes)\b|\bgdk_pixbuf_|_create_from_png\b", text(path))])
tap.check("threads are made in one place a layer",
          [path for path in sources if path not in THREADS
           and re.search(r"\bg_thread_(try_)?new\b|\bg_thread_pool_new", text(path))])
tap.done()
