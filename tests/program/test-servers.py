"""A server in the real program: found, logged in to, fetched from into the study, sent to; a real Orthanc answers."""
import os
import subprocess
import sys

import orthanc
from driver import Program, perform, rows, wait_for

if orthanc.missing():
    print(f"1..0 # SKIP not here: {orthanc.missing()}")
    sys.exit(0)

PACS = "Films on a server"


def set_up(stage):
    """A server with the films of two women, named in the preferences; and a folder for a study."""
    server = orthanc.Orthanc()
    films = os.path.join(stage.home, "films")
    os.mkdir(films)
    for number, view in ((1, "MLO"), (1, "CC"), (2, "MLO")):
        orthanc.write_film(films, number, view)
    stage.env["CALCSPOT_PACS_PASSWORD"] = orthanc.PASSWORD
    stage.batch("pacs", "send", server.address, films, "--user", orthanc.USER)
    subprocess.run(["gsettings", "set", "io.github.calcspot.Calcspot", "servers",
                    f"[('Ward', '{server.address}', '{orthanc.USER}', '')]"], env=stage.env, check=True)
    study = os.path.join(stage.home, "study")
    os.mkdir(study)
    return server, study


def open_window(program, keys, title):
    """By the menu; keys go to the new window then."""
    program.press("F10", *keys, pause=1)
    program.window = program.x_window_named(title)
    program.focus()


def log_in(program, password):
    """Answers the question for a password, and is back in the window that asked."""
    before = program.window
    program.window = question = wait_for("the question", lambda: asked(program, before))
    program.focus()
    program.type(password)
    program.picture("servers-0-password")
    program.press("Return")
    wait_for("the question to go", lambda: asked(program, before) != question)
    program.window = before
    program.focus()


def asked(program, other):
    shown = program.xdotool("search", "--onlyvisible", "--pid", program.process.pid).stdout.split()
    small = [window for window in shown if window != other and program.area(window) < 600 * 600]
    return small[0] if small else None


def told(program, below):
    return [item.name for item in program.tree.walk(below) if told_of(item.name)]


def told_of(study):
    return [word for word in ("Doe", "JD-", "ACC-") if word in str(study)]


def find_and_fetch(tap, program, study):
    """What is on the server, who they are, and its films in the study."""
    main = program.window
    open_window(program, "lv", PACS)
    pacs = program.find(name=PACS)

    def seek(role, name):
        return program.find(role, name, below=pacs, showing=True)
    program.activate(seek("push button", "Search"))
    log_in(program, "guessed")
    program.find("label", lambda text: "does not accept" in text, showing=True)
    log_in(program, orthanc.PASSWORD)
    seek("label", "2 examinations")
    seek("label", "Screening")
    program.picture("servers-1-found")
    tap.check("who they are is not told unasked", told(program, pacs))
    program.activate(seek("push button", "Show identity"))
    seek("label", "Doe^Jane1")
    program.picture("servers-2-identity")
    tap.check("and told when asked for", program.warnings())

    program.press("ctrl+a")
    program.activate(seek("push button", "Fetch into the study"))
    wait_for("the films in the study", lambda: len(rows(study, "SELECT id FROM films")) == 3)
    seek("label", "2 examinations fetched")
    program.picture("servers-3-fetched")
    kept = sorted(os.listdir(os.path.join(study, "films")))
    tap.check("films are called by what they are, not by whose",
              [name for name in kept if not name.startswith("mg-")] + ["not three"] * (len(kept) != 3))
    program.press("Escape")
    program.window = main
    program.focus()


def send(tap, program, server):
    """What the machine finds goes back."""
    program.press("F10", "y", "l", pause=1)
    program.picture("servers-4-send")
    program.activate(program.find("push button", "Send", showing=True))
    wait_for("the reports on the server", lambda: len(server.ask("/instances")) > 3)
    added = [study for study in server.ask("/studies?expand")
             if study["MainDicomTags"]["StudyInstanceUID"] not in map(orthanc.study_uid, (1, 2))]
    tap.check("results arrive, and name nobody",
              [str(study) for study in added if told_of(study)] + ["none"] * (not added))


def find_traces(tap, stage, program):
    """Neither whose films they are nor the password stays anywhere."""
    said = program.said()
    tap.check("nothing of them is in what the program says",
              [word for word in ("Doe", "JD-", "guessed") if word in said])
    config = subprocess.run(["grep", "-rlE", f"guessed|{orthanc.PASSWORD}|Doe|JD-", stage.home, "--include=keyfile",
                             "--include=*.json", "--include=settings"], capture_output=True, text=True).stdout.split()
    tap.check("no password is written to the disk", config + program.warnings())


def act(tap, stage):
    server, study = set_up(stage)
    program = Program(stage, study)
    find_and_fetch(tap, program, study)
    send(tap, program, server)
    server.close()
    find_traces(tap, stage, program)
    program.quit()


perform(act, "servers")
