"""Text that a person wrote, kept as it is by Terraform."""

from __future__ import annotations


def literal(text: str) -> str:
    """`text` with `${` and `%{` escaped, so that Terraform does not read an expression in it.

    Source: "Terraform, Strings and templates, Escape sequences". Never give it a token of cdktf.
    """
    return text.replace("${", "$${").replace("%{", "%%{")
