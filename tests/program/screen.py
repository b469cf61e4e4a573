"""What is where on the screen: pictures as bytes, and a film's pixels found on the canvas that shows it.

The program is asked where the pointer is on the film; whether what it says is true, check_film() sees by itself, by the
film's file."""
import re
import subprocess

from driver import wait_for

PLACE = re.compile(r"(-?\d+), (-?\d+) px")


def pixels(path, size=None):
    """(width, height, grey bytes) of a picture or a film."""
    width, height = map(int, subprocess.run(["identify", "-format", "%w %h", path], capture_output=True, text=True,
                                            check=True).stdout.split())
    grey = subprocess.run(["convert", path, "-depth", "8", "-colorspace", "Gray", "gray:-"], capture_output=True,
                          check=True).stdout
    return width, height, grey


class Film:
    """The film on the page in sight, once it stands still: from its pixels to the screen's and back."""

    def __init__(self, program, at, before=None):
        """@at: two points of the screen well apart, both on the film. @before: of the same page, to look for nothing
        twice."""
        self.program = program
        self.label = before.label if before else None
        (x0, y0), (x1, y1) = at
        self.film = [self.probe(*point) for point in at]
        (u0, v0), (u1, v1) = self.film
        self.scale = ((x1 - x0) / (u1 - u0) + (y1 - y0) / (v1 - v0)) / 2
        # The pointer stands on the middle of its pixel, on average, and so it is with the film's.
        self.left = x0 + 0.5 - (u0 + 0.5) * self.scale
        self.top = y0 + 0.5 - (v0 + 0.5) * self.scale

    def probe(self, x, y):
        """The film's pixel under this point of the screen, as the status line tells."""
        self.program.xdotool("mousemove", x + 3, y)
        self.program.xdotool("mousemove", x, y)
        self.program.settle()

        def told():
            if not self.label:
                self.label = next(iter(self.program.find_all("label", lambda n: PLACE.match(n) is not None,
                                                             showing=True)), None)
            if not self.label:
                return None
            found = PLACE.match(self.label.get_name())
            return tuple(map(int, found.groups())) if found else None
        return wait_for("the place under the pointer", told)

    def to_screen(self, x, y):
        return self.left + x * self.scale, self.top + y * self.scale

    def to_film(self, x, y):
        return (x - self.left) / self.scale, (y - self.top) / self.scale


def likeness(one, other):
    """The correlation of two rows of numbers."""
    mean, far = sum(one) / len(one), sum(other) / len(other)
    both = sum((a - mean) * (b - far) for a, b in zip(one, other))
    spread = sum((a - mean) ** 2 for a in one) * sum((b - far) ** 2 for b in other)
    return both / spread ** 0.5 if spread else 0


def check_film(film, path, shown, area):
    """Complaints where what is on the screen is not the film's file, or fits it better a few pixels away."""
    width, height, grey = pixels(path)
    across, _, screen = pixels(shown)
    points = [(x, y) for y in range(12, height - 12, 16) for x in range(12, width - 12, 16)
              if area[0] < film.to_screen(x, y)[0] < area[2] and area[1] < film.to_screen(x, y)[1] < area[3]]
    seen = [screen[round(film.to_screen(x + 0.5, y + 0.5)[1]) * across + round(film.to_screen(x + 0.5, y + 0.5)[0])]
            for x, y in points]
    fits = {(dx, dy): likeness(seen, [grey[(y + dy) * width + x + dx] for x, y in points])
            for dx, dy in ((0, 0), (8, 0), (-8, 0), (0, 8), (0, -8))}
    best = max(fits, key=fits.get)
    return [] if len(points) > 500 and best == (0, 0) and fits[best] > 0.9 else [f"{len(points)} points: {fits}"]


def changes(before, after, area, least=24):
    """The pixels of two pictures that differ by @least, within @area of the screen."""
    width, _, one = pixels(before)
    _, _, other = pixels(after)
    left, top, right, bottom = area
    return [(x, y) for y in range(top, bottom) for x in range(left, right)
            if abs(one[y * width + x] - other[y * width + x]) >= least]
