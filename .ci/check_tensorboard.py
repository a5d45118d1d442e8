#!/usr/bin/env python3
"""Loads a run's folder into the real TensorBoard and fails unless what docs/metrics.md promises is there.

    pip install tensorboard==2.21.0
    python3 .ci/check_tensorboard.py checkpoints/tictactoe/2026-01-31_12-00-00

Checked: the tags given by --expect are there and every tag is documented; each curve's steps rise strictly, over all
event files of the run (so also after a resume); wall times never fall; the resolved configuration is there as text; the
hparams plugin finds settings; values are finite, except those of --may-be-nan.
"""

import argparse
import math
import pathlib
import re
import sys

from tensorboard.backend.event_processing import event_accumulator
from tensorboard.plugins.hparams import metadata as hparams
from tensorboard.util import tensor_util

# What every run has, whatever its game.
ALWAYS = """
loss/total loss/policy loss/value loss/reward error/policy error/value error/reward policy/entropy
learner/learning_rate learner/gradient_norm learner/steps_per_second
search/depth search/root_value search/batch_fill search/simulations_per_second
self_play/env_steps_per_second self_play/env_steps self_play/games
replay/positions replay/mebibytes replay/age replay/mean_priority replay/max_priority replay/ratio
run/wall_seconds
""".split()


def documented(page):
    """Documented tags by kind, as patterns."""
    tags = {"scalar": [], "histogram": [], "text": []}
    for line in page.read_text(encoding="utf-8").splitlines():
        row = re.match(r"\| `([^`]+)` \| (\w+) \|", line)
        if row:
            tags[row[2]].append(re.escape(row[1]).replace("<opponent>", "[^/]+"))
    return {kind: re.compile("|".join(patterns)) for kind, patterns in tags.items()}


def check(folder, page, expect, may_be_nan):
    """Yields what is wrong."""
    run = event_accumulator.EventAccumulator(
        str(folder), size_guidance=event_accumulator.STORE_EVERYTHING_SIZE_GUIDANCE
    )
    run.Reload()
    tags = run.Tags()
    known = documented(page)
    for tag in expect:
        if tag not in tags["scalars"]:
            yield f"the curve {tag} is missing"
    for tag in tags["scalars"]:
        if not known["scalar"].fullmatch(tag):
            yield f"the curve {tag} is not documented in {page}"
        points = run.Scalars(tag)
        for before, after in zip(points, points[1:]):
            if after.step <= before.step:
                yield f"the steps of {tag} do not rise: {after.step} follows {before.step}"
            if after.wall_time < before.wall_time:
                yield f"the wall time of {tag} falls at step {after.step}"
        bad = [point.step for point in points if not math.isfinite(point.value)]
        if bad and tag not in may_be_nan:
            yield f"{tag} is not finite at steps {bad[:5]}"
    for tag in tags["histograms"]:
        if not known["histogram"].fullmatch(tag):
            yield f"the histogram {tag} is not documented in {page}"
        if any(event.histogram_value.num <= 0 for event in run.Histograms(tag)):
            yield f"the histogram {tag} is empty"
    if "config" not in tags["tensors"]:
        yield "the configuration is missing among the texts"
    else:
        text = tensor_util.make_ndarray(run.Tensors("config")[-1].tensor_proto).item().decode("utf-8")
        if "game:" not in text:
            yield "the configuration does not name the game"
    content = run.PluginTagToContent(hparams.PLUGIN_NAME) if has_plugin(run, hparams.PLUGIN_NAME) else {}
    if hparams.SESSION_START_INFO_TAG not in content:
        yield "the hparams plugin finds no session"
    else:
        session = hparams.parse_session_start_info_plugin_data(content[hparams.SESSION_START_INFO_TAG])
        if not session.hparams:
            yield "the hparams plugin finds no settings"
        if session.start_time_secs <= 0:
            yield "the hparams session has no start time"


def has_plugin(run, name):
    """Whether the run has data of a plugin (asking for an unknown one is an error)."""
    try:
        run.PluginTagToContent(name)
    except KeyError:
        return False
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path, help="a run's folder")
    parser.add_argument(
        "--expect", nargs="*", default=[], metavar="TAG", help="curves that must be there beside those of every run"
    )
    parser.add_argument("--only", action="store_true", help="expect those of --expect alone")
    parser.add_argument("--may-be-nan", nargs="*", default=[], metavar="TAG", help="curves that may have gaps")
    page = pathlib.Path(__file__).resolve().parent.parent / "docs" / "metrics.md"
    parser.add_argument("--docs", type=pathlib.Path, default=page, help="the page that lists the tags")
    arguments = parser.parse_args()
    if not list(arguments.folder.glob("events.out.tfevents.*")):
        sys.exit(f"{arguments.folder} has no event file")
    expect = arguments.expect if arguments.only else ALWAYS + arguments.expect
    problems = list(check(arguments.folder, arguments.docs, expect, set(arguments.may_be_nan)))
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        sys.exit(1)
    print(f"{arguments.folder}: TensorBoard reads it")


if __name__ == "__main__":
    main()
