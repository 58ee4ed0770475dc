from importlib import import_module

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    label = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        """What is stored from now on is kept for search, and Ctrl-K leads to it. (The package itself is also imported in children,
        which have no database.)"""
        for module in ("indexing", "acts"):
            import_module(f"documents.finding.{module}")
