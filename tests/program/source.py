"""A window from which files are dragged: source.py FILE... . The other end of a drop, for test-opening.py."""
import sys

import gi

gi.require_version("Gtk", "4.0")
gi.require_version("Gdk", "4.0")
from gi.repository import Gdk, Gio, GObject, Gtk

application = Gtk.Application(flags=Gio.ApplicationFlags.NON_UNIQUE)


def show(_):
    files = Gdk.FileList.new_from_list([Gio.File.new_for_path(path) for path in sys.argv[1:]])
    source = Gtk.DragSource(content=Gdk.ContentProvider.new_for_value(GObject.Value(Gdk.FileList, files)),
                            actions=Gdk.DragAction.COPY)
    label = Gtk.Label(label="Files")
    label.add_controller(source)
    window = Gtk.Window(application=application, child=label, decorated=False, default_width=120, default_height=120)
    window.present()


application.connect("activate", show)
application.run()
