"""A three-way merge by field: nobody's change is lost, a clash is never decided in silence."""

from hypothesis import given
from hypothesis import strategies as st

from itow_desktop.domain.merging import merged

FIELDS = ("color", "spot", "keys")
_values = st.one_of(st.none(), st.sampled_from(["Gray", "Silver", "Black"]), st.booleans())
_records = st.fixed_dictionaries(dict.fromkeys(FIELDS, _values))
_some = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, _values))


def test_what_only_i_changed_is_stored() -> None:
    found = merged({"color": "Gray", "spot": None}, {"color": "Silver"}, {"color": "Gray", "spot": None})
    assert (dict(found.changes), found.clashes, found.others) == ({"color": "Silver"}, (), ())


def test_what_only_the_other_changed_stays_and_is_told() -> None:
    found = merged({"color": "Gray", "spot": None}, {"color": "Gray"}, {"color": "Gray", "spot": "A-1"})
    assert (dict(found.changes), found.clashes, found.others) == ({}, (), ("spot",))


def test_what_both_changed_clashes_unless_they_agree() -> None:
    assert merged({"color": "Gray"}, {"color": "Silver"}, {"color": "Black"}).clashes == ("color",)
    agreed = merged({"color": "Gray"}, {"color": "Silver"}, {"color": "Silver"})
    assert (dict(agreed.changes), agreed.clashes, agreed.others) == ({}, (), ())


def test_a_field_that_was_never_read_is_taken_as_it_stands() -> None:
    assert dict(merged({}, {"color": "Silver"}, {"color": "Black"}).changes) == {"color": "Silver"}


@given(_records, _some, _records)
def test_every_field_ends_in_one_place_and_none_is_lost(base: dict[str, object], mine: dict[str, object], now: dict[str, object]) -> None:
    found = merged(base, mine, now)  # type: ignore[arg-type]
    assert not set(found.changes) & set(found.clashes)
    assert not set(found.others) & {*found.changes, *found.clashes}
    for field in FIELDS:
        wanted = mine.get(field, base[field])
        if field in found.clashes:
            assert base[field] != now[field] != wanted != base[field]
        elif field in found.changes:
            assert found.changes[field] == wanted
            assert now[field] == base[field]
        else:
            assert wanted == now[field] or wanted == base[field]


@given(_records, _some, _records)
def test_saving_again_over_what_was_shown_of_a_clash_wins(base: dict[str, object], mine: dict[str, object], now: dict[str, object]) -> None:
    first = merged(base, mine, now)  # type: ignore[arg-type]
    seen = {**base, **{field: now[field] for field in first.clashes}}
    second = merged(seen, mine, now)  # type: ignore[arg-type]
    assert second.clashes == ()
    assert all(second.changes[field] == mine[field] for field in first.clashes)
