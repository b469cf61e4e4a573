"""A real server of DICOMweb on loopback, with a folder of its own: Debian's Orthanc. And films it may be given."""
import atexit
import base64
import ctypes
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zlib

from patience import patient

PROGRAM = shutil.which("Orthanc") or "/usr/sbin/Orthanc"
PLUGIN = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so"
USER, PASSWORD = "ada", "open sesame"

FILM = """
(0008,0016) UI [1.2.840.10008.5.1.4.1.1.1.2]
(0008,0018) UI [{uid}]
(0008,0020) DA [{date}]
(0008,0050) SH [ACC-{number}]
(0008,0060) CS [MG]
(0008,1030) LO [Screening]
(0010,0010) PN [Doe^Jane{number}]
(0010,0020) LO [JD-{number}]
(0018,1164) DS [0.2\\0.2]
(0018,5101) CS [{view}]
(0020,000d) UI [{study}]
(0020,000e) UI [{study}.1]
(0020,0062) CS [R]
(0028,0002) US 1
(0028,0004) CS [MONOCHROME2]
(0028,0010) US {height}
(0028,0011) US {width}
(0028,0100) US 16
(0028,0101) US 12
(0028,0102) US 11
(0028,0103) US 0
(7fe0,0010) OW ={pixels}
"""


def missing():
    """What of it is not here; "" where it can be tried."""
    wanted = [PROGRAM, PLUGIN, shutil.which("dump2dcm") or "dump2dcm"]
    return ", ".join(path for path in wanted if not os.path.exists(path))


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class Orthanc:
    """Started with one user; gone at exit, with all it kept."""

    def __init__(self):
        # In memory where that is to be had: it waits for the disk at every file, and others work there too.
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.folder = tempfile.mkdtemp(prefix="calcspot-orthanc-", dir=memory)
        atexit.register(self.close)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}/dicom-web"
        settings = {"StorageDirectory": self.folder, "IndexDirectory": self.folder, "HttpPort": self.port,
                    "SyncStorageArea": False, "DicomServerEnabled": False,
                    "RemoteAccessAllowed": False, "AuthenticationEnabled": True,
                    "RegisteredUsers": {USER: PASSWORD}, "Plugins": [PLUGIN], "DicomWeb": {"Root": "/dicom-web/"}}
        path = os.path.join(self.folder, "orthanc.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(settings, file)
        self.process = subprocess.Popen([PROGRAM, path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        stdin=subprocess.DEVNULL, preexec_fn=die_with_parent)
        self.wait()

    def wait(self):
        for _ in range(600):
            try:
                self.ask("/system")
                return
            except (urllib.error.URLError, ConnectionError):
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        raise AssertionError("Orthanc did not start")

    def ask(self, path):
        """What its own interface answers, past DICOMweb and past us."""
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}",
                                         headers={"Authorization": f"Basic {login}"})
        with urllib.request.urlopen(request, timeout=patient(10)) as answer:
            return json.load(answer)

    def close(self):
        self.process.kill()      # nothing of it is kept, and its own end takes seconds
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def study_uid(number):
    return f"1.2.40.77.{number}"


GRAINS = ((250, 150), (256, 153), (252, 158), (260, 160), (247, 163))


def write_film(folder, number, view="MLO", date="20200304", side=384):
    """A film of woman @number as a DICOM file, like no other: tissue, air on its left, and a few bright grains."""
    name = os.path.join(folder, f"film-{number}-{view}.dcm")
    pixels = [[200 if x < side // 3 else 1500 + 2 * y for x in range(side)] for y in range(side)]
    for x, y in ((x + 3 * number, y + 9 * len(view)) for x, y in GRAINS):
        for dx, dy in ((0, 0), (1, 0), (0, 1), (1, 1)):
            pixels[y + dy][x + dx] = 4000
    with open(name + ".raw", "wb") as file:
        file.write(b"".join(value.to_bytes(2, "little") for row in pixels for value in row))
    with open(name + ".dump", "w", encoding="ascii") as file:
        file.write(FILM.format(uid=f"{study_uid(number)}.1.{len(view)}", date=date, number=number, view=view,
                               study=study_uid(number), width=side, height=side, pixels=name + ".raw"))
    subprocess.run(["dump2dcm", "-q", name + ".dump", name], check=True)
    os.remove(name + ".raw")
    os.remove(name + ".dump")
    return name


def paint(path, side=384):
    """Few squares, a cluster of five and one alone, as the mask of a film that write_film() wrote; their pixels."""
    places = [(x + dx, y + dy) for x, y in (*GRAINS, (60, 300)) for dx in range(3) for dy in range(2)]
    rows = [bytes(1) + bytes(255 * ((x, y) in places) for x in range(side)) for y in range(side)]
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        for name, data in ((b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)),
                           (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b"")):
            file.write(struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)))
    return len(places)
