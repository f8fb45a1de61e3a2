import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import MentionWords, Span
from dateline.reconcile.mentions import cluster_mentions, name_clusters, story_clusters

POLICE, MEN = ("police",), ("two", "man", "lima")


def mention(report, lemma, start=0, *, subject=(), object=(), other=(), pos="VERB", sentence=0, extra=()):  # noqa: A002
    around = (*subject, *object, *other)
    return MentionWords(report, Span(start, start + 5), lemma, pos, sentence, extra, subject, object, other, around)


def are_one(one, other, *, apart=False):
    reports = [[one.report], [other.report]] if apart else [[one.report, other.report]]
    return len(cluster_mentions([one, other], reports)) == 1


ARREST = {"subject": POLICE, "object": MEN}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        # (lemma and what stands beside it) twice, and whether they are of one event
        (("arrest", ARREST), ("arrest", ARREST), True),
        (("arrest", ARREST), ("detain", ARREST), True),  # another word of its kind
        (("arrest", ARREST), ("detention", {"other": MEN, "pos": "NOUN"}), True),  # its noun
        (("arrest", ARREST), ("rain", {"subject": ("it",)}), False),
        (("arrest", ARREST), ("praise", {"subject": ("mayor",), "object": ("choir",)}), False),
        (("explode", {"subject": ("depot",)}), ("blast", {"other": ("depot",), "pos": "NOUN"}), True),
        (("acquire", {"object": ("maker",)}), ("acquisition", {"other": ("maker",), "pos": "NOUN"}), True),
        (("say", {"subject": ("mayor",)}), ("say", {"subject": ("driver",)}), False),  # two speakers
        (("recognise", {"object": ("state",)}), ("recognize", {"object": ("state",)}), True),  # two spellings
    ],
)
def test_mentions_are_put_together_by_word_and_by_what_stands_beside(one, other, same):
    assert are_one(mention("a", one[0], **one[1]), mention("b", other[0], **other[1])) is same


def test_mentions_of_two_stories_are_never_of_one_event():
    assert not are_one(mention("a", "arrest", **ARREST), mention("b", "arrest", **ARREST), apart=True)


def test_a_report_in_no_story_is_one_of_its_own():
    found = cluster_mentions([mention("a", "arrest", **ARREST), mention("b", "arrest", **ARREST)], [])
    assert [len(cluster) for cluster in found] == [1, 1]


def test_no_mentions_give_no_clusters():
    assert cluster_mentions([], [["a"]]) == ()


def test_the_order_of_mentions_and_stories_changes_nothing():
    mentions = [
        mention("a", "arrest", **ARREST),
        mention("b", "detain", **ARREST),
        mention("b", "rain", 9),
        mention("c", "arrest", **ARREST),
    ]
    results = {cluster_mentions(order, [["b", "a"], ["c"]]) for order in itertools.permutations(mentions)}
    results |= {cluster_mentions(mentions, [["c"], ["a", "b"]])}
    assert len(results) == 1


WORDS = st.lists(st.sampled_from(["police", "man", "lima", "fire", "say", "kill", ""]), max_size=3).map(tuple)


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from(["arrest", "kill", "say", "it", ""]),
            st.integers(0, 30),
            WORDS,
            WORDS,
        ),
        max_size=8,
    )
)
def test_every_mention_is_in_exactly_one_cluster(rows):
    mentions = [mention(report, lemma, start, subject=s, object=o) for report, lemma, start, s, o in rows]
    found = cluster_mentions(mentions, [["a", "b"], ["c"]])
    assert sorted(m.span for cluster in found for m in cluster) == sorted(m.span for m in set(mentions))
    assert sum(len(cluster) for cluster in found) == len(set(mentions))


def test_clusters_take_the_type_that_readers_gave_and_an_id_of_their_own(make):
    text = "Chile recognised Peru."
    event = make.event(text, "recognised", text[:-1], "recognise", sources=(("Chile", "CHL"),))
    reading = make.reading("a", text, events=(event,))
    words = MentionWords("a", event.trigger, "recognise", "VERB", 0)
    other = MentionWords("a", Span(0, 5), "chile", "PROPN", 0)
    found = name_clusters([(words,), (other,)], [reading])
    assert [cluster.type for cluster in found] == ["SUPPORT", None]
    assert len({cluster.id for cluster in found}) == 2
    assert name_clusters([(words,)], [reading])[0].id == found[0].id


def test_without_given_mentions_the_events_are_those_of_the_dossier(make):
    text = "Chile recognised Peru."
    event = make.event(
        text, "recognised", text[:-1], "recognise", sources=(("Chile", "CHL"),), targets=(("Peru", "PER"),)
    )
    readings = [make.reading(name, text, events=(event,)) for name in "ab"]
    [cluster] = story_clusters([readings])
    assert cluster.mentions == (("a", event.trigger), ("b", event.trigger))
    assert story_clusters([readings[::-1]]) == (cluster,)
    assert len(story_clusters([readings[:1], readings[1:]])) == 2
