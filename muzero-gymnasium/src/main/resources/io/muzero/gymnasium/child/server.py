"""Answers requests until there are no more."""

import contextlib
import json
import os
import struct
import sys
import traceback

KINDS = {"gym": Gymnasium, "spiel": Spiel, "pettingzoo": PettingZoo}


class Server:
    def __init__(self, requests, replies):
        self.requests = requests
        self.replies = replies
        self.game = None
        self.drawable = True
        self.prints = False

    def read(self, count):
        data = self.requests.read(count)
        return data if len(data) == count else None

    def run(self):
        while True:
            head = self.read(5)
            if head is None:
                return
            length, kind = struct.unpack("<IB", head)
            payload = self.read(length - 1)
            if payload is None:
                return
            answer = self.answer(kind, payload)
            try:
                reply(self.replies, DONE, answer)
            except BrokenPipeError:
                return  # the Java process has gone

    def answer(self, kind, payload):
        if kind == SETUP:
            return self.set_up(json.loads(payload.decode("utf-8")))
        if kind == RESET:
            return b"".join(self.state(self.reset(slot, seed)) for slot, seed in struct.iter_unpack("<Iq", payload))
        if kind == STEP:
            with self.silence():
                return self.step(payload)
        if kind == REPLAY:
            return self.replay(payload)
        if kind == RENDER:
            return self.render(struct.unpack("<I", payload)[0])
        if kind == DROP:
            for (slot,) in struct.iter_unpack("<I", payload):
                self.game.drop(slot)
            return b""
        raise ValueError("a request of kind %d is not known" % kind)

    def silence(self):
        return contextlib.nullcontext() if self.prints else silence()

    def reset(self, slot, seed):
        new = self.game.is_new(slot)
        self.game.prepare([slot])
        with contextlib.nullcontext() if new else self.silence():
            return self.game.reset(slot, seed)

    def set_up(self, setup):
        if setup["version"] != VERSION:
            raise ValueError("the other side speaks version %s, this one %d" % (setup["version"], VERSION))
        self.prints = bool(setup["prints"])
        self.game = KINDS[setup["kind"]](setup)
        described = self.game.describe()
        described["version"] = VERSION
        described["made_by"] += ", Python %d.%d.%d" % sys.version_info[:3]
        return json.dumps(described, allow_nan=False).encode("utf-8")

    HEAD = struct.Struct("<dBB").pack

    def state(self, state):
        data = self.HEAD(state.reward, state.flags, state.player)
        if self.game.masked:
            legal = state.legal
            count = self.game.actions.count
            data += bytes(count) if legal is None else bytes(1 if one else 0 for one in legal)
        return data + self.game.observations.encode(state.observation)

    def step(self, payload):
        if not self.game.actions.box:
            numbers = struct.unpack("<%dI" % (len(payload) // 4), payload)
            action, step, state = self.game.actions.of_index, self.game.step, self.state
            return b"".join([state(step(slot, action(index))) for slot, index in zip(numbers[::2], numbers[1::2])])
        size = 4 + self.game.actions.bytes
        parts = []
        for at in range(0, len(payload), size):
            (slot,) = struct.unpack_from("<I", payload, at)
            action = self.game.actions.decode(payload[at + 4 : at + size])
            parts.append(self.state(self.game.step(slot, action)))
        return b"".join(parts)

    def replay(self, payload):
        slot, seed = struct.unpack_from("<Iq", payload)
        state = self.reset(slot, seed)
        size = self.game.actions.bytes
        with self.silence():
            for at in range(12, len(payload), size):
                state = self.game.step(slot, self.game.actions.decode(payload[at : at + size]))
        return self.state(state)

    def render(self, slot):
        frame = None
        if self.drawable:
            try:
                frame = self.game.render(slot)
            except Exception as error:  # a picture is not worth a run
                print("no pictures: %s" % str(error).split("\n")[0], file=sys.stderr)
        if frame is None:
            self.drawable = False
            return bytes([NOTHING])
        if isinstance(frame, str):
            return bytes([TEXT]) + frame.encode("utf-8")
        return bytes([PNG]) + png(frame)


def failure():
    """The traceback of the exception under way, ending where the environment did what it may not."""
    told = traceback.TracebackException(*sys.exc_info())
    while told.stack and told.stack[-1].filename == "streams.py":
        told.stack.pop()
    return "".join(told.format())


def last_words(replies, kind, payload):
    try:
        reply(replies, kind, payload)
    except BrokenPipeError:
        pass  # the Java process has gone


def main():
    guard()
    requests, replies = private_streams()
    server = Server(requests, replies)
    code = 0
    try:
        server.run()
        if server.game is not None:
            server.game.close()
    except Refused as refused:
        text = json.dumps({"cause": refused.cause, "message": str(refused)})
        last_words(replies, REFUSED, text.encode("utf-8"))
        code = 1
    except BaseException:  # SystemExit too: an environment must not end the run without a word
        last_words(replies, ERROR, failure().encode("utf-8", "replace"))
        code = 1
    sys.stderr.flush()
    # Threads that an environment left behind do not hold it up.
    os._exit(code)


main()
