"""What the checks say of true documents: each read as it stands, with its area and day of publication, checked alone.

Run `python benchmarks/checked_documents.py [FOLDER...]`; those of `tests/gold` and `data/raw` when none is given.
"""

import sys
from pathlib import Path

from ipstats import check, read
from ipstats.model.definitions import read_yaml

ROOT = Path(__file__).parents[1]


def documents(folders: list[Path]):
    """Documents with their area and day of publication, where a list beside them says these."""
    for folder in folders:
        listed = folder / "documents.yaml"
        known = read_yaml(listed) if listed.exists() else {}
        for path in sorted(one for one in folder.iterdir() if one.suffix in (".txt", ".md", ".xlsx", ".html")):
            said = known.get(path.stem, {})
            yield path, said.get("area"), str(said.get("published") or "") or None


def main() -> None:
    folders = [Path(name) for name in sys.argv[1:]] or [ROOT / "tests" / "gold", ROOT / "data" / "raw"]
    number = figures = look = 0
    for path, area, published in documents(folders):
        table = read(path, area=area, published=published, corrections=[]).table
        if table.empty:
            continue
        found = check(table, language="zh")
        wrong = found[(found["verdict"] == "contradicts") & (found["follows"] == "")]
        number, figures = number + 1, figures + len(table)
        look += int(found["cause"].isin(["reading", "reading_of"]).sum())
        for line in wrong["explanation"]:
            print(f"{path.stem}: {line}", flush=True)
    print(f"{number} documents, {figures} figures; {look} findings want a look at the text")


if __name__ == "__main__":
    main()
