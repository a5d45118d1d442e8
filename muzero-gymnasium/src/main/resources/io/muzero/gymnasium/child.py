"""Environments for a Java process, over standard input and output.

A request is a length (u32, of what follows), a kind (u8) and a payload; a reply is the byte 77, a kind (u8), a length
(u32, of the payload alone) and a payload. All numbers are little endian. The first request says what to make; its
reply describes the spaces. Then environments are reset, stepped, replayed and drawn by slot number; a slot's
environment is made when it is first reset. A reply of kind ERROR or REFUSED is the last.

Standard output belongs to the protocol: whatever an environment prints there goes to standard error instead.
"""

import importlib
import json
import os
import signal
import struct
import sys
import traceback
import zlib

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


# --- Streams, and the end -------------------------------------------------------------------------------------------


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


# --- Spaces ---------------------------------------------------------------------------------------------------------


def finite(number):
    number = float(number)
    return number if abs(number) < 3.4e38 else None


class Observations:
    """How observations are written: u1 (bytes, each a share of scale) or f4, as planes [C, H, W]."""

    def __init__(self, space):
        import gymnasium
        import numpy

        self.numpy = numpy
        self.flatten = None
        self.notes = []
        box = space
        if not isinstance(space, gymnasium.spaces.Box):
            try:
                box = gymnasium.spaces.flatten_space(space)
            except NotImplementedError:
                box = None
            if not isinstance(box, gymnasium.spaces.Box):
                raise Refused("space", "observations of the space %s have no fixed number of numbers" % space)
            self.flatten = lambda value: gymnasium.spaces.flatten(space, value)
            self.notes.append("observation: %s numbers, %s" % (box.shape[0], layout(space)))
        shape = box.shape
        self.channels_last = False
        if len(shape) == 3:
            # Channels are few; planes are not.
            self.channels_last = shape[2] <= shape[0]
            self.shape = (shape[2], shape[0], shape[1]) if self.channels_last else shape
        elif len(shape) == 2:
            self.shape = (1,) + shape
        else:
            size = 1
            for length in shape:
                size *= length
            self.shape = (size, 1, 1)
            if len(shape) > 3:
                self.notes.append("observation: an array of shape %s as %d numbers, row by row" % (shape, size))
        low, high = box.low.min(), box.high.max()
        self.scale = 1
        self.type = "f4"
        if box.dtype == numpy.bool_:
            self.type = "u1"
            self.low, self.high = 0.0, 1.0
        elif box.dtype == numpy.uint8 and low == 0 and high == 255:
            self.type, self.scale = "u1", 255
            self.low, self.high = 0.0, 1.0
        else:
            self.low, self.high = finite(low), finite(high)
        self.dtype = numpy.dtype("u1" if self.type == "u1" else "<f4")
        self.bytes = self.dtype.itemsize * self.shape[0] * self.shape[1] * self.shape[2]
        # An array of this type is in bytes already what is sent.
        self.ready = numpy.bool_ if box.dtype == numpy.bool_ else self.dtype
        self.plain = self.flatten is None and not self.channels_last

    def describe(self):
        return {
            "shape": list(self.shape),
            "type": self.type,
            "scale": self.scale,
            "low": self.low,
            "high": self.high,
        }

    def encode(self, value):
        if self.plain and type(value) is self.numpy.ndarray and value.dtype == self.ready and value.nbytes == self.bytes:
            return value.tobytes()
        if self.flatten is not None:
            value = self.flatten(value)
        array = self.numpy.asarray(value)
        if self.channels_last:
            array = array.transpose(2, 0, 1)
        data = array.astype(self.dtype).tobytes()
        if len(data) != self.bytes:
            raise ValueError("an observation must have the shape of its space, %s, was %s" % (self.shape, array.shape))
        return data


def layout(space):
    """Where a flattened space's numbers come from, in words."""
    import gymnasium

    spaces = gymnasium.spaces
    if isinstance(space, spaces.Dict):
        return "{%s}" % ", ".join("%s: %s" % (key, layout(part)) for key, part in space.spaces.items())
    if isinstance(space, spaces.Tuple):
        return "(%s)" % ", ".join(layout(part) for part in space.spaces)
    if isinstance(space, spaces.Discrete):
        return "one-hot of %d" % space.n
    if isinstance(space, spaces.MultiDiscrete):
        return "one-hot of each of %s" % list(space.nvec.flatten())
    if isinstance(space, spaces.MultiBinary):
        return "%s bits" % space.n
    if isinstance(space, spaces.Box):
        return "%d of Box%s" % (int(space.low.size), space.shape)
    return str(space)


class Actions:
    """How actions are read: an index (u32) of a finite set, or the numbers (f4) of a box."""

    def __init__(self, space):
        import gymnasium
        import numpy

        self.notes = []
        self.space = space
        self.box = isinstance(space, gymnasium.spaces.Box)
        if self.box:
            self.low, self.high = space.low.flatten(), space.high.flatten()
            self.bytes = 4 * self.low.size
            return
        self.bytes = 4
        sizes = []
        self.assemble = self.part(space, sizes, gymnasium.spaces, numpy)
        self.sizes = sizes
        self.count = 1
        for size in sizes:
            self.count *= int(size)
        if self.count > MOST_ACTIONS:
            raise Refused("space", "%d actions of the space %s are more than %d" % (self.count, space, MOST_ACTIONS))
        # Most sets are small and have one digit; their actions are made once.
        self.table = [self.assembled(i) for i in range(self.count)] if isinstance(space, gymnasium.spaces.Discrete) else None
        if len(sizes) > 1:
            self.notes.append("actions: %d = %s of %s, the last fastest" % (self.count, " x ".join(map(str, sizes)), space))

    def part(self, space, sizes, spaces, numpy):
        """Adds the sizes of a space's digits; returns what makes an action of them, taken from the front of a list."""
        if isinstance(space, spaces.Discrete):
            sizes.append(int(space.n))
            start, number = int(space.start), space.dtype.type
            return lambda digits: number(start + digits.pop(0))
        if isinstance(space, spaces.MultiDiscrete):
            shape, starts = space.nvec.shape, space.start.flatten()
            sizes.extend(int(n) for n in space.nvec.flatten())
            return lambda digits: numpy.array(
                [start + digits.pop(0) for start in starts], dtype=space.dtype
            ).reshape(shape)
        if isinstance(space, spaces.MultiBinary):
            count = int(numpy.prod(space.shape))
            sizes.extend([2] * count)
            return lambda digits: numpy.array(
                [digits.pop(0) for _ in range(count)], dtype=space.dtype
            ).reshape(space.shape)
        if isinstance(space, spaces.Tuple):
            parts = [self.part(one, sizes, spaces, numpy) for one in space.spaces]
            return lambda digits: tuple(make(digits) for make in parts)
        if isinstance(space, spaces.Dict):
            named = [(key, self.part(one, sizes, spaces, numpy)) for key, one in space.spaces.items()]
            return lambda digits: {key: make(digits) for key, make in named}
        raise Refused("space", "actions of the space %s can neither be listed nor binned" % space)

    def decode(self, data):
        if self.box:
            import numpy

            return numpy.frombuffer(data, "<f4").reshape(self.space.shape).astype(self.space.dtype)
        return self.of_index(*struct.unpack("<I", data))

    def of_index(self, index):
        return self.assembled(index) if self.table is None else self.table[index]

    def assembled(self, index):
        digits = [0] * len(self.sizes)
        for i in range(len(digits) - 1, -1, -1):
            index, digits[i] = divmod(index, self.sizes[i])
        return self.assemble(digits)


# --- Pictures -------------------------------------------------------------------------------------------------------


def png(frame):
    """A frame [H, W, 3] of bytes, or of shares, as a PNG file."""
    import numpy

    frame = numpy.asarray(frame)
    if frame.ndim == 2:
        frame = numpy.repeat(frame[:, :, None], 3, 2)
    if frame.dtype.kind == "f" and frame.max(initial=0) <= 1:
        frame = frame * 255
    frame = frame[:, :, :3].astype("u1")
    height, width = frame.shape[:2]
    rows = numpy.zeros((height, 1 + 3 * width), "u1")
    rows[:, 1:] = frame.reshape(height, 3 * width)

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows.tobytes(), 1))
        + chunk(b"IEND", b"")
    )


class Frames:
    """An environment of pictures made smaller: skipped, grey, scaled by mean of areas, stacked."""

    def __init__(self, env, settings):
        import gymnasium
        import numpy

        self.numpy = numpy
        self.env = env
        self.skip = settings["frame_skip"]
        self.grey = settings["grey"]
        self.size = settings["frame_size"]
        self.stack = settings["frame_stack"]
        shape = env.observation_space.shape
        if shape is None or len(shape) != 3 or env.observation_space.dtype != numpy.uint8:
            raise Refused("space", "frames are scaled, greyed and stacked of pictures (H, W, 3) only, these are %s" % env.observation_space)
        height, width = shape[:2]
        self.rows = self.weights(height).T if self.size else None
        self.columns = self.weights(width) if self.size else None
        depth = (1 if self.grey else 3) * self.stack
        self.observation_space = gymnasium.spaces.Box(
            0, 255, (depth, self.size or height, self.size or width), numpy.uint8
        )
        self.action_space = env.action_space
        self.spec = env.spec
        self.unwrapped = env.unwrapped
        self.metadata = env.metadata
        self.seen = []

    def weights(self, length):
        """[length, size]: what share each of the old pixels has in each of the new ones."""
        new = self.numpy.zeros((length, self.size), "f4")
        step = length / self.size
        for target in range(self.size):
            begin, end = target * step, (target + 1) * step
            for source in range(int(begin), min(length, int(-(-end // 1)))):
                new[source, target] = max(0.0, min(end, source + 1) - max(begin, source)) / step
        return new

    def frame(self, picture):
        planes = self.numpy.asarray(picture, "f4")
        if self.grey:
            planes = (planes @ self.numpy.array([0.299, 0.587, 0.114], "f4"))[None]
        else:
            planes = planes.transpose(2, 0, 1)
        if self.size:
            planes = self.rows @ planes @ self.columns
        return self.numpy.rint(planes).clip(0, 255).astype("u1")

    def stacked(self):
        return self.numpy.concatenate(self.seen)

    def reset(self, seed=None):
        picture, info = self.env.reset(seed=seed)
        self.seen = [self.frame(picture)] * self.stack
        return self.stacked(), info

    def step(self, action):
        total = 0.0
        before = picture = None
        for _ in range(self.skip):
            before = picture
            picture, reward, terminated, truncated, info = self.env.step(action)
            total += float(reward)
            if terminated or truncated:
                break
        # Atari draws some things in every other frame only.
        shown = picture if before is None else self.numpy.maximum(picture, before)
        self.seen = self.seen[1:] + [self.frame(shown)]
        return self.stacked(), total, terminated, truncated, info

    def render(self):
        return self.env.render()

    def close(self):
        self.env.close()


# --- Kinds of games -------------------------------------------------------------------------------------------------


def needed(module, package):
    try:
        return importlib.import_module(module)
    except ImportError as error:
        if getattr(error, "name", None) not in (None, module, module.split(".")[0]):
            raise
        raise Refused("package", package) from error


class State:
    """What a step led to."""

    __slots__ = ("observation", "reward", "flags", "player", "legal")

    def __init__(self, observation, reward=0.0, flags=0, player=0, legal=None):
        self.observation = observation
        self.reward = reward
        self.flags = flags
        self.player = player
        self.legal = legal


class Gymnasium:
    """Environments that Gymnasium makes by name."""

    # Modules that register environments of a namespace, and the package they come in.
    KNOWN = {"ALE": ("ale_py", "gymnasium[atari]"), "MinAtar": ("minatar.gym", "minatar")}

    def __init__(self, setup):
        self.gymnasium = needed("gymnasium", "gymnasium")
        self.setup = setup
        self.name = setup["name"]
        self.register()
        self.environments = {}
        env = self.make()
        self.observations = Observations(env.observation_space)
        self.actions = Actions(env.action_space)
        _, info = env.reset(seed=0)
        self.masked = not self.actions.box and self.mask(info) is not None
        self.folds = self.refuses_long_seeds(env)
        self.limit = getattr(env.spec, "max_episode_steps", None) or 0
        skip = setup["frame_skip"]
        self.limit = -(-self.limit // skip)
        self.names = self.action_names(env)
        env.close()

    def register(self):
        """Imports what registers the environment: a module named before a colon, or the namespace's."""
        gymnasium = self.gymnasium
        if ":" in self.name or self.name in gymnasium.registry:
            return
        namespace = self.name.split("/")[0] if "/" in self.name else None
        if namespace is None:
            return
        module, package = self.KNOWN.get(namespace, (namespace, None))
        if package is not None:
            imported = needed(module, package)
        else:
            try:
                imported = importlib.import_module(module)
            except ImportError as error:
                if error.name != module:
                    raise
                return  # Gymnasium itself says what it knows.
        register = getattr(imported, "register_envs", None)
        if callable(register) and self.name not in gymnasium.registry:
            register()

    def make(self):
        gymnasium, setup = self.gymnasium, self.setup
        kwargs = dict(setup["kwargs"])
        if setup["max_steps"]:
            kwargs["max_episode_steps"] = setup["max_steps"]
        if setup["frame_skip"] > 1 and self.name.startswith("ALE/"):
            kwargs.setdefault("frameskip", 1)
        try:
            spec = gymnasium.spec(self.name)
        except ImportError as error:
            raise Refused("name", str(error)) from error
        except gymnasium.error.Error as error:
            raise Refused("name", str(error).replace("\n", " ")) from error
        modes = self.render_modes(spec) if setup["render"] else ()
        if "rgb_array" in modes:
            kwargs.setdefault("render_mode", "rgb_array")
        try:
            env = gymnasium.make(self.name, disable_env_checker=True, **kwargs)
        except TypeError as error:
            raise Refused("kwargs", str(error)) from error
        except gymnasium.error.DependencyNotInstalled as error:
            raise Refused("package", str(error)) from error
        if setup["frame_skip"] > 1 or setup["grey"] or setup["frame_size"] or setup["frame_stack"] > 1:
            env = Frames(env, setup)
        return env

    def render_modes(self, spec):
        entry = spec.entry_point
        if isinstance(entry, str):
            module, _, attribute = entry.partition(":")
            try:
                entry = importlib.import_module(module)
                for name in attribute.split("."):
                    entry = getattr(entry, name)
            except (ImportError, AttributeError, self.gymnasium.error.Error):
                return ()  # making the environment says what is wrong
        return (getattr(entry, "metadata", None) or {}).get("render_modes", ())

    @staticmethod
    def refuses_long_seeds(env):
        try:
            env.reset(seed=(1 << 62) + 1)
            return False
        except (ValueError, OverflowError, TypeError):
            return True

    def action_names(self, env):
        meanings = getattr(env.unwrapped, "get_action_meanings", None)
        if self.actions.box or meanings is None:
            return []
        names = [str(name).lower() for name in meanings()]
        return names if len(set(names)) == len(names) == self.actions.count and all(names) else []

    def mask(self, info):
        mask = info.get("action_mask") if isinstance(info, dict) and self.setup["action_mask"] else None
        if mask is None or len(mask) != self.actions.count:
            return None
        return mask

    def describe(self):
        actions = {"bytes": self.actions.bytes, "names": self.names}
        if self.actions.box:
            actions["low"] = [finite(x) for x in self.actions.low]
            actions["high"] = [finite(x) for x in self.actions.high]
        else:
            actions["count"] = self.actions.count
        return {
            "players": 1,
            "alternating": True,
            "observation": self.observations.describe(),
            "actions": actions,
            "masked": self.masked,
            "reward": [None, None],
            "max_steps": self.limit,
            "notes": self.observations.notes + self.actions.notes,
            "made_by": "gymnasium %s" % self.gymnasium.__version__,
        }

    def legal(self, info):
        return self.mask(info) if self.masked else None

    def reset(self, slot, seed):
        if self.folds and seed >> 32:
            seed = (seed ^ seed >> 32) & 0xFFFFFFFF
        if self.setup["fresh"] and slot in self.environments:
            self.drop(slot)
        if slot not in self.environments:
            self.environments[slot] = self.make()
        observation, info = self.environments[slot].reset(seed=seed)
        return State(observation, legal=self.legal(info))

    def step(self, slot, action):
        observation, reward, terminated, truncated, info = self.environments[slot].step(action)
        flags = TERMINATED if terminated else TRUNCATED if truncated else 0
        return State(observation, float(reward), flags, 0, self.mask(info) if self.masked else None)

    def render(self, slot):
        env = self.environments[slot]
        if getattr(env.unwrapped, "render_mode", None) != "rgb_array":
            return None
        return env.render()

    def drop(self, slot):
        env = self.environments.pop(slot, None)
        if env is not None:
            env.close()

    def close(self):
        for slot in list(self.environments):
            self.drop(slot)


class Choice:
    """A finite set of actions that are their own names."""

    box = False
    bytes = 4
    notes = ()

    def __init__(self, count):
        if count > MOST_ACTIONS:
            raise Refused("space", "%d actions are more than %d" % (count, MOST_ACTIONS))
        self.count = int(count)

    @staticmethod
    def decode(data):
        return struct.unpack("<I", data)[0]

    @staticmethod
    def of_index(index):
        return index


class Planes:
    """Observations of a fixed shape as floats."""

    def __init__(self, shape, low, high):
        import numpy

        self.numpy = numpy
        size = int(numpy.prod(shape))
        self.shape = tuple(shape) if len(shape) == 3 else (1,) + tuple(shape) if len(shape) == 2 else (size, 1, 1)
        self.size, self.low, self.high = size, low, high

    def describe(self):
        return {"shape": list(self.shape), "type": "f4", "scale": 1, "low": self.low, "high": self.high}

    def encode(self, value):
        data = self.numpy.asarray(value, "<f4")
        if data.size != self.size:
            raise ValueError("an observation must have %d numbers, had %d" % (self.size, data.size))
        return data.tobytes()


class TwoPlayers:
    """What the families of board games have in common; .play is a game under way in a slot."""

    PROBES = 30
    MOST_PROBED = 3000

    def __init__(self):
        self.masked = True
        self.slots = {}

    def describe_as(self, players, limit, made_by):
        return {
            "players": players,
            "alternating": players == 2 and self.alternates(),
            "observation": self.observations.describe(),
            "actions": {"bytes": 4, "names": [], "count": self.actions.count},
            "masked": True,
            "reward": [None, None],
            "max_steps": limit,
            "notes": [],
            "made_by": made_by,
        }

    def alternates(self):
        """Whether nobody moved twice in a row in some random games."""
        import random

        chance = random.Random(1)
        moves = 0
        for probe in range(self.PROBES):
            state = self.reset(-1, probe)
            while not state.flags and moves < self.MOST_PROBED:
                action = chance.choice([i for i, legal in enumerate(state.legal) if legal])
                before = state.player
                state = self.step(-1, action)
                moves += 1
                if not state.flags and state.player == before:
                    return False
        self.drop(-1)
        return True

    def drop(self, slot):
        self.slots.pop(slot, None)

    def close(self):
        self.slots.clear()


class Spiel(TwoPlayers):
    """OpenSpiel's games of perfect information; chance is drawn from the episode's seed."""

    def __init__(self, setup):
        super().__init__()
        self.pyspiel = pyspiel = needed("pyspiel", "open_spiel")
        try:
            self.game = pyspiel.load_game(setup["name"], setup["kwargs"])
        except pyspiel.SpielError as error:
            names = {kind.short_name for kind in pyspiel.registered_games()}
            if setup["name"] not in names:
                raise Refused("name", "OpenSpiel has no game of this name") from error
            raise Refused("kwargs", str(error).split("\n")[0]) from error
        kind = self.game.get_type()
        players = self.game.num_players()
        if kind.dynamics != pyspiel.GameType.Dynamics.SEQUENTIAL or players > 2:
            raise Refused("space", "games of one or two players who move in turn are known here, %s is none" % setup["name"])
        if kind.information != pyspiel.GameType.Information.PERFECT_INFORMATION:
            raise Refused("space", "players of %s hide something from each other, which is not known here" % setup["name"])
        if players == 2 and kind.utility not in (
            pyspiel.GameType.Utility.ZERO_SUM,
            pyspiel.GameType.Utility.CONSTANT_SUM,
        ):
            raise Refused("space", "%s is no zero-sum game" % setup["name"])
        if not kind.provides_observation_tensor:
            raise Refused("space", "%s has no observations in numbers" % setup["name"])
        self.observations = Planes(self.game.observation_tensor_shape(), None, None)
        self.actions = Choice(self.game.num_distinct_actions())
        # The sum of the returns where it is constant but not zero.
        self.shift = self.game.utility_sum() / 2 if players == 2 and self.game.utility_sum() else 0.0

    def describe(self):
        version = getattr(self.pyspiel, "__version__", "")
        return self.describe_as(self.game.num_players(), self.game.max_game_length(), ("OpenSpiel %s" % version).strip())

    def reset(self, slot, seed):
        import random

        chance = random.Random(seed)
        state = self.game.new_initial_state()
        self.slots[slot] = (state, chance)
        self.draw_chance(state, chance)
        return self.seen(state, 0.0, state.current_player())

    @staticmethod
    def draw_chance(state, chance):
        while state.is_chance_node():
            actions, weights = zip(*state.chance_outcomes())
            state.apply_action(chance.choices(actions, weights)[0])

    def step(self, slot, action):
        state, chance = self.slots[slot]
        mover = state.current_player()
        before = state.returns()[mover]
        state.apply_action(action)
        self.draw_chance(state, chance)
        reward = state.returns()[mover] - before
        if state.is_terminal():
            reward -= self.shift
        return self.seen(state, reward, mover)

    def seen(self, state, reward, mover):
        over = state.is_terminal()
        player = mover if over else state.current_player()
        legal = [0] * self.actions.count if over else state.legal_actions_mask(player)
        return State(state.observation_tensor(player), reward, TERMINATED if over else 0, player, legal)

    def render(self, slot):
        return str(self.slots[slot][0])


class PettingZoo(TwoPlayers):
    """PettingZoo's classic games of two players."""

    def __init__(self, setup):
        super().__init__()
        self.setup = setup
        needed("pettingzoo", "pettingzoo[classic]")
        try:
            self.module = importlib.import_module("pettingzoo.classic." + setup["name"])
        except ImportError as error:
            if error.name and not error.name.startswith("pettingzoo"):
                raise Refused("package", "pettingzoo[classic]") from error
            raise Refused("name", "pettingzoo.classic has no %s" % setup["name"]) from error
        try:
            env = self.make()
        except TypeError as error:
            raise Refused("kwargs", str(error)) from error
        if len(env.possible_agents) != 2:
            raise Refused("space", "%s has %d players, two are known here" % (setup["name"], len(env.possible_agents)))
        agent = env.possible_agents[0]
        space = env.observation_space(agent)
        if "action_mask" not in getattr(space, "spaces", {}):
            raise Refused("space", "%s says no legal actions" % setup["name"])
        self.observations = Observations(space.spaces["observation"])
        self.actions = Choice(env.action_space(agent).n)

    def make(self):
        return self.module.env(**self.setup["kwargs"])

    def describe(self):
        import pettingzoo

        return self.describe_as(2, 0, "PettingZoo %s" % pettingzoo.__version__)

    def reset(self, slot, seed):
        if slot not in self.slots:
            self.slots[slot] = self.make()
        env = self.slots[slot]
        env.reset(seed=seed & 0xFFFFFFFF)
        return self.seen(env, 0.0, env.agent_selection)

    def step(self, slot, action):
        env = self.slots[slot]
        mover = env.agent_selection
        env.step(action)
        return self.seen(env, float(env.rewards[mover]), mover)

    def seen(self, env, reward, mover):
        over = all(env.terminations[agent] or env.truncations[agent] for agent in env.agents)
        agent = mover if over else env.agent_selection
        flags = 0
        if over:
            flags = TERMINATED if any(env.terminations.values()) else TRUNCATED
        seen = env.observe(agent)
        legal = [0] * self.actions.count if over else seen["action_mask"]
        return State(seen["observation"], reward, flags, env.possible_agents.index(agent), legal)

    def render(self, slot):
        return None


KINDS = {"gym": Gymnasium, "spiel": Spiel, "pettingzoo": PettingZoo}

# --- The loop -------------------------------------------------------------------------------------------------------


class Server:
    def __init__(self, requests, replies):
        self.requests = requests
        self.replies = replies
        self.game = None
        self.drawable = True

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
            reply(self.replies, DONE, self.answer(kind, payload))

    def answer(self, kind, payload):
        if kind == SETUP:
            return self.set_up(json.loads(payload.decode("utf-8")))
        if kind == RESET:
            pairs = struct.iter_unpack("<Iq", payload)
            return b"".join(self.state(self.game.reset(slot, seed)) for slot, seed in pairs)
        if kind == STEP:
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

    def set_up(self, setup):
        if setup["version"] != VERSION:
            raise ValueError("the other side speaks version %s, this one %d" % (setup["version"], VERSION))
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
        state = self.game.reset(slot, seed)
        size = self.game.actions.bytes
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
        reply(replies, REFUSED, text.encode("utf-8"))
        code = 1
    except BrokenPipeError:
        code = 1
    except BaseException:  # SystemExit too: an environment must not end the run without a word
        reply(replies, ERROR, traceback.format_exc().encode("utf-8", "replace"))
        code = 1
    sys.stderr.flush()
    # Threads that an environment left behind do not hold it up.
    os._exit(code)


main()
