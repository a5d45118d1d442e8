"""Environments for a Java process, over standard input and output.

A request is a length (u32, of what follows), a kind (u8) and a payload; a reply is the byte 77, a kind (u8), a length
(u32, of the payload alone) and a payload. All numbers are little endian. The first request says what to make; its
reply describes the spaces. Then environments are reset, stepped, replayed and drawn by slot number; a slot's
environment is made when it is first reset. A reply of kind ERROR or REFUSED is the last.

Standard output belongs to the protocol under a number that nobody else knows; what is written to the usual one goes to
standard error. While an environment is stepped, and reset after its first time, printing is an error, because whoever
prints there hides something from whoever looks at a run; a package's greetings at its import or first use are not.

The files of this folder become one script, in the order streams, spaces, pictures, gymnasium_games, board_games,
server; each uses the names of those before it.
"""

import contextlib
import os
import signal
import struct
import sys

VERSION = 1

# Requests.
SETUP, RESET, STEP, REPLAY, RENDER, DROP = 1, 2, 3, 4, 5, 6
# Replies.
DONE, ERROR, REFUSED = 0, 1, 2
# Of a state.
TERMINATED, TRUNCATED = 1, 2
# Of a picture.
NOTHING, PNG, TEXT = 0, 1, 2

MOST_ACTIONS = 1 << 16
GRACE_MILLISECONDS = 2000


class Refused(Exception):
    """What was asked for cannot be made; .cause is 'package', 'name', 'kwargs' or 'space'."""

    def __init__(self, cause, message):
        super().__init__(message)
        self.cause = cause


def guard():
    """Starts a process that ends this one, and all it started, when the Java process has gone.

    The loop below ends by itself when its input does, but not while an environment hangs in a step.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if not hasattr(os, "fork"):
        return
    import select

    if not hasattr(select, "poll"):
        return
    os.setpgid(0, 0)
    group = os.getpid()
    life, mine = os.pipe()  # the end kept here closes with this process
    if os.fork() != 0:
        os.close(life)
        return
    os.close(mine)
    for stream in (1, 2):
        os.close(stream)
    poll = select.poll()
    poll.register(0, 0)  # reports nothing but that the other end has gone
    poll.register(life, 0)
    ready = [fd for fd, _ in poll.poll()]
    if life not in ready:
        poll.unregister(0)
        poll.poll(GRACE_MILLISECONDS)
    os.killpg(group, signal.SIGKILL)


def private_streams():
    """The protocol's streams under numbers that nobody else knows."""
    requests = os.fdopen(os.dup(0), "rb", 1 << 16)
    replies = os.fdopen(os.dup(1), "wb", 1 << 16)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdin = open(os.devnull, encoding="utf-8")
    sys.stdout = sys.stderr
    return requests, replies


class Silence:
    """Standard output while nothing may be printed there: a line that is written raises."""

    encoding = "utf-8"
    closed = False

    def __init__(self, stream):
        self.stream = stream

    def write(self, text):
        if text.strip():
            raise RuntimeError(
                "the environment printed %r to standard output, which is not its own: print to sys.stderr, "
                "or set environment.prints=true to have it in the log" % text.strip()[:80]
            )
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def __getattr__(self, name):
        return getattr(self.stream, name)


@contextlib.contextmanager
def silence():
    """Nothing may be printed meanwhile."""
    before = sys.stdout
    sys.stdout = Silence(before)
    try:
        yield
    finally:
        sys.stdout = before


def reply(replies, kind, payload):
    replies.write(struct.pack("<BBI", 77, kind, len(payload)))
    replies.write(payload)
    replies.flush()
