"""Environments that Gymnasium makes by name."""

import importlib


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
        self.fresh = set()  # slots whose environment was made and not yet reset
        env = self.make()
        # Frames have their channels first.
        self.observations = Observations(env.observation_space, "first" if self.framed() else setup["channels"])
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
        return Frames(env, setup) if self.framed() else env

    def framed(self):
        setup = self.setup
        return setup["frame_skip"] > 1 or setup["grey"] or setup["frame_size"] or setup["frame_stack"] > 1

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

    def prepare(self, slots):
        """Makes the environments of these slots, as far as they are to be made before a reset."""
        for slot in slots:
            if self.setup["fresh"] and slot in self.environments:
                self.drop(slot)
            if slot not in self.environments:
                self.environments[slot] = self.make()
                self.fresh.add(slot)

    def is_new(self, slot):
        """Whether the slot's next reset is its environment's first."""
        return self.setup["fresh"] or slot in self.fresh or slot not in self.environments

    def reset(self, slot, seed):
        if self.folds and seed >> 32:
            seed = (seed ^ seed >> 32) & 0xFFFFFFFF
        if slot not in self.fresh:
            self.prepare([slot])
        self.fresh.discard(slot)
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
