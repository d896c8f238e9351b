"""Waiting for Ctrl-C: it is heard at whatever moment it comes."""

from __future__ import annotations

import subprocess
import sys

import pytest

_AT_EVERY_MOMENT = """
import signal, sys, threading
from simulator.cli.stopping import until_signalled

main = threading.main_thread().ident

def is_interrupted(at):
    "Whether there was so late a moment before the wait; the last interrupt comes while it waits."
    first, moments, reached = threading.Lock(), 0, []

    def moment(frame, event, argument):
        nonlocal moments
        moments += 1
        if moments == at and first.acquire(blocking=False):
            signal.raise_signal(signal.SIGINT)
            reached.append(at)
        return moment

    def late():
        if first.acquire(blocking=False):
            signal.pthread_kill(main, signal.SIGINT)

    with until_signalled() as wait:
        last = threading.Timer(0.2, late)
        last.start()
        sys.settrace(moment), sys.setprofile(moment)
        wait()
        sys.settrace(None), sys.setprofile(None)
        last.cancel()
    return reached

at = 1
while is_interrupted(at):
    at += 1
assert at > 3, at
"""
_SENT_BY_ANOTHER_THREAD = """
import signal, threading
from simulator.cli.stopping import until_signalled

main = threading.main_thread().ident
for _ in range(100):
    begun = []

    def send():
        while not begun:
            pass
        signal.pthread_kill(main, signal.SIGTERM)

    with until_signalled() as wait:
        sender = threading.Thread(target=send)
        sender.start()
        begun.append(1)
        wait()
    sender.join()
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
assert signal.set_wakeup_fd(-1) == -1
"""


@pytest.mark.parametrize("code", [_AT_EVERY_MOMENT, _SENT_BY_ANOTHER_THREAD], ids=["every-moment", "another-thread"])
def test_a_signal_is_heard_at_whatever_moment_it_comes(code: str) -> None:
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_second_signal_ends_the_program() -> None:
    # Who runs in the background of a shell inherits that it hears nothing.
    code = """
import signal
from simulator.cli.stopping import until_signalled
signal.signal(signal.SIGINT, signal.default_int_handler)
with until_signalled() as wait:
    signal.raise_signal(signal.SIGINT)
    wait()
    signal.raise_signal(signal.SIGINT)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert "KeyboardInterrupt" in ran.stderr
