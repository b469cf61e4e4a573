"""Every string a person sees can be translated, and is, in every language of po/LINGUAS."""
import os
import re
import subprocess
import tempfile

from tap import SOURCE, Tap, text, tracked

CALL = re.compile(r'\b(?:_|N_|C_|NC_|Q_|ngettext|g_dngettext|gettext)\s*\(\s*(?:"|[A-Z]+\s*,)')
KEYWORDS = ["--keyword=" + word for word in ("_", "N_", "C_:1c,2", "NC_:1c,2", "ngettext:1,2", "g_dngettext:2,3")]

KEY = re.compile(r"\{[a-z]+\.[a-z-]+\}")      # a key named in a sentence, as cs_keymap_say() reads it

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


def keys_in(strings):
    return sorted(KEY.findall(" ".join(strings)))


def lost_keys(po):
    """Sentences whose translation names other keys than they do."""
    said = subprocess.run(["msgcat", "--no-wrap", "--no-location", po], cwd=SOURCE, capture_output=True, text=True)
    complaints = []
    for entry in said.stdout.split("\n\n"):
        lines = [line for line in entry.splitlines() if not line.startswith("#")]
        one, other = ([line for line in lines if line.startswith(kind)] for kind in ("msgid", "msgstr"))
        if keys_in(one) != keys_in(other):
            complaints.append(" ".join(one))
    return complaints


names = {"{" + name + "}" for name in re.findall(r'\{ "([a-z]+\.[a-z-]+)"', text("app/keys/cs-keys.c"))}
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
        tap.check(f"{po} names the keys its strings name", lost_keys(po))
    with open(template, encoding="utf-8") as strings:
        tap.check("every key named in a string is in the table", sorted(set(keys_in(strings)) - names))
tap.done()
