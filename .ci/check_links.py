#!/usr/bin/env python3
"""Fails when a link of a Markdown page leads nowhere, no page shows a picture, or the README is longer than 8 kB.

    .ci/check_links.py             links to files, and to headings in them
    .ci/check_links.py --external  links to other sites too
"""

import argparse
import pathlib
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
README_BYTES = 8000
PICTURES = ROOT / "docs" / "images"
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^\s*```.*?^\s*```\s*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")


def pages():
    """Markdown pages that git knows or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).exists()]


def prose(page):
    """The page without its code."""
    return CODE.sub("`code`", FENCE.sub("", page.read_text(encoding="utf-8")))


def anchors(page):
    """The names that headings have as link targets: lower case, words joined by hyphens, nothing else."""
    names, seen = set(), {}
    for line in FENCE.sub("", page.read_text(encoding="utf-8")).splitlines():
        heading = re.match(r"#{1,6}\s+(.*)", line)
        if heading:
            text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading[1]).replace("`", "").strip().lower()
            name = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
            count = seen.get(name, 0)
            seen[name] = count + 1
            names.add(f"{name}-{count}" if count else name)
    return names


def wrong(page, link):
    """What is wrong with a link to a file, or nothing."""
    path, _, anchor = link.partition("#")
    target = (page.parent / urllib.parse.unquote(path)).resolve() if path else page
    if not target.exists():
        return "no such file"
    if anchor and target.suffix == ".md" and anchor not in anchors(target):
        return "no such heading"
    return None


def unreachable(link):
    """What is wrong with a link to another site, or nothing."""
    request = urllib.request.Request(link.partition("#")[0], headers={"User-Agent": "Mozilla/5.0 (link check)"})
    try:
        with urllib.request.urlopen(request, timeout=30):
            return None
    except urllib.error.HTTPError as error:
        return None if error.code in (403, 405, 429) else f"HTTP {error.code}"  # there, but not for programs
    except OSError as error:
        return str(error)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--external", action="store_true", help="links to other sites too")
    external = parser.parse_args().external
    problems, checked, sites = [], 0, {}
    unseen = {picture for ending in ("png", "gif") for picture in PICTURES.glob(f"*.{ending}")}
    for page in pages():
        name = page.relative_to(ROOT)
        for link in LINK.findall(prose(page)):
            checked += 1
            if re.match(r"https?://", link):
                sites.setdefault(link, name)
            elif not re.match(r"[a-z]+:", link):
                problem = wrong(page, link)
                unseen.discard((page.parent / link).resolve())
                if problem:
                    problems.append(f"{name}: {link}: {problem}")
    if external:
        for link, name in sites.items():
            problem = unreachable(link)
            if problem:
                problems.append(f"{name}: {link}: {problem}")
    problems += [f"{picture.relative_to(ROOT)}: no page shows it" for picture in sorted(unseen)]
    size = (ROOT / "README.md").stat().st_size
    if size > README_BYTES:
        problems.append(f"README.md: {size:,} bytes, at most {README_BYTES:,} are allowed")
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        sys.exit(1)
    print(f"{checked} links lead somewhere")


if __name__ == "__main__":
    main()
