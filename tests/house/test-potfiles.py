"""Every string a person sees can be translated, and is, in every language of po/LINGUAS."""
import os
import re
import subprocess
import tempfile

from tap import SOURCE, Tap, text, tracked

CALL = re.compile(r'\b(?:_|N_|C_|NC_|Q_|ngettext|g_dngettext|gettext)\s*\(\s*(?:"|[A-Z]+\s*,)')
KEYWORDS = ["--keyword=" + word for word in ("_", "N_", "C_:1c,2", "NC_:1c,2", "ngettext:1,2", "g_dngettext:2,3")]

tap = Tap()
listed = [line for line in text("po/POTFILES.in").splitlines() if line and not line.startswith("#")]
languages = text("po/LINGUAS").split()


def translatable(path):
    if path.endswith((".c", ".h", ".cc")):
        return CALL.search(re.sub(r"#\s*define.*", "", text(path)))
    return 'translatable="yes"' in text(path)


def run(*command):
    """The complaints of a command that failed."""
    done = subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return (done.stderr or done.stdout or "failed").splitlines()[-40:] if done.returncode else []


wanted = [path for path in tracked(".c", ".h", ".cc", ".ui")
          if not path.startswith(("tests/", "build")) and translatable(path)]
tap.check("every file with strings is in po/POTFILES.in", [path for path in wanted if path not in listed])
tap.check("every file in po/POTFILES.in is there", [path for path in listed if path not in set(tracked())])
tap.check("po/POTFILES.in has no doubles", sorted({path for path in listed if listed.count(path) > 1}))

with tempfile.TemporaryDirectory() as folder:
    template = os.path.join(folder, "calcspot.pot")
    tap.check("the strings can be extracted",
              run("xgettext", "--from-code=UTF-8", "--add-comments=Translators", "-f", "po/POTFILES.in", "-o", template,
                  *KEYWORDS))
    for language in languages:
        po = f"po/{language}.po"
        tap.check(f"{po} is sound", run("msgfmt", "--check", "-o", os.devnull, po))
        tap.check(f"{po} has every string", run("msgcmp", po, template))
tap.done()
