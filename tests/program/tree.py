"""The accessible tree of a program, as it tells of it on the accessibility bus.

A tree is asked for whole: libatspi asks node by node, some thousands of questions for one page, and each waits for the
program's main loop."""
import collections
import functools

import gi
from patience import patient

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib      # noqa: E402  (of Atspi its words alone)

Vanished = GLib.Error      # what is asked of a node that is no more

REGISTRY = "org.a11y.atspi.Registry"
ROOT = "/org/a11y/atspi/accessible/root"
FOCUSED = ("org.a11y.atspi.Event.Object", "StateChanged", None, "focused")
TIMEOUT = int(patient(60000))      # milliseconds
IN_WINDOW = 1      # an extent's coordinates

Item = collections.namedtuple("Item", "path count role name")
Room = collections.namedtuple("Room", "x y width height")


def connect(address):
    flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    return Gio.DBusConnection.new_for_address_sync(address, flags, None, None)


def ask(connection, owner, path, method, arguments=None):
    """@method: with its interface. Returns what is answered, unpacked no further than a tuple's variant."""
    face, _, name = method.rpartition(".")
    return connection.call_sync(owner, path, face, name, arguments, None, Gio.DBusCallFlags.NONE, TIMEOUT, None)


@functools.cache
def role_name(number):
    return Atspi.role_get_name(Atspi.Role(number))


class Node:
    """An accessible. Each question goes to the program, so its answer is of now."""

    def __init__(self, connection, owner, path):
        self.connection, self.owner, self.path = connection, owner, path

    def __eq__(self, other):
        return isinstance(other, Node) and (self.owner, self.path) == (other.owner, other.path)

    def __hash__(self):
        return hash((self.owner, self.path))

    def ask(self, method, kinds="", *values):
        arguments = GLib.Variant(f"({kinds})", values) if kinds else None
        return ask(self.connection, self.owner, self.path, "org.a11y.atspi." + method, arguments).unpack()

    def get(self, face, name):
        return self.ask_properties("Get", "ss", f"org.a11y.atspi.{face}", name)

    def ask_properties(self, method, kinds, *values):
        found = ask(self.connection, self.owner, self.path, "org.freedesktop.DBus.Properties." + method,
                    GLib.Variant(f"({kinds})", values)).unpack()
        return found[0] if found else None

    def at(self, reference):
        """The node an answer refers to, or None."""
        owner, path = reference
        return None if path.endswith("/null") else Node(self.connection, owner, path)

    def get_name(self):
        return self.get("Accessible", "Name")

    def get_role_name(self):
        return role_name(self.ask("Accessible.GetRole")[0])

    def get_parent(self):
        return self.at(self.get("Accessible", "Parent"))

    def get_children(self):
        return [self.at(child) for child in self.ask("Accessible.GetChildren")[0]]

    def is_in_state(self, state):
        number = int(getattr(Atspi.StateType, state.upper()))
        return bool(self.ask("Accessible.GetState")[0][number // 32] >> number % 32 & 1)

    def get_room(self):
        """Its place and size within its window."""
        return Room(*self.ask("Component.GetExtents", "u", IN_WINDOW)[0])

    def get_n_actions(self):
        return self.get("Action", "NActions")

    def do_action(self, number):
        self.ask("Action.DoAction", "i", number)

    def set_value(self, value):
        self.ask_properties("Set", "ssv", "org.a11y.atspi.Value", "CurrentValue", GLib.Variant("d", value))


class Tree:
    """What one program tells, all of it or below a node."""

    def __init__(self, connection, owner):
        self.root = Node(connection, owner, ROOT)

    def node(self, item):
        return Node(self.root.connection, self.root.owner, item.path)

    def items(self):
        """Whatever the program has been asked for before, by path; nothing before it has made its first window."""
        try:
            told = ask(self.root.connection, self.root.owner, "/org/a11y/atspi/cache", "org.a11y.atspi.Cache.GetItems")
        except Vanished as error:
            if error.matches(Gio.dbus_error_quark(), Gio.DBusError.UNKNOWN_METHOD):
                return {}
            raise
        return {item.path: item for item in map(read_item, parts(told.get_child_value(0)))}

    def children(self, paths):
        """What each of these has in it, by path: all are asked at once, and then answered."""
        told = {}

        def answered(connection, result, path):
            try:
                told[path] = [child for _, child in connection.call_finish(result).unpack()[0]]
            except Vanished:
                told[path] = []
        for path in paths:
            self.root.connection.call(self.root.owner, path, "org.a11y.atspi.Accessible", "GetChildren", None, None,
                                      Gio.DBusCallFlags.NONE, TIMEOUT, None, answered, path)
        while len(told) < len(paths):
            GLib.MainContext.default().iteration(True)
        return told

    def look(self):
        """The items as they are now, and the paths of what each has in it. What GTK 4.8 tells of itself lacks what
        nobody asked for yet, and still has what was hidden since: so each is asked what it has."""
        items, found = self.items(), {}
        wanted = {ROOT, *(path for path, item in items.items() if item.count)}
        while wanted:
            told = self.children(wanted)
            found.update(told)
            wanted = {child for inside in told.values() for child in inside if child not in items} - set(found)
        return (items if found.keys() <= items.keys() else self.items()), found

    def walk(self, below=None):
        """Items below a node, depth first."""
        items, found = self.look()
        waiting = found.get((below or self.root).path, [])[::-1]
        while waiting:
            path = waiting.pop()
            if path in items:
                yield items[path]
                waiting.extend(reversed(found.get(path, [])))


def parts(value):
    return (value.get_child_value(i) for i in range(value.n_children()))


def read_item(item):
    """Only what is needed: unpacking all of a tree takes three times as long."""
    part = item.get_child_value
    return Item(part(0).get_child_value(1).get_string(), part(4).get_int32(), role_name(part(7).get_uint32()),
                part(6).get_string())


class Desktop:
    """The accessibility bus of a session, and the programs that are on it."""

    def __init__(self, session):
        """@session: the address of the session bus."""
        asked = ask(connect(session), "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus.GetAddress")
        self.address = asked.unpack()[0]
        self.connection = connect(self.address)

    def tree_of(self, pid):
        """The tree of the program with this process, or None while there is none."""
        for program in Node(self.connection, REGISTRY, ROOT).get_children():
            try:
                if self.process_of(program.owner) == pid:
                    return Tree(self.connection, program.owner)
            except Vanished:      # it is ending
                pass
        return None

    def process_of(self, owner):
        return ask(self.connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                   "org.freedesktop.DBus.GetConnectionUnixProcessID", GLib.Variant("(s)", [owner])).unpack()[0]

    def listen(self, heard):
        """Hands @heard each node that gets the focus, when hear() is called; returns what ends that."""
        def tell(connection, owner, path, face, name, arguments):
            if arguments.get_child_value(1).get_int32():
                heard(Node(connection, owner, path))
        number = self.connection.signal_subscribe(None, *FOCUSED, Gio.DBusSignalFlags.NONE, tell)
        return lambda: self.connection.signal_unsubscribe(number)

    @staticmethod
    def hear():
        while GLib.MainContext.default().iteration(False):
            pass
