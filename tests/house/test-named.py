"""What pages of Markdown and comments name is there: files, functions, types, commands and their options; and the page
of a folder names its files."""
import os
import re

from tap import Tap, text, tracked

QUOTED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK = re.compile(r"\]\(([^)#\s]+)\)")
PATH = re.compile(r"^[\w.-]*[\w-](?:/[\w.-]+)*(?:/|\.(?:c|h|cc|in|py|sh|md|ui|xml|build|css|txt|json))$")
WORD = re.compile(r"^(?:(?:cs|nn)_\w+|(?:Cs|Nn)[A-Z]\w+|(?:CS|NN)_[A-Z]\w+)")
COMMAND = re.compile(r"calcspot-batch ([a-z][\w-]+)([^`\n#]*)")
OPTION = re.compile(r"(?<![\w-])--([a-z][\w-]+)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
NAMED = re.compile(r"(?<![\w./@-])(?:[\w-]+/)*[\w-]+\.(?:c|h|cc|md|py|sh|ui)\b|\b(?:cs|nn)_\w+(?= ?\(\))")
EXAMPLE = re.compile(r"(?:^|[/-])x[./-]|[A-Z]{2}|^build|^utils.c$|^cs_thing")      # stands for any, or for none

tap = Tap()
pages = tracked(".md")
files = set(tracked())
folders = {os.path.dirname(path) for path in files}
folders |= {parent for path in list(folders) for parent in [path.rsplit("/", i)[0] for i in range(1, 6)]}
code = {path: text(path) for path in tracked(".c", ".h", ".cc", ".py", ".sh", ".build", ".in")}
words = {word for source in code.values() for word in re.findall(r"\w+", source)}
done = {word for source in code.values() for word in re.findall(r"\w+", COMMENT.sub(" ", source))}
families = words | {word.rsplit("_", i)[0] for word in words for i in range(1, 4)}      # `cs_rows`: what begins so
options = "\n".join(source for path, source in code.items() if path.startswith(("app/batch", "pipeline/study/cs-plan")))
# Foreign headers, and files that are written.
quoted = {name for source in code.values() for name in re.findall(r"""[<"']([\w/.-]+)[>"']""", source)}


def is_there(name, page):
    """From the root, from the page, in any folder by its last part, or by its name in the code."""
    name = name.rstrip("/")
    found = (os.path.normpath(os.path.join(start, name)) for start in ("", os.path.dirname(page)))
    return name in quoted or any(path in files or path in folders for path in found) or any(
        path.endswith("/" + name) for path in (folders if "." not in name else files))


def unknown_paths(page):
    named = {name for name in QUOTED.findall(text(page)) if PATH.match(name)}
    named |= {name for name in LINK.findall(text(page)) if ":" not in name}
    return sorted(f"{page}: {name}" for name in named if not EXAMPLE.search(name) and not is_there(name, page))


def unknown_words(page):
    named = {match.group() for match in map(WORD.match, QUOTED.findall(text(page))) if match}
    return sorted(f"{page}: {name}" for name in named if name not in families and not EXAMPLE.match(name))


def unknown_commands(page):
    for name, rest in COMMAND.findall(text(page)):
        if f"app/batch/commands/{name}.c" not in files:
            yield f"{page}: calcspot-batch {name}"
        yield from (f"{page}: calcspot-batch {name} --{option}" for option in OPTION.findall(rest)
                    if f'"{option}"' not in options)


def unknown_in_comments(path):
    named = {name for comment in COMMENT.findall(code[path]) for name in NAMED.findall(comment)}
    return sorted(f"{path}: {name}" for name in named
                  if name not in done and not EXAMPLE.search(name) and not is_there(name, path))


def unnamed(page):
    """Files of the page's folder that it does not name: each as `cs-x`, or as `-x` of a family it names."""
    named = {name.split(".")[0] for name in QUOTED.findall(text(page))}
    families_of = [name.rstrip("*") for name in named if name.endswith("*")]
    named |= {name + part for name in named for part in named if part.startswith("-")}
    for path in code:
        folder, name = os.path.split(path)
        stem = name.split(".")[0]
        if folder == os.path.dirname(page) and re.match(r"(cs|nn)-[\w-]+\.cc?$", name):
            if stem not in named and not stem.startswith(tuple(families_of)):
                yield f"{page}: {name}"


tap.check("files that pages name exist", [line for page in pages for line in unknown_paths(page)])
tap.check("functions and types that pages name exist", [line for page in pages for line in unknown_words(page)])
tap.check("commands that pages name exist, with their options",
          [line for page in pages for line in unknown_commands(page)])
tap.check("files and functions that comments name exist",
          [line for path in code if path.endswith((".c", ".h", ".cc")) for line in unknown_in_comments(path)])
tap.check("the page of a folder names its files", [line for page in pages for line in unnamed(page)])
tap.done()
