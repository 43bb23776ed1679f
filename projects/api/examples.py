"""What the page about the API shows how to ask; tests run each of them as it stands there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """A program in some language that asks a site."""

    name: str
    language: str
    text: str

    def of(self, site: str) -> str:
        """Return the program for a site, such as https://registry.example.org."""
        return self.text.replace("{site}", site)


EXAMPLES = [
    Example(
        "curl",
        "curl",
        "curl --fail --silent '{site}/api/v1/projects/?county=24&limit=5&fields=reference,title'\n",
    ),
    Example(
        "python",
        "Python",
        """\
import json
from urllib.request import urlopen

address = "{site}/api/v1/projects/?limit=100&fields=reference,totals"
while address:
    with urlopen(address) as answer:
        page = json.load(answer)
    for project in page["items"]:
        for total in project["totals"]:
            if total["basis"] == "registered_support":
                print(project["reference"], total["at_least"], total["at_most"])
    address = page["next"]
""",
    ),
    Example(
        "r",
        "R",
        """\
library(jsonlite)

address <- "{site}/api/v1/projects/?limit=100&fields=reference,title"
while (!is.null(address)) {
  page <- fromJSON(address, simplifyVector = FALSE)
  for (project in page$items) cat(project$reference, project$title$sv, "\\n")
  address <- page[["next"]]
}
""",
    ),
]
