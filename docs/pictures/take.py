"""Takes the picture of the README: python docs/pictures/take.py unbraid-out/report.html

Needs chromium and playwright; makes the file small with pngquant where that is installed.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).with_name("report.png")


def take(report: Path, target: Path, width: int = 1400, height: int = 1120) -> None:
    """The first screen of a report, in light colours."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme="light", offline=True)
        page = context.new_page()
        page.goto(report.resolve().as_uri())
        page.wait_for_selector("html[data-ready]")
        page.screenshot(path=target)
        browser.close()
    if shutil.which("pngquant"):
        subprocess.run(["pngquant", "--force", "--speed", "1", "--strip", "--output", str(target), "128", str(target)], check=True)


if __name__ == "__main__":
    take(Path(sys.argv[1]), TARGET)
