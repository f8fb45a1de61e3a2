"""Pages and feeds written for the tests: invented outlets, places and people."""

from __future__ import annotations

import json

PARAGRAPHS = (
    "ORVELD, 11 March (Meridian News Agency) - The old bridge over the Oker opened again on Monday after two years of"
    " repairs, the town council said.",
    "“We kept our word to the people on both banks,” Mayor Lene Harkin told reporters beside the northern pier.",
    "The work cost 41 million crowns, six million more than planned in 2023, according to the council’s accounts.",
    "Lorries heavier than twelve tonnes are to use the motorway bridge at Tamm until the autumn, the road office said.",
)
CORRECTION = "Correction: An earlier version of this report gave the cost of the repairs as 14 million crowns."
DATA = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "The Harbour Post"},
        {
            "@type": "NewsArticle",
            "headline": "Oker bridge reopens after two years",
            "datePublished": "2026-03-11T07:30:00+01:00",
            "dateModified": "2026-03-11T08:10:00+01:00",
            "author": [{"@type": "Person", "name": "Ana Doe"}],
            "publisher": {"@type": "Organization", "name": "The Harbour Post"},
            "sourceOrganization": {"@type": "Organization", "name": "Meridian News Agency"},
            "copyrightHolder": {"name": "Meridian News Agency"},
            "inLanguage": "en-GB",
            "isAccessibleForFree": True,
        },
    ],
}


def make_page(
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    *,
    title: str = "Oker bridge reopens after two years",
    head: str = "",
    before: str = "",
    inside: str = "",
    after: str = "",
) -> str:
    """A page as news sites build them: navigation, a report, teasers, a footer."""
    shown = "\n".join(f"<p>{each}</p>" for each in paragraphs)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | The Harbour Post</title>{head}</head>
<body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav></header>
<main>{before}<article><h1>{title}</h1>{shown}{inside}</article>{after}
<aside><h2>More news</h2><ul><li><a href="/2">A ferry ran aground off Tamm, nobody was hurt</a></li></ul></aside></main>
<footer><p>© 2026 The Harbour Post. All rights reserved.</p></footer></body></html>"""


def linked_data(data: object = DATA) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'
