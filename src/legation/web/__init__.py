"""The register in a browser and over HTTP: pages that work without JavaScript, and the same questions as JSON, CSV and GeoJSON."""

from legation.web.app import create_app
from legation.web.settings import Settings

__all__ = ["Settings", "create_app"]
