"""How long a script waits for what must come: tests/patience.h for scripts."""
import os


def patient(seconds):
    """These seconds of a plain build, in the build that is tested."""
    return seconds * float(os.environ.get("CALCSPOT_SLOWER", "1"))
