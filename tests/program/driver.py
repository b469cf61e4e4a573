"""Drives the real program from outside, as a person would: keys, the accessible tree, pictures, SIGKILL, the database.

Each Stage is a small machine of its own: an X server, a session bus with its accessibility bus, a home. So the tests
neither see the desktop of whoever runs them nor each other. The program is found at $CALCSPOT_BUILD (Meson's build
root); pictures are kept in $CALCSPOT_BUILD/tests/program/pictures."""
import atexit
import ctypes
import itertools
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time

from patience import patient
from tap import Tap
from tree import Desktop, Vanished

os.environ.pop("G_DEBUG", None)      # the program's warnings are looked for in what it says; ours are not fatal
BUILD = os.environ["CALCSPOT_BUILD"]
PICTURES = os.path.join(BUILD, "tests", "program", "pictures")
PROGRAM = os.path.join(BUILD, "app", "calcspot")
BATCH = os.path.join(BUILD, "app", "calcspot-batch")
FRAME = 1 / 60
PATIENCE = 60      # seconds a machine under load may take to answer


class Gone(AssertionError):
    """What was waited for did not come."""


def wait_for(what, question, patience=PATIENCE, pause=0.1):
    """Asks until the answer is true (or not None), and returns it; half of the time at most goes into asking."""
    patience = patient(patience)
    end = time.monotonic() + patience
    while True:
        asked = time.monotonic()
        answer = question()
        if answer or time.monotonic() > end:
            if not answer:
                raise Gone(f"waited {patience:g} s in vain for {what}")
            return answer
        time.sleep(max(pause, time.monotonic() - asked))


def spoken(name):
    """GTK 4.8 names a button with a mnemonic twice over: "_Start Start"."""
    half = len(name) // 2
    return name[half + 1:] if name[:half + 1].replace("_", "", 1).strip() == name[half + 1:].strip() else name


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class Stage:
    """An X server, a session bus and a home, gone at exit. @contrast and @text_scale: what a desktop's settings of
    accessibility would ask of the program."""

    def __init__(self, size="1400x900", contrast=False, text_scale=1):
        self.home = tempfile.mkdtemp(prefix="calcspot-program-")
        self.children = []
        atexit.register(self.close)
        run = os.path.join(self.home, "run")
        os.mkdir(run, 0o700)
        self.env = {key: value for key, value in os.environ.items()
                    if not key.startswith(("XDG_", "DBUS_", "AT_SPI", "GTK_", "MALLOC_"))
                    and key not in ("WAYLAND_DISPLAY", "DISPLAY", "GSETTINGS_BACKEND", "NO_AT_BRIDGE", "G_DEBUG")}
        self.env.update(HOME=self.home, XDG_RUNTIME_DIR=run, LC_ALL="C.UTF-8", NO_AT_BRIDGE="0",
                        GDK_BACKEND="x11", GSK_RENDERER="cairo", GTK_A11Y="atspi", GSETTINGS_BACKEND="keyfile",
                        GSETTINGS_SCHEMA_DIR=os.path.join(BUILD, "app", "data"),
                        CALCSPOT_LOCALEDIR=os.path.join(BUILD, "po"),
                        **{f"XDG_{kind}_HOME": os.path.join(self.home, kind.lower())
                           for kind in ("CONFIG", "DATA", "CACHE", "STATE")})
        self.ask_for(contrast, text_scale)
        self.env["DISPLAY"] = self.start_server(size)
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self.start_bus()
        self.desktop = Desktop(self.env["DBUS_SESSION_BUS_ADDRESS"])

    def ask_for(self, contrast, text_scale):
        """No desktop's settings service runs here: libadwaita and GTK are asked through what they read without one."""
        if contrast:
            self.env["ADW_DEBUG_HIGH_CONTRAST"] = "1"
        if text_scale != 1:
            with open(os.path.join(self.home, ".Xdefaults"), "w", encoding="utf-8") as defaults:
                defaults.write(f"Xft.dpi: {round(96 * text_scale)}\n")

    def spawn(self, command, **how):
        child = subprocess.Popen(command, env=self.env, stdin=subprocess.DEVNULL, preexec_fn=die_with_parent, **how)
        self.children.append(child)
        return child

    def start_server(self, size):
        """The number of a server that answers: between being told a number and using it, others start theirs."""
        for _ in range(5):
            told, tell = os.pipe()
            self.spawn(["Xvfb", "-displayfd", str(tell), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"],
                       pass_fds=[tell], stderr=subprocess.DEVNULL)
            os.close(tell)
            with os.fdopen(told) as answer:
                display = ":" + answer.readline().strip()
            asked = subprocess.run(["xdotool", "getdisplaygeometry"], env={**self.env, "DISPLAY": display},
                                   capture_output=True, text=True)
            if asked.stdout.split() == size.split("x"):
                return display
            time.sleep(1)
        raise Gone("Xvfb did not start")

    def start_bus(self):
        bus = self.spawn(["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        address = bus.stdout.readline().strip()
        if not address:
            raise Gone("dbus-daemon did not start")
        return address

    def close(self):
        for child in reversed(self.children):
            if child.poll() is None:
                child.terminate()
                try:
                    child.wait(10)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
        self.children.clear()
        shutil.rmtree(self.home, ignore_errors=True)

    def batch(self, *arguments):
        """Runs calcspot-batch and returns its standard output; its failure is ours."""
        done = subprocess.run([BATCH, *map(str, arguments)], env=self.env, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True)
        if done.returncode:
            raise AssertionError(f"calcspot-batch {' '.join(map(str, arguments))}: {done.stderr.strip()}")
        return done.stdout

    def make_study(self, *drawn, place=None):
        """A folder with boxes proposed on drawn films; @drawn: options of "phantom", whose seed is else 5."""
        films, study = (os.path.join(place or self.home, name) for name in ("films", "study"))
        self.batch("phantom", "--seed", 5, *drawn, "--out", films)
        self.batch("study", study, "--add", films, "--propose")
        return study


class Program:
    """One run of the program on a stage, seen through its accessible tree."""

    def __init__(self, stage, *arguments, command=None):
        self.stage = stage
        self.log = open(os.path.join(stage.home, "log.txt"), "a+", encoding="utf-8")
        self.process = stage.spawn([command or PROGRAM, *map(str, arguments)], stdout=self.log, stderr=self.log)
        self.tree = wait_for("the program on the accessibility bus", self.find_tree)
        wait_for("a window", lambda: self.find_all("frame"))
        self.window = wait_for("the window on the screen", self.x_window)
        self.focus()

    def find_tree(self):
        self.alive()
        return self.stage.desktop.tree_of(self.process.pid)

    def said(self):
        """What the program wrote to its terminal, over all its runs on this stage."""
        self.log.flush()
        with open(self.log.name, encoding="utf-8") as log:
            return log.read()

    def warnings(self):
        """What it complained of. Not that GTK drew buttons before they had a place: seen once in some ten runs,
        beside the file chooser, whose buttons they may be."""
        return [line for line in self.said().splitlines() if ("WARNING" in line or "CRITICAL" in line)
                and not ("snapshot GtkButton" in line and "without a current allocation" in line)]

    # The accessible tree

    def look(self, role, name, below, showing):
        self.alive()
        for item in self.tree.walk(below):
            if role in (None, item.role) and (name is None or (name(item.name) if callable(name)
                                                               else spoken(item.name) == name)):
                node = self.tree.node(item)
                if not showing or self.has_room(node):
                    yield node

    @staticmethod
    def has_room(node):
        """Whether it has room on the screen: GTK 4.8 says no more than that of what is shown."""
        try:
            room = node.get_room()
            return room.width > 0 and room.height > 0
        except Vanished:
            return False

    def find_all(self, role=None, name=None, below=None, showing=False):
        return list(self.look(role, name, below, showing))

    def find(self, role=None, name=None, below=None, showing=False, patience=PATIENCE):
        """The first accessible of @role whose name is @name (a string, or a function of it); waits for it."""
        wanted = f"a {role or 'thing'}" + (f" named {name}" if isinstance(name, str) else "")
        try:
            return wait_for(wanted, lambda: next(self.look(role, name, below, showing), None), patience)
        except Gone:
            raise Gone(f"no {wanted}; there is:\n{self.describe()}") from None

    def has(self, role=None, name=None, below=None):
        return bool(self.find_all(role, name, below))

    def describe(self):
        """What is shown and has a name of its own."""
        found = (item for item in self.tree.walk() if item.name and not item.name.startswith(("Gtk", "Adw")))
        return "\n".join(f"{item.role} {spoken(item.name)!r}" for item in itertools.islice(found, 200))

    def activate(self, node):
        """Does what a click on @node does."""
        if not node.get_n_actions():
            raise AssertionError(f"{node.get_role_name()} {node.get_name()!r} has no action")
        node.do_action(0)

    def show_page(self, title, below=None):
        """Goes to a page by its name in the switcher, which a click reaches a quarter of a second later."""
        tab = self.find("page tab", title, below, showing=True)
        self.activate(tab)
        wait_for(f"the page {title}", lambda: tab.is_in_state("selected"), pause=FRAME)
        self.settle()

    # Keys and pointer

    def xdotool(self, *arguments):
        return subprocess.run(["xdotool", *map(str, arguments)], env=self.stage.env, capture_output=True, text=True)

    def x_window(self):
        """The largest window of the program: there is no window manager to ask."""
        found = self.xdotool("search", "--onlyvisible", "--pid", self.process.pid).stdout.split()
        found = found or self.xdotool("search", "--onlyvisible", "--class", "calcspot").stdout.split()
        return max(found, key=self.area) if found else None

    def x_window_named(self, title):
        """A window of the program by its title, once it is on the screen."""
        ask = ("search", "--onlyvisible", "--name", f"^{title}$")
        return wait_for(f"a window “{title}”", lambda: self.xdotool(*ask).stdout.split())[0]

    def geometry(self, window=None):
        lines = self.xdotool("getwindowgeometry", "--shell", window or self.window).stdout.split()
        return dict(line.split("=") for line in lines if "=" in line)

    def area(self, window):
        size = self.geometry(window)
        return int(size.get("WIDTH", 0)) * int(size.get("HEIGHT", 0))

    def focus(self):
        self.xdotool("windowfocus", "--sync", self.window)

    def settle(self):
        """Until the program has taken what it was sent: it answers from the loop that takes keys, and what comes of
        them is laid out and drawn a frame or two later."""
        for pause in (2 * FRAME, 0):
            try:
                self.tree.root.get_children()
            except Vanished:      # it was told to end
                return
            time.sleep(pause)

    def press(self, *keys, pause=None):
        """Presses keys one after another, in xdotool's names: "a", "ctrl+z", "Page_Down"; each once the program has
        taken the one before, or @pause seconds after it."""
        for key in keys:
            self.alive()
            if self.xdotool("key", "--clearmodifiers", key).returncode:
                raise AssertionError(f"could not press {key}")
            if pause is None:
                self.settle()
            else:
                time.sleep(pause)

    def type(self, text):
        self.xdotool("type", "--delay", "20", text)

    def drag(self, start, end, button=1, steps=8):
        """Drags with the pointer, in pixels of the screen."""
        self.xdotool("mousemove", *start)
        self.xdotool("mousedown", button)
        for i in range(1, steps + 1):
            self.xdotool("mousemove", *(round(a + (b - a) * i / steps) for a, b in zip(start, end)))
            time.sleep(0.02)
        self.xdotool("mouseup", button)

    def click(self, node):
        """Clicks in the middle of what is on the screen: GTK 4.8 takes no focus from the accessible tree."""
        room = node.get_room()
        frame = self.geometry()
        self.xdotool("mousemove", room.x + room.width // 2 + int(frame["X"]),
                     room.y + room.height // 2 + int(frame["Y"]))
        self.xdotool("click", 1)

    def scroll(self, at, clicks):
        self.xdotool("mousemove", *at)
        self.xdotool("click", "--repeat", abs(clicks), "--delay", 30, 4 if clicks > 0 else 5)

    def focuses(self, most=200):
        """Presses Tab until it comes to where it was before; returns what had the focus, in order."""
        told, found = [], []
        stop = self.stage.desktop.listen(told.append)
        try:
            while len(found) < most:
                told.clear()
                self.press("Tab", pause=0)
                after = found[-1].get_name() if found else "the first Tab"
                wait_for(f"a focus after {after}", lambda: self.stage.desktop.hear() or told, PATIENCE / 4, 0.01)
                if told[-1] in found:
                    return found
                found.append(told[-1])
        finally:
            stop()
        raise Gone(f"Tab did not come round in {most} steps")

    def others(self):
        """Windows that are shown besides the one in use."""
        shown = self.xdotool("search", "--onlyvisible", "--pid", self.process.pid).stdout.split()
        return [window for window in shown if window != self.window]

    def answer_chooser(self, path, picture=None, afresh=False):
        """Names a file in the open chooser by keyboard, instead of what stands there where @afresh: there is no window
        manager to give it the focus."""
        chooser = wait_for("the chooser", self.others, 30)[0]
        self.xdotool("windowfocus", "--sync", chooser)
        time.sleep(1)
        if picture:
            self.picture(picture)
        if afresh:
            self.press("ctrl+a")
        self.type(path)
        time.sleep(1)
        self.press("Return")
        wait_for("the chooser to go", lambda: chooser not in self.others(), 30)
        self.focus()

    # Pictures and ends

    def picture(self, name):
        """Keeps a picture of the screen; returns its path."""
        os.makedirs(PICTURES, exist_ok=True)
        path = os.path.join(PICTURES, name + ".png")
        subprocess.run(["import", "-window", "root", "-silent", path], env=self.stage.env, check=True,
                       stdin=subprocess.DEVNULL)
        return path

    def alive(self):
        if self.process.poll() is not None:
            raise Gone(f"the program ended with {self.process.returncode}: {self.said()[-2000:]}")

    def kill(self):
        """The power cut: no chance to tidy up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def quit(self, patience=PATIENCE):
        self.process.terminate()
        try:
            return self.process.wait(patient(patience))
        except subprocess.TimeoutExpired:
            self.kill()
            raise Gone(f"asked to end, it had not after {patient(patience):g} s") from None


def rows(study, query, *values):
    """Rows of the study's database as dictionaries, read without disturbing the program."""
    connection = sqlite3.connect(f"file:{os.path.join(study, 'study.db')}?mode=ro", uri=True, timeout=10)
    try:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query, values)]
    finally:
        connection.close()


def open_review(stage, study):
    """A program that shows the first film's first box."""
    program = Program(stage, study)
    program.show_page("Review")
    program.press("ctrl+Page_Down")
    program.find("list", "Boxes of the film", showing=True)
    program.find(name=lambda name: name.startswith("Box 1,"), showing=True)
    return program


def perform(act, name, **wishes):
    """Plays a test on a stage of its own, to its end or to what did not come."""
    tap = Tap()
    stage = Stage(**wishes)
    try:
        act(tap, stage)
    except Gone as gone:
        tap.check(f"{name} went to its end", str(gone).splitlines())
    finally:
        stage.close()
    tap.done()
