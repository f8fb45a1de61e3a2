"""The dossier in a real browser: from a statement to its sentence and back, at every width, without a complaint."""

import runpy
import shutil
from pathlib import Path

import pytest

from dateline.export.html import story_to_html

SAMPLE = runpy.run_path(str(Path(__file__).parent / "export" / "sample_story.py"))
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install dateline[dev])")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium (apt-get install chromium)")


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for name in ("sample", "hostile"):
        page = story_to_html(SAMPLE[f"build_{name}"]())
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture
def open_page(browser, folder):
    """Open a dossier; what the console and the page complain of, or would load from elsewhere, is kept beside it."""
    contexts = []

    def open_page(name, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (page.complaints.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: request.url[:5] in ("file:", "data:") or page.complaints.append(request.url))
        page.goto((folder / f"{name}.html").as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


def read_target(page):
    """The words highlighted for the page's target, put together."""
    return page.evaluate(
        """() => {
            const name = location.hash.slice(1);
            const marks = [...document.querySelectorAll(`mark[data-evidence~="${name}"]`)];
            const lit = getComputedStyle(marks[0]).backgroundColor;
            const others = [...document.querySelectorAll('mark')].filter(mark => !marks.includes(mark));
            return {
                words: marks.map(mark => mark.textContent).join(''),
                alike: marks.every(mark => getComputedStyle(mark).backgroundColor === lit),
                distinct: others.every(mark => getComputedStyle(mark).backgroundColor !== lit),
            };
        }"""
    )


@pytest.mark.parametrize(
    ("statement", "link", "words"),
    [
        ("#event-1", 2, "Norland opened an embassy in Exland on Wednesday"),  # overlaps the evidence of another event
        ("#event-5", 1, "Police counted at least 60 protesters."),
        ("#state-3", 0, "Norland has not recognised the Exland annexation of Midland."),
        ("#row-3", 1, "Police counted at least 60 protesters."),
    ],
)
def test_a_statement_leads_to_its_highlighted_sentence(open_page, statement, link, words):
    page = open_page("sample")
    cites = page.locator(f"{statement} a.cite")
    order = [cites.nth(n).get_attribute("aria-label") for n in range(cites.count())]
    chosen = next(n for n, label in enumerate(order) if label.endswith(words))
    cites.nth(chosen).click()
    target = page.locator(":target")
    sync_api.expect(target).to_be_in_viewport()
    sync_api.expect(target).to_be_visible()
    assert read_target(page) == {"words": words, "alike": True, "distinct": True}
    assert page.complaints == []


def test_a_sentence_leads_back_to_its_statement(open_page):
    page = open_page("sample")
    page.locator("#figure-2 a.cite").click()
    page.locator(":target ~ a.back[href='#figure-2']").first.click()
    sync_api.expect(page.locator("#figure-2")).to_be_in_viewport()
    assert page.evaluate("document.activeElement.id") == "figure-2"
    assert page.complaints == []


def test_a_quotation_over_two_paragraphs_is_highlighted_whole(open_page):
    page = open_page("sample")
    page.locator("#quote-1 a.cite").first.click()
    assert read_target(page)["words"].endswith("“We will not be\n \nleaving again.”")
    assert read_target(page)["alike"]


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("name", ["sample", "hostile"])
def test_the_page_never_scrolls_sideways(open_page, name, width):
    page = open_page(name, width)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.parametrize("options", [{"color_scheme": "dark"}, {"java_script_enabled": False}])
def test_reading_needs_no_script_and_no_light(open_page, options):
    page = open_page("sample", **options)
    page.locator("#event-1 a.cite").first.click()
    sync_api.expect(page.locator(":target")).to_be_in_viewport()
    assert page.complaints == []


def test_a_hostile_report_runs_nothing(open_page):
    page = open_page("hostile")
    assert page.title().startswith("<script>alert(1)</script>")
    assert page.complaints == []


def test_the_keyboard_reaches_content_and_evidence(open_page):
    page = open_page("sample")
    page.keyboard.press("Tab")
    sync_api.expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'content'")
    for _ in range(3):  # the page moves the focus in its own time: on a busy machine after the next key
        page.evaluate("window.before = document.activeElement")
        page.keyboard.press("Tab")
        page.wait_for_function("document.activeElement !== window.before")
    assert page.evaluate("document.activeElement.className") == "cite"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "focus can be seen"


def test_print_clips_nothing_and_writes_links_out(open_page):
    page = open_page("sample", 720)
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    written = page.evaluate("getComputedStyle(document.querySelector('a.url'), '::after').content")
    assert "https://local.example/flag" in written or "attr(href)" in written
    assert page.pdf(format="A4").startswith(b"%PDF")
