"""Board games of OpenSpiel and PettingZoo."""

import importlib
import pkgutil
import re
import struct


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

    def prepare(self, slots):
        """Makes what a reset of these slots needs."""

    def is_new(self, slot):
        """Whether the slot's next reset is its environment's first."""
        return slot not in self.slots

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
    """PettingZoo's classic games of two players who see everything, where one wins what the other loses."""

    # The others hide something, or their players win together: a search that takes turns does not fit them.
    KNOWN = ("chess", "connect_four", "go", "tictactoe")

    def __init__(self, setup):
        super().__init__()
        self.setup = setup
        name = setup["name"]
        needed("pettingzoo", "pettingzoo[classic]")
        if re.sub(r"_v[0-9]+$", "", name) not in self.KNOWN:
            raise Refused(
                "name",
                "games of two players who see everything and win what the other loses are known here, of "
                "pettingzoo.classic these are %s; %s is none of them" % (", ".join(self.versions()), name),
            )
        env = self.first(name)
        if len(env.possible_agents) != 2:
            raise Refused("space", "%s has %d players, two are known here" % (name, len(env.possible_agents)))
        agent = env.possible_agents[0]
        space = env.observation_space(agent)
        if "action_mask" not in getattr(space, "spaces", {}):
            raise Refused("space", "%s says no legal actions" % name)
        # Its boards are rows x columns x planes, however many planes there are.
        self.observations = Observations(space.spaces["observation"], "last")
        self.actions = Choice(env.action_space(agent).n)
        self.fresh = set()  # slots whose game was made and not yet reset

    def first(self, name):
        try:
            self.module = importlib.import_module("pettingzoo.classic." + name)
            if not hasattr(self.module, "env"):
                raise Refused("name", "pettingzoo.classic.%s makes no game, %s do" % (name, ", ".join(self.versions())))
            return self.make()
        except ImportError as error:
            if (error.name or "").startswith("pettingzoo"):
                raise Refused("name", "pettingzoo.classic has no %s, it has %s" % (name, ", ".join(self.versions()))) from error
            raise Refused("package", "pettingzoo[classic]") from error
        except AttributeError as error:
            raise Refused("package", "pettingzoo[classic] and packages of versions that fit it: %s" % error) from error
        except TypeError as error:
            raise Refused("kwargs", str(error)) from error

    def versions(self):
        """The names of the games that are known here, as they are installed."""
        import pettingzoo.classic

        names = (module.name for module in pkgutil.iter_modules(pettingzoo.classic.__path__))
        return sorted(name for name in names if re.sub(r"_v[0-9]+$", "", name) in self.KNOWN and "_v" in name)

    def make(self):
        return self.module.env(**self.setup["kwargs"])

    def describe(self):
        import pettingzoo

        return self.describe_as(2, 0, "PettingZoo %s" % pettingzoo.__version__)

    def prepare(self, slots):
        for slot in slots:
            if slot not in self.slots:
                self.slots[slot] = self.make()
                self.fresh.add(slot)

    def is_new(self, slot):
        return slot in self.fresh or slot not in self.slots

    def reset(self, slot, seed):
        self.prepare([slot])
        self.fresh.discard(slot)
        env = self.slots[slot]
        env.reset(seed=seed & 0xFFFFFFFF)
        return self.seen(env, 0.0, env.agent_selection)

    def step(self, slot, action):
        env = self.slots[slot]
        mover = env.agent_selection
        env.step(action)
        if abs(sum(env.rewards.values())) > 1e-6:
            raise ValueError("one player must win what the other loses, the rewards were %s" % dict(env.rewards))
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
