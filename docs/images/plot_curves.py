#!/usr/bin/env python3
"""Draws the pictures of learning curves from docs/images/data, over minutes of training.

    pip install matplotlib==3.10.0
    python3 docs/images/plot_curves.py                 draws every picture whose data are kept
    python3 docs/images/plot_curves.py --keep RUN ...  first keeps what the pictures need of these runs' metrics.csv

Data are docs/images/data/<game>/seed-<seed>.csv, rows of metrics.csv. A run that is kept takes the place of the one with the
same game and seed. A picture without any data stays as it is, and is named. The family's picture is drawn from
data/family.csv, which has the measurements of docs/family.md.
"""

import argparse
import csv
import dataclasses
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass
class Picture:
    """A panel for each curve of one game, or for each game with all its curves."""

    games: list[str]
    curves: dict[str, str]  # tags of docs/metrics.md, with their labels
    logarithmic: bool = False


PICTURES = {
    "tictactoe": Picture(
        ["tictactoe"],
        {
            "evaluation/bad_decisions_search": "wrong decisions of 4,520",
            "evaluation/exhaustive_losses": "lines lost",
        },
        logarithmic=True,
    ),
    "cartpole": Picture(["cartpole"], {"evaluation/mean_return": "mean return"}),
    "control": Picture(
        ["mountaincar", "mountaincar_continuous", "acrobot", "pendulum", "lunarlander"],
        {"evaluation/mean_return": "mean return"},
    ),
    "grids": Picture(
        ["simple_grid", "gridworld", "cliff", "frozenlake", "taxi", "twentyone", "blackjack"],
        {"evaluation/exact_value_search": "exact value, with search"},
    ),
    "connect4": Picture(["connect4"], {"evaluation/expert/score": "score against the expert"}),
    "gomoku": Picture(
        ["gomoku"], {"evaluation/expert/score": "score against the expert", "error/reward": "error of the reward"}
    ),
}


def setting(run, key):
    """A setting at the top of a run's configuration."""
    text = (run / "config.yaml").read_text(encoding="utf-8")
    found = re.search(rf"^{key}: *(\S+)", text, re.MULTILINE)
    if not found:
        sys.exit(f"{run}/config.yaml does not say {key}")
    return found[1]


def keep(run, data):
    """Copies the rows that the pictures of a run's game need."""
    game, seed = setting(run, "game"), setting(run, "seed")
    tags = {tag for picture in PICTURES.values() if game in picture.games for tag in picture.curves}
    if not tags:
        sys.exit(f"no picture shows {game}")
    with open(run / "metrics.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["tag"] in tags]
    if not rows:
        sys.exit(f"{run}/metrics.csv has none of {', '.join(sorted(tags))}")
    kept = data / game / f"seed-{seed}.csv"
    kept.parent.mkdir(parents=True, exist_ok=True)
    with open(kept, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["step", "wall_seconds", "tag", "value"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"kept {len(rows)} points of {game}, seed {seed}")


def curves(data, game, tag):
    """For each seed of a game that is kept: its number, minutes and values."""
    files = sorted((data / game).glob("seed-*.csv"), key=lambda file: int(file.stem.split("-")[1]))
    for file in files:
        minutes, values = [], []
        with open(file, encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["tag"] == tag:
                    minutes.append(float(row["wall_seconds"]) / 60)
                    values.append(float(row["value"]))
        yield file.stem.split("-")[1], minutes, values


def pyplot():
    """Matplotlib without a window."""
    try:
        import matplotlib
    except ImportError:
        sys.exit("matplotlib is missing: pip install matplotlib==3.10.0")

    matplotlib.use("Agg")
    import matplotlib.pyplot

    return matplotlib.pyplot


def save(plt, figure, file):
    """Writes a figure and lets go of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=110)
    plt.close(figure)


def draw(picture, data, file):
    """Draws a picture; False when nothing of it is kept."""
    plt = pyplot()
    panels = [(game, tag, label) for game in picture.games for tag, label in picture.curves.items()]
    panels = [panel for panel in panels if (data / panel[0]).is_dir()]
    if not panels:
        return False
    columns = min(3, len(panels))
    rows = -(-len(panels) // columns)
    size = (4.2 * columns + 0.6, 3.0 * rows)
    figure, axes = plt.subplots(rows, columns, figsize=size, squeeze=False, constrained_layout=True)
    for axis in axes.flat[len(panels) :]:
        axis.set_visible(False)
    for axis, (game, tag, label) in zip(axes.flat, panels):
        for seed, minutes, values in curves(data, game, tag):
            axis.plot(minutes, values, marker=".", linewidth=1.2, label=f"seed {seed}")
        axis.set_title(game, fontsize=10)
        axis.set_xlabel("minutes of training")
        axis.set_ylabel(label)
        if picture.logarithmic:
            axis.set_yscale("symlog", linthresh=1)
            axis.set_ylim(bottom=0)
        axis.grid(alpha=0.3)
        axis.legend(fontsize=8)
    save(plt, figure, file)
    return True


def draw_family(data, file):
    """Draws how strong each algorithm is over minutes; False when nothing of it is kept."""
    kept = data / "family.csv"
    if not kept.is_file():
        return False
    plt = pyplot()
    points = {}
    with open(kept, encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            points.setdefault(row["algorithm"], []).append((float(row["minutes"]), float(row["kept"])))
    figure, axis = plt.subplots(figsize=(7.2, 4.0), constrained_layout=True)
    for (algorithm, measured), marker in zip(points.items(), "osD^"):
        axis.plot(*zip(*sorted(measured)), marker=marker, linewidth=1.4, label=algorithm)
    axis.set_xlabel("minutes of training")
    axis.set_ylabel("right decisions, %")
    axis.grid(alpha=0.3)
    axis.legend(fontsize=8, loc="lower right")
    save(plt, figure, file)
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", nargs="+", default=[], type=pathlib.Path, metavar="RUN", help="folders of runs")
    parser.add_argument("--data", type=pathlib.Path, default=HERE / "data", help="where data are kept")
    parser.add_argument("--out", type=pathlib.Path, default=HERE, help="where pictures are drawn")
    arguments = parser.parse_args()
    for run in arguments.keep:
        keep(run, arguments.data)
    for name, picture in PICTURES.items():
        drawn = draw(picture, arguments.data, arguments.out / f"{name}.png")
        print(f"{name}.png: {'drawn' if drawn else 'no data are kept, left as it is'}")
    drawn = draw_family(arguments.data, arguments.out / "family.png")
    print(f"family.png: {'drawn' if drawn else 'no data are kept, left as it is'}")


if __name__ == "__main__":
    main()
