"""`kb.text.web_address`: addresses that lead nowhere, or hide where they lead."""

from __future__ import annotations

import pytest

from kb.text.web_address import LONGEST, address_fault


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example",
        "https://a.example?b=c",
        "https://a.example#b",
        "https://a.example:8443/b%20c?d=%C3%A9#e",
        "https://xn--bcher-kva.example/",
        "https://10.example.museum/a/.well-known/b..c",
        "http://www.a-b.example/50%25",
        "https://a.example./b",
    ],
)
def test_addresses_that_lead_somewhere(address: str) -> None:
    """Whatever stands in them that is usual."""
    assert address_fault(address) == ""


@pytest.mark.parametrize(
    ("address", "remedy"),
    [
        ("https://localhost/", "whole name"),
        ("https://10.1.2.3/", "whole name"),
        ("https://a..example/", "whole name"),
        ("https://.example/", "whole name"),
        ("https://-a.example/", "whole name"),
        ("https://a.example../", "whole name"),
        ("https://" + "a" * 64 + ".example/", "whole name"),
        ("https://a.example:65536/", "port"),
        ("https://a.example:" + "9" * 5_000, "shorten"),
        ("https://a.example/50%", "%25"),
        ("https://a.example/%zz", "%25"),
        ("https://a.example/x%E2%80%8By", "nobody sees"),
        ("https://a.example/%00", "nobody sees"),
        ("https://a.example/?q=%E2%80%AE", "nobody sees"),
        ("https://a.example/%0D%0ASet-Cookie", "nobody sees"),
        ("https://a.example/%c2%ad", "nobody sees"),
        ("https://a.example/b/%2e%2e/c", "without ."),
        ("https://a.example/../c", "without ."),
        ("https://a.example/" + "b" * LONGEST, "shorten"),
    ],
)
def test_addresses_that_do_not(address: str, remedy: str) -> None:
    """Each is answered with how to put it right."""
    assert remedy in address_fault(address)


def test_the_path_of_a_source_is_a_fact() -> None:
    """Some pages have such names; the name of the site is looked at all the same."""
    assert address_fault("https://a.example/x%E2%80%A8y", as_found=True) == ""
    assert address_fault("https://localhost/x", as_found=True) != ""
