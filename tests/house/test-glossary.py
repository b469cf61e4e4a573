"""One thing has one word in each language: po/GLOSSARY.md, held against the translations."""
import re
import unicodedata

from tap import Tap, text

QUOTED = r'(?:"(?:[^"\\]|\\.)*"\n?)+'


def rows():
    """Cells of the table by the names of its columns."""
    lines = [line for line in text("po/GLOSSARY.md").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(cells[0], row)) for row in cells[2:]]


def unquoted(match):
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match)).replace('\\"', '"').replace("\\n", " ")


def translations(language):
    """What a person sees: without the letters that are pressed marked, and nothing obsolete."""
    blocks = text(f"po/{language}.po").split("\n\n")[1:]
    return [unquoted(found).replace("_", "") for block in blocks
            for found in re.findall(rf"^msgstr(?:\[\d\])? ({QUOTED})", block, re.M)]


def words(sentence):
    """Signs that only change the letter before them, as Bengali's vowels, are of the word."""
    return "".join(c if unicodedata.category(c)[0] in "LMN" or c == "\u200c" else " " for c in sentence).split()


def listed(cell):
    return [word.strip() for word in cell.split(",") if word.strip()]


def pattern(term):
    return re.compile(re.escape(term).replace(r"\*", r"\S*").join(["(?:^| )", "(?: |$)"]))


def used(term, sentences):
    return any(term.lower() in sentence for sentence in sentences)


tap = Tap()
table = rows()
for language in text("po/LINGUAS").split():
    sentences = [(sentence, " ".join(words(sentence))) for sentence in translations(language)]
    terms = [term for row in table for term in listed(row.get(language, ""))]
    tap.check(f"{language} has a word for each thing", [row["English"] for row in table if not row.get(language)])
    lower = [sentence.lower() for sentence, _ in sentences]
    tap.check(f"{language} uses the words of the glossary", [term for term in terms if not used(term, lower)])
    gone = [(word, pattern(word)) for row in table for word in listed(row.get(f"{language}, given up", ""))]
    tap.check(f"{language} uses no word that was given up",
              [f"{word}: {sentence}" for word, found in gone for sentence, spaced in sentences if found.search(spaced)])
tap.done()
