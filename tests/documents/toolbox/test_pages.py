"""Merge, split, reorder, rotate, delete, insert, extract: exactly these pages, with all that belongs to them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Name

from documents.toolbox import ToolRefused
from documents.toolbox.carrying import Label, labels_of, write_labels
from documents.toolbox.catalogue import use
from documents.toolbox.papers import written
from tests.documents.toolbox.papers import bookmarks, contract, html, links, opened, order, raw, texts

A, B = contract("Alder", 5), contract("Birch", 3)


def numbered(data, *labels):
    pdf = opened(data)
    write_labels(pdf, labels)
    return written(pdf)


def test_a_merge_holds_all_pages_in_order_with_their_bookmarks_and_links():
    made = use("merge", [A, B])

    (merged,) = made.files
    assert order(merged) == ["Alder 1", "Alder 2", "Alder 3", "Alder 4", "Alder 5", "Birch 1", "Birch 2", "Birch 3"]
    assert bookmarks(merged) == [(f"Clause {n}", n) for n in range(1, 6)] + [
        (f"Clause {n}", n + 5) for n in range(1, 4)
    ]
    assert links(merged) == [[2], [3], [4], [5], [5], [7], [8], [8]]
    assert made.report.done == ("2 files merged into one of 8 pages",)


def test_links_of_files_with_the_same_names_lead_into_their_own_file():
    (merged,) = use("merge", [B, B]).files

    assert links(merged) == [[2], [3], [3], [5], [6], [6]]


def test_a_merge_can_put_each_file_under_a_bookmark_of_its_name():
    (merged,) = use("merge", [B, A], {"names": ["Offer", "Contract"]}).files

    marks = bookmarks(merged)
    assert marks[0] == ("Offer", 1)
    assert marks[4] == ("Contract", 4)
    assert marks[5] == ("Clause 1", 4)


def test_printed_page_numbers_go_with_their_pages():
    roman = numbered(B, Label("r", "", 1), Label("r", "", 2), Label("D", "", 1))

    (merged,) = use("merge", [roman, A]).files
    (extracted,) = use("extract", [roman], {"pages": "3,2"}).files

    assert labels_of(opened(merged))[:4] == [Label("r", "", 1), Label("r", "", 2), Label("D", "", 1), Label("D", "", 1)]
    assert labels_of(opened(extracted)) == [Label("D", "", 1), Label("r", "", 2)]


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        ({"ranges": "1-2, 5, 4-3"}, [["Alder 1", "Alder 2"], ["Alder 5"], ["Alder 4", "Alder 3"]]),
        ({"every": 2}, [["Alder 1", "Alder 2"], ["Alder 3", "Alder 4"], ["Alder 5"]]),
        ({"bookmark_level": 1}, [["Alder 1"], ["Alder 2"], ["Alder 3"], ["Alder 4"], ["Alder 5"]]),
    ],
)
def test_a_document_is_split_where_it_was_asked(options, parts):
    made = use("split", [A], options)

    assert [order(part) for part in made.files] == parts


def test_parts_cut_by_size_are_full_and_never_larger():
    most = len(use("extract", [A], {"pages": "1-2"}).files[0]) + 200

    made = use("split", [A], {"megabytes": most / 1_000_000})

    assert [name for part in made.files for name in order(part)] == order(A)
    assert all(len(part) <= most for part in made.files)
    assert len(made.files) == 3


def test_a_part_holds_nothing_of_the_pages_that_share_its_resources():
    pdf = opened(html("<section><p>one</p></section><section><p>two</p></section>"))
    together = pdf.make_indirect(pdf.pages[0].obj.Resources)
    secret = pdf.make_stream(b"/OnlyOnTheSecond MP", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1])
    together.XObject = {"/Secret": secret}
    for page in pdf.pages:
        page.obj.Resources = together
    pdf.pages[1].contents_add(b"\n/Secret Do\n")

    first, second = use("split", [written(pdf)], {"every": 1}).files

    assert b"OnlyOnTheSecond" not in raw(first)
    assert b"OnlyOnTheSecond" in raw(second)


def test_reordering_keeps_links_and_bookmarks_on_their_pages():
    (turned,) = use("reorder", [A], {"order": "5-1"}).files

    assert order(turned) == ["Alder 5", "Alder 4", "Alder 3", "Alder 2", "Alder 1"]
    assert bookmarks(turned) == [(f"Clause {n}", 6 - n) for n in range(1, 6)]
    assert links(turned) == [[1], [1], [2], [3], [4]]


def test_pages_turn_on_top_of_how_they_stand():
    (once,) = use("rotate", [A], {"degrees": 90, "pages": "2"}).files
    (twice,) = use("rotate", [once], {"degrees": -180, "pages": "2-3"}).files

    assert [int(page.obj.get("/Rotate", 0)) for page in opened(twice).pages] == [0, 270, 180, 0, 0]


def test_a_deleted_page_is_gone_with_its_bookmark_its_links_and_its_words():
    made = use("delete", [A], {"pages": "3"})

    (left,) = made.files
    assert order(left) == ["Alder 1", "Alder 2", "Alder 4", "Alder 5"]
    assert bookmarks(left) == [("Clause 1", 1), ("Clause 2", 2), ("Clause 4", 3), ("Clause 5", 4)]
    assert links(left) == [[2], [], [4], [4]]
    assert b"Clause 3" not in raw(left)
    assert made.report.dropped == ("1 link led to the pages taken out", "1 bookmark led to the pages taken out")


def test_deleting_pages_keeps_the_tags_of_the_others():
    tagged = html("<section><h1>Keep</h1></section><section><h1>Lose</h1></section>")
    pdf = opened(tagged)
    root = pdf.make_indirect({"/Type": Name.StructTreeRoot})
    pdf.Root.StructTreeRoot = root
    root.K = [
        pdf.make_indirect(
            {"/Type": Name.StructElem, "/S": Name.H1, "/P": root, "/Pg": page.obj, "/K": 0, "/Alt": words}
        )
        for page, words in zip(pdf.pages, ("kept words", "lost words"), strict=True)
    ]
    tagged = written(pdf)

    (left,) = use("delete", [tagged], {"pages": "2"}).files

    kept = opened(left)
    assert [str(kid.Alt) for kid in kept.Root.StructTreeRoot.K] == ["kept words"]
    assert b"lost words" not in raw(left)


def test_pages_are_inserted_before_the_page_named():
    (grown,) = use("insert", [A, B], {"before": 2, "pages": "2-3"}).files

    assert order(grown) == ["Alder 1", "Birch 2", "Birch 3", "Alder 2", "Alder 3", "Alder 4", "Alder 5"]
    assert bookmarks(grown)[:2] == [("Clause 1", 1), ("Clause 2", 4)]
    assert links(grown)[:4] == [[4], [3], [3], [5]]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.permutations(range(1, 6)))
def test_any_order_and_back_is_the_same_document(pages):
    back = ",".join(str(pages.index(n) + 1) for n in range(1, 6))

    (there,) = use("reorder", [A], {"order": ",".join(map(str, pages))}).files
    (again,) = use("reorder", [there], {"order": back}).files

    assert order(there) == [f"Alder {n}" for n in pages]
    assert (order(again), bookmarks(again), links(again)) == (order(A), bookmarks(A), links(A))


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(1, 4))
def test_parts_merged_again_are_the_whole(size):
    parts = use("split", [A], {"every": size}).files

    (whole,) = use("merge", parts).files

    assert (order(whole), bookmarks(whole), texts(whole)) == (order(A), bookmarks(A), texts(A))


@pytest.mark.parametrize(
    ("tool", "files", "options", "code"),
    [
        ("merge", [A], {}, "number_of_files"),
        ("split", [A], {}, "one_way"),
        ("split", [A], {"every": 2, "ranges": "1"}, "one_way"),
        ("split", [A], {"megabytes": -1}, "bad_size"),
        ("split", [A], {"megabytes": 0.001}, "page_too_large"),
        ("reorder", [A], {"order": "1-4"}, "bad_order"),
        ("reorder", [A], {"order": "1,1,2,3,4,5"}, "bad_order"),
        ("rotate", [A], {"degrees": 45}, "bad_angle"),
        ("delete", [A], {"pages": "all"}, "no_pages"),
        ("delete", [A], {"pages": "6"}, "bad_pages"),
        ("delete", [A], {"pages": "two"}, "bad_pages"),
        ("extract", [A], {"pages": " "}, "no_pages"),
        ("insert", [A, B], {"before": 7}, "bad_before"),
        ("extract", [A], {}, "bad_option"),
        ("extract", [A], {"pages": 3}, "bad_option"),
        ("extract", [A], {"pages": "1", "colour": "red"}, "bad_option"),
        ("shred", [A], {}, "no_such_tool"),
        ("rotate", [b""], {"degrees": 90}, "empty"),
        ("rotate", [b"no pdf"], {"degrees": 90}, "damaged"),
        ("rotate", [A[: len(A) // 2]], {"degrees": 90}, "damaged"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(tool, files, options, code):
    with pytest.raises(ToolRefused) as refusal:
        use(tool, files, options)

    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")
