"""Make the cases that pictures of every screen need, in an installation that has played the main job."""

from typing import Any

from django.core.management.base import BaseCommand

from demo.history.playing import seal_for_the_archive
from demo.screens.staging import stage


class Command(BaseCommand):
    help = "Add contracts in the states that the main job has left behind; take_screenshots calls it."

    def handle(self, *args: Any, **options: Any) -> None:
        seal_for_the_archive()
        stage(self.stdout.write)
