from __future__ import annotations

from dataclasses import replace

import pytest
from catalog.products import Changes, Price, Product, VersionMismatchError, new_product, revise


@pytest.fixture
def cup() -> Product:
    return new_product(name="Cup", category="tableware", price=Price(1990, "EUR"))


def test_a_new_product_starts_at_version_1_with_an_id_of_its_own(cup: Product) -> None:
    other = new_product(name="Cup", category="tableware", price=Price(1990, "EUR"))

    assert cup.version == 1
    assert cup.created_at == cup.updated_at
    assert len(cup.id) == 16
    assert cup.id != other.id


def test_a_change_leaves_what_it_does_not_name_and_counts_up(cup: Product) -> None:
    revised = revise(cup, Changes(name="Mug", description=""), frozenset({1}))

    assert revised == replace(cup, name="Mug", version=2, updated_at=revised.updated_at)
    assert revised.updated_at > cup.updated_at


def test_a_change_made_for_another_version_is_refused(cup: Product) -> None:
    with pytest.raises(VersionMismatchError) as refused:
        revise(cup, Changes(name="Mug"), frozenset({2, 3}))

    assert refused.value.current == 1
