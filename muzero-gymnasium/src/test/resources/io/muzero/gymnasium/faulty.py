"""Environments that go wrong, and one of many spaces, for the tests."""

import os
import sys
import time

import gymnasium
import numpy
from gymnasium import spaces


class Faulty(gymnasium.Env):
    """Counts its steps; in the third it does what its mode says."""

    def __init__(self, mode):
        self.mode = mode
        self.observation_space = spaces.Box(-1000, 1000, (2,), numpy.float32)
        self.action_space = spaces.Discrete(2)
        self.resets = 0
        if mode == "greets":
            print("hello from the package")

    def seen(self):
        carried = self.resets if self.mode == "carries" else 0
        return numpy.array([self.count, carried], numpy.float32)

    def reset(self, seed=None, options=None):
        super().reset(seed=seed)
        self.count = 0
        self.resets += 1
        if self.mode == "greets" and self.resets == 1 or self.mode == "prints late" and self.resets == 2:
            print("hello from a reset")
        return self.seen(), {}

    def step(self, action):
        self.count += 1
        if self.mode == "slow":
            time.sleep(0.4)
        if self.count == 3:
            if self.mode == "pipe":
                raise BrokenPipeError("a pipe of the environment's own")
            if self.mode == "raises":
                return {}["no such key"]
            if self.mode == "exits":
                sys.exit(3)
            if self.mode == "dies":
                sys.stderr.write("out of luck\n")
                sys.stderr.flush()
                os._exit(7)
            if self.mode == "hangs":
                time.sleep(1000)
            if self.mode == "shape":
                return numpy.zeros(5), 0.0, False, False, {}
            if self.mode == "greets":
                os.write(1, b"M\x00\x01\x00\x00\x00rubbish")
                print("a warning", file=sys.stderr)
                print()
            if self.mode == "prints":
                print("to standard output")
                os.write(1, b"M\x00\x01\x00\x00\x00rubbish")
                os.system("echo a child's words")
        return self.seen(), 1.0, self.count == 10, False, {}


class Mixed(gymnasium.Env):
    """Shows a number and a word; its reward tells which action was taken."""

    def __init__(self):
        self.observation_space = spaces.Dict(
            {"number": spaces.Box(0, 1, (2,), numpy.float32), "word": spaces.Discrete(3)}
        )
        self.action_space = spaces.Tuple((spaces.Discrete(2, start=5), spaces.MultiBinary(2)))

    def reset(self, seed=None, options=None):
        super().reset(seed=seed)
        return self.seen(), {"action_mask": self.mask()}

    def seen(self):
        return {"number": numpy.array([0.25, 0.5], numpy.float32), "word": 2}

    @staticmethod
    def mask():
        return numpy.array([1, 1, 1, 1, 1, 1, 1, 0], numpy.int8)

    def step(self, action):
        first, bits = action
        return self.seen(), float(100 * first + 10 * bits[0] + bits[1]), False, False, {"action_mask": self.mask()}


class Bounded(gymnasium.Env):
    """Its bounds are no floats, and it takes nothing beyond them."""

    action_space = spaces.Box(-0.1, 0.1, (2,), numpy.float64)
    observation_space = spaces.Box(0, 1, (1,), numpy.float32)

    def reset(self, seed=None, options=None):
        super().reset(seed=seed)
        return numpy.zeros(1, numpy.float32), {}

    def step(self, action):
        assert self.action_space.contains(action), action
        return numpy.zeros(1, numpy.float32), float(action[0]), False, False, {}


class Wide(gymnasium.Env):
    """A box of actions of so many components, and pictures of some shape."""

    def __init__(self, components=1, shape=(1,)):
        self.action_space = spaces.Box(-1, 1, (components,), numpy.float32)
        self.observation_space = spaces.Box(0, 1, tuple(shape), numpy.float32)

    def reset(self, seed=None, options=None):
        super().reset(seed=seed)
        size = self.observation_space.shape
        return numpy.arange(numpy.prod(size), dtype=numpy.float32).reshape(size) / 1000, {}

    def step(self, action):
        return self.reset()[0], 0.0, False, False, {}


gymnasium.register("faulty/Faulty-v0", Faulty)
gymnasium.register("faulty/Bounded-v0", Bounded)
gymnasium.register("faulty/Wide-v0", Wide)
gymnasium.register("faulty/Mixed-v0", Mixed)
