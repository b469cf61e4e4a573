"""Letters that are pressed with Alt: on one page, or in one menu, each belongs to one thing, in every language."""
import glob
import os
import re

from tap import SOURCE, Tap

# What is on the screen at once, beside the file itself.
TOGETHER = [["patches", "cs-mask-panel"], ["results", "cs-table-panel"]]
QUOTED = r'(?:"(?:[^"\\]|\\.)*"\n?)+'


def text(match):
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match.group(1))).replace('\\"', '"') if match else ""


def translations(path):
    with open(path, encoding="utf-8") as file:
        blocks = file.read().split("\n\n")
    return {text(re.search(f"^msgid ({QUOTED})", block, re.M)): text(re.search(f"^msgstr ({QUOTED})", block, re.M))
            for block in blocks}


def read(name):
    with open(os.path.join(SOURCE, "ui", name + ".ui"), encoding="utf-8") as file:
        return file.read()


def labels(layout):
    return set(re.findall(r'translatable="yes">([^<]*_[^<]*)<', layout))


def scopes():
    """Names and labels of what can be seen at once: pages with what lies on them, and each level of a menu."""
    for path in sorted(glob.glob(os.path.join(SOURCE, "ui", "*.ui"))):
        name = os.path.basename(path)[:-3]
        others = [other for group in TOGETHER if name == group[0] for other in group[1:]]
        menus = re.findall(r"<menu .*?</menu>", read(name), re.S)
        layout = re.sub(r"<menu .*?</menu>", "", read(name), flags=re.S)
        yield name, set().union(labels(layout), *(labels(read(other)) for other in others))
        for menu in menus:
            below = re.findall(r"<submenu.*?</submenu>", menu, re.S)
            heads = "".join(re.sub(r"</attribute>.*", "</attribute>", part, flags=re.S) for part in below)
            yield name + "'s menu", labels(re.sub(r"<submenu.*?</submenu>", "", menu, flags=re.S) + heads)
            yield from ((name + "'s submenu", labels(part)) for part in below)


def clashes(known):
    for name, found in scopes():
        letters = {}
        for label in found:
            letter = re.search(r"_(.)", known.get(label) or label)
            if letter:
                letters.setdefault(letter.group(1).lower(), set()).add(known.get(label) or label)
        # "Cancel" on a page that waits and "Cancel" on a dialog are one thing to the reader.
        yield from (f"{name}: {sorted(both)}" for both in letters.values() if len(both) > 1)


# Pages of a stack that are never seen at once.
APART = [{"_Cancel", "_Cut patches"}]
tap = Tap()
for language, path in [("English", None)] + [(os.path.basename(path)[:-3], path)
                                             for path in sorted(glob.glob(os.path.join(SOURCE, "po", "*.po")))]:
    known = translations(path) if path else {}
    apart = [str(sorted(known.get(label) or label for label in pair)) for pair in APART]
    tap.check(f"no letter twice on a page: {language}",
              [clash for clash in clashes(known) if clash.split(": ", 1)[1] not in apart])
tap.done()
