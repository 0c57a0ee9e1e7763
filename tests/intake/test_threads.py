"""Many threads that make documents at once, as those of the watch do."""

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys, threading
from pathlib import Path
from legation.intake.about import language

text = "Chile closed its embassy in Norway on Monday, the Foreign Ministry of Chile said."
many, found = int(sys.argv[1]), []
begin = threading.Barrier(many)

def ask():
    begin.wait()
    found.append(language(text))

threads = [threading.Thread(target=ask) for _ in range(many)]
for one in threads:
    one.start()
for one in threads:
    one.join()
assert found == ["en"] * many, found
(most,) = (line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(most)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the memory of a process is told by Linux")
def test_threads_that_come_at_once_load_what_tells_languages_once() -> None:
    """Sixteen take about what one takes, in a process of its own that has loaded nothing."""
    one, many = (
        int(subprocess.run([sys.executable, "-c", PROGRAM, str(n)], capture_output=True, text=True, check=True).stdout)
        for n in (1, 16)
    )
    assert many < 1.5 * one
