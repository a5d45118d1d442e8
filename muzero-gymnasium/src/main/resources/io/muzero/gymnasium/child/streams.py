"""Environments for a Java process, over standard input and output.

A request is a length (u32, of what follows), a kind (u8) and a payload; a reply is the byte 77, a kind (u8), a length
(u32, of the payload alone) and a payload. All numbers are little endian. The first request says what to make; its
reply describes the spaces. Then environments are reset, stepped, replayed and drawn by slot number; a slot's
environment is made when it is first reset. A reply of kind ERROR or REFUSED is the last.

Standard output belongs to the protocol: whatever an environment prints there goes to standard error instead.

The files of this folder become one script, in the order streams, spaces, pictures, gymnasium_games, board_games,
server; each uses the names of those before it.
"""

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


def reply(replies, kind, payload):
    replies.write(struct.pack("<BBI", 77, kind, len(payload)))
    replies.write(payload)
    replies.flush()
