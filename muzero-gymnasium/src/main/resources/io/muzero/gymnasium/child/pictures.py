"""Frames: what is done to them before they are observations, and how they are shown."""

import struct
import zlib


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
