from typing import Any

from django.core.management.base import BaseCommand

from news.models import Picture
from news.pictures import WIDTHS, widths_of


class Command(BaseCommand):
    help = (
        "Make the narrower widths of pictures that were sent before there were any, of their "
        "widest file. Again: only what is still lacking."
    )

    def handle(self, *_args: Any, **options: Any) -> None:
        made = 0
        for picture in Picture.objects.filter(widths__len=1, widths__0__gt=WIDTHS[0]):
            try:
                picture.widths = list(widths_of(picture.stem))
            except FileNotFoundError:
                self.stderr.write(f"The file of picture {picture.pk} is lost.")
                continue
            picture.save(update_fields=["widths"])
            made += 1
        if options["verbosity"]:
            self.stdout.write(f"{made} pictures have got more widths.")
