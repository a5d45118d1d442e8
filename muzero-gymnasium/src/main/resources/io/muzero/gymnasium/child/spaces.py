"""How spaces become numbers: observations in bytes, actions from bytes."""

import struct


def finite(number):
    number = float(number)
    return number if abs(number) < 3.4e38 else None


class Observations:
    """How observations are written: u1 (bytes, each a share of scale) or f4, as planes [C, H, W]."""

    def __init__(self, space, channels="auto"):
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
            # Where nobody knows: channels are few, planes are not.
            self.channels_last = shape[2] <= shape[0] if channels == "auto" else channels == "last"
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
            self.numpy = numpy
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
            box = self.space
            action = self.numpy.frombuffer(data, "<f4").reshape(box.shape).astype(box.dtype)
            # A bound that is no float was rounded on its way, perhaps to beyond itself.
            return self.numpy.clip(action, box.low, box.high)
        return self.of_index(*struct.unpack("<I", data))

    def of_index(self, index):
        return self.assembled(index) if self.table is None else self.table[index]

    def assembled(self, index):
        digits = [0] * len(self.sizes)
        for i in range(len(digits) - 1, -1, -1):
            index, digits[i] = divmod(index, self.sizes[i])
        return self.assemble(digits)
