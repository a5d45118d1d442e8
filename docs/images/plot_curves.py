#!/usr/bin/env python3
"""Draws learning curves of runs from their metrics.csv, over minutes of training.

    pip install matplotlib==3.10.0
    python3 docs/images/plot_curves.py --tag evaluation/bad_decisions_search --label "bad decisions" \
        --out docs/images/tictactoe.png RUN [RUN ...]
"""

import argparse
import csv
import pathlib

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def curve(run, tag):
    """Minutes and values of a tag."""
    minutes, values = [], []
    with open(run / "metrics.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["tag"] == tag:
                minutes.append(float(row["wall_seconds"]) / 60)
                values.append(float(row["value"]))
    return minutes, values


def seed(run):
    """The seed that a run's configuration names."""
    lines = (run / "config.yaml").read_text(encoding="utf-8").splitlines()
    return next(line.split(":")[1].strip() for line in lines if line.startswith("seed:"))


def comparison(arguments):
    """A panel for each tag, with a curve of each run."""
    figure, axes = plt.subplots(
        1, len(arguments.tag), figsize=(4.2 * len(arguments.tag) + 1, 3.2), squeeze=False, constrained_layout=True
    )
    for axis, tag, label in zip(axes[0], arguments.tag, arguments.label):
        for run in arguments.runs:
            axis.plot(*curve(run, tag), marker=".", linewidth=1.2, label=f"seed {seed(run)}")
        axis.set_xlabel("minutes of training")
        axis.set_ylabel(label)
        if arguments.log:
            axis.set_yscale("symlog", linthresh=1)
            axis.set_ylim(bottom=0)
        axis.grid(alpha=0.3)
        if len(arguments.runs) > 1:
            axis.legend(fontsize=8)
    return figure


def panels(runs, tags, labels):
    """A panel for each game, in rows of three; a run's folder lies in its game's."""
    games = {}
    for run in runs:
        games.setdefault(run.resolve().parent.name, []).append(run)
    rows = -(-len(games) // 3)
    figure, axes = plt.subplots(rows, 3, figsize=(12, 2.7 * rows), squeeze=False, constrained_layout=True)
    for axis in axes.flat[len(games) :]:
        axis.set_visible(False)
    for axis, (game, seeds) in zip(axes.flat, games.items()):
        for number, run in enumerate(seeds, start=1):
            for tag, label in zip(tags, labels):
                name = f"{label}, run {number}" if len(seeds) > 1 else label
                axis.plot(*curve(run, tag), marker=".", linewidth=1.2, label=name)
        axis.set_title(game, fontsize=10)
        axis.set_xlabel("minutes of training")
        axis.grid(alpha=0.3)
        axis.legend(fontsize=8)
    return figure


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", nargs="+", type=pathlib.Path, help="folders of runs")
    parser.add_argument("--tag", action="append", required=True, help="a curve, see docs/metrics.md")
    parser.add_argument("--label", action="append", required=True, help="its name on the y axis, one for each --tag")
    parser.add_argument("--log", action="store_true", help="logarithmic from 1 on")
    parser.add_argument("--title", default="")
    parser.add_argument("--panels", action="store_true", help="a panel for each game, with all curves of its runs")
    parser.add_argument("--out", required=True, help="the picture")
    arguments = parser.parse_args()
    if arguments.panels:
        figure = panels(arguments.runs, arguments.tag, arguments.label)
    else:
        figure = comparison(arguments)
    figure.suptitle(arguments.title)
    figure.savefig(arguments.out, dpi=110)


if __name__ == "__main__":
    main()
