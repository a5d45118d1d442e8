"""Puts what check.sh left into summary.json and prints it as a table.

usage: summary.py FOLDER DEVICE SECONDS [FAILURE...]
"""
import csv
import json
import os
import sys


def read(folder, name):
    """The JSON object of a file; None when a step did not leave one."""
    try:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return json.loads(file.read())
    except (OSError, ValueError):
        return None


def doctor(found):
    """What the self-test measured: differences, and the lines that are not ok."""
    if not found:
        return None
    findings = found["findings"]
    return {
        "verdict": found["verdict"],
        "notOk": [f"{f['area']}: {f['text']}" for f in findings if f["verdict"] != "ok"],
        "differences": {
            f["area"]: f["details"]["difference"] for f in findings if "difference" in f.get("details", {})
        },
        "machine": {f["area"]: f["text"] for f in findings if f["area"] in ("processor", "gpu", "libtorch", "device")},
    }


def benchmark(found):
    """The best setting and the learner's speeds."""
    if not found:
        return None
    keys = ("selfPlaySimulationsPerSecond", "workers", "gamesPerWorker", "learnerStepsPerSecond", "learners")
    return {key: found[key] for key in keys if key in found}


def training(folder):
    """The last number of each curve of the run."""
    try:
        with open(os.path.join(folder, "metrics.csv"), encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    except OSError:
        return None
    last = {}
    for row in rows:
        last[row["tag"]] = {"step": int(row["step"]), "seconds": float(row["wall_seconds"]), "value": float(row["value"])}
    return last


def busy(folder):
    """Mean percent of the seconds in which the GPU computed, and most MiB of its memory in use."""
    try:
        with open(os.path.join(folder, "gpu.csv"), encoding="utf-8") as file:
            rows = [[float(field) for field in line.split(",")[:2]] for line in file if line.strip()]
    except (OSError, ValueError):
        return None
    if not rows:
        return None
    return {"meanPercent": sum(r[0] for r in rows) / len(rows), "mostMiB": max(r[1] for r in rows), "seconds": len(rows)}


def main():
    folder, device, seconds, failures = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]
    summary = {
        "device": device,
        "seconds": seconds,
        "failures": failures,
        "doctor": doctor(read(folder, "doctor.json")),
        "doctorWithoutTf32": doctor(read(folder, "exact.json")),
        "cpu": benchmark(read(folder, "cpu.json")),
        "tictactoe": benchmark(read(folder, "tictactoe.json")),
        "connect4": benchmark(read(folder, "connect4.json")),
        "image": benchmark(read(folder, "image.json")),
        "gpu": busy(folder),
        "training": training(folder),
        "evaluation": read(folder, "evaluate.json"),
    }
    with open(os.path.join(folder, "summary.json"), "w", encoding="utf-8") as file:
        json.dump(summary, file, indent=1)
    for part in ("doctor", "doctorWithoutTf32", "cpu", "tictactoe", "connect4", "image", "gpu", "evaluation"):
        print(f"{part}: {json.dumps(summary[part])}")
    print(f"{device}: {seconds} s, {'all ran' if not failures else 'failed: ' + '; '.join(failures)}")


if __name__ == "__main__":
    main()
