from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from modules.literal import literal


def test_terraform_reads_no_expression_in_a_persons_text() -> None:
    assert literal("${file('/etc/passwd')} %{ if true }") == "$${file('/etc/passwd')} %%{ if true }"


@given(text=st.text(alphabet="$%{}ab"))
def test_terraform_gives_the_text_back_as_it_was(text: str) -> None:
    escaped = literal(text)

    # How Terraform 1.11 reads it was measured with outputs: a pair before a brace stands for one.
    assert escaped.replace("$${", "${").replace("%%{", "%{") == text
    assert escaped.count("${") == escaped.count("$${")
    assert escaped.count("%{") == escaped.count("%%{")
