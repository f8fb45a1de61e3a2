"""The pages: self-contained, nothing of a report runs, every statement linked to its sentences and back."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from dateline.export.html import index_evidence, page_to_html, story_to_html
from dateline.export.pages import page_of_comparison, page_of_readings
from dateline.export.view import StoryView

VOID = {"meta", "link", "br", "wbr", "line", "rect", "path", "img", "input"}


class Outline(HTMLParser):
    """The elements of a page, with a check that they nest."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.texts = [], [], {}
        self.feed(page)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        for tag, attrs in self.open:
            if tag == "mark":
                for name in attrs["data-evidence"].split():
                    self.texts[name] = self.texts.get(name, "") + data

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]

    @property
    def ids(self):
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]


@pytest.fixture(scope="module")
def outline(story):
    return Outline(story_to_html(story))


def test_ids_are_unique_and_every_inner_link_leads_somewhere(outline):
    assert len(outline.ids) == len(set(outline.ids))
    targets = {attrs["href"][1:] for attrs in outline.all("a") if attrs.get("href", "").startswith("#")}
    assert len(targets) > 30
    assert targets <= set(outline.ids)


def test_every_stretch_of_evidence_is_marked_letter_for_letter(story, outline):
    index = index_evidence(StoryView(story))
    texts = {reading.id: reading.text for reading in story.readings}
    for report, span in index.uses:
        assert outline.texts[index.anchor(report, span)] == span.of(texts[report])


def test_every_statement_is_linked_from_its_sentences(story, outline):
    back = {attrs["href"][1:] for attrs in outline.all("a") if attrs.get("class") == "back"}
    wanted = {f"event-{n}" for n in range(1, 6)} | {"quote-1", "figure-1", "figure-2", "state-1", "state-2", "state-3"}
    assert wanted | {"origin-B"} == back
    assert back <= set(outline.ids)


def test_the_page_needs_nothing_from_elsewhere(story):
    page = story_to_html(story)
    assert not re.search(r'\bsrc="|@import|url\(', page)
    outward = [attrs for attrs in Outline(page).all("a") if attrs.get("href", "").startswith("http")]
    assert {attrs["href"] for attrs in outward} == {
        "https://local.example/flag",
        "https://morning.example/norland?a=1&b=2",
    }
    assert all(attrs["rel"] == "external noopener noreferrer" for attrs in outward)


def test_the_policy_allows_just_our_style_and_script(story):
    for page in (story_to_html(story), page_to_html(page_of_comparison(story))):
        policy = next(
            a["content"] for a in Outline(page).all("meta") if a.get("http-equiv") == "Content-Security-Policy"
        )
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        for tag in ("style", "script"):
            [content] = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
            digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}'" in policy
        assert not re.search(r'\sstyle="|\son\w+="', page), "the policy would refuse inline styles and handlers"


def test_nothing_of_a_report_becomes_markup(hostile):
    for page in (
        story_to_html(hostile),
        page_to_html(page_of_comparison(hostile)),
        page_to_html(page_of_readings(hostile.readings)),
    ):
        outline = Outline(page)
        assert len(outline.all("script")) == 1
        assert outline.all("img") == []
        assert not any(attrs.get("href", "").startswith("javascript") for attrs in outline.all("a"))
        assert not any(name.startswith("on") for _, attrs in outline.elements for name in attrs)
        assert "{{7*7}}" in page
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", page)


def test_each_report_text_has_its_language_and_direction(outline):
    languages = [attrs["lang"] for attrs in outline.all("div") if attrs.get("class") == "text"]
    assert languages == ["", "en", "en"], "a language that is not told is unknown, not English"
    kinds = {"headline", "byline", "date", "body", "caption"}
    assert all(attrs.get("dir") == "auto" for attrs in outline.all("p") if attrs.get("class") in kinds)


def test_a_hostile_language_tag_is_not_put_on_the_page(hostile):
    outline = Outline(story_to_html(hostile))
    assert {attrs["lang"] for attrs in outline.all("div") if "lang" in attrs} == {"", "en"}


def test_unknown_and_polarity_are_written_out(story):
    page = story_to_html(story)
    assert 'data-label="To">unknown' in page
    assert "negative: denied as of that date" in page


def test_verdicts_are_words_with_a_shape(story):
    page = story_to_html(story)
    for words in ("✓ agrees", "≠ differs", "· silent"):
        assert f'<span class="verdict">{words}</span>' in page


def test_the_drawing_has_a_name_a_description_and_a_table(outline):
    [svg] = outline.all("svg")
    assert svg["role"] == "img"
    assert set(svg["aria-labelledby"].split()) <= set(outline.ids)
    assert any(attrs.get("aria-label") == "Events by date" for attrs in outline.all("table"))


def test_headings_go_down_one_level_at_a_time(outline):
    levels = [int(tag[1]) for tag, _ in outline.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_same_story_gives_the_same_bytes(story):
    assert story_to_html(story) == story_to_html(story)
