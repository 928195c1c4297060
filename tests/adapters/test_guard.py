# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""We go to public machines that have a name, over https, and nowhere else."""

import contextlib
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.adapters.errors import AdapterError, RefusedError, UnreachableError
from allmende.adapters.guard import Policy, check, is_public

PRIVATE = [
    "127.0.0.1", "127.255.255.254", "0.1.2.3", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "192.88.99.1", "192.0.0.8",
    "::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1", "3fff::1",
    "100::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
    "64:ff9b:1::808:808",
    "2002:7f00:1::", "2002:a00:1::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "5f00::1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "93.184.215.14", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
REFUSED = {
    "http://codeberg.org/": "scheme",
    "HTTP://codeberg.org/": "scheme",
    "ftp://codeberg.org/": "scheme",
    "file:///etc/passwd": "scheme",
    "//codeberg.org/": "scheme",
    "ext::sh -c id": "url",
    "--upload-pack=id": "scheme",
    "https://user:secret@forge.example/": "credentials",
    "https://codeberg.org@127.0.0.1/": "credentials",
    "https://codeberg.org:22/": "port",
    "https://codeberg.org:0/": "port",
    "https://codeberg.org:99999/": "port",
    "https://codeberg.org:x/": "port",
    "https://127.0.0.1/": "name",
    "https://2130706433/": "name",
    "https://0177.0.0.1/": "name",
    "https://0x7f.0x0.0x0.0x1/": "name",
    "https://0x7f000001/": "name",
    "https://127.1/": "name",
    "https://１２７.0.0.1/": "name",
    "https://[::1]/": "name",
    "https://[::ffff:127.0.0.1]/": "name",
    "https://[::1/": "url",
    "https://localhost/": "name",
    "https:///etc": "name",
    "https://%6cocalhost.example/": "name",
    "https://codeberg.org\\@127.0.0.1/": "url",
    "https://codeberg.org/\r\nHost: x": "url",
    "https://code berg.org/": "url",
    "https://codeberg..org/": "name",
    "https://codeberg.org/\ud800": "url",
    "https://\ud800.example/": "url",
    "https://codeberg.org/" + "a" * 3000: "url",
}


def resolves_to(*addresses: str) -> Policy:
    return Policy(resolve=lambda name, port: addresses)


@pytest.mark.parametrize("text", PRIVATE)
def test_private_and_special_addresses_are_not_public(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_ordinary_addresses_are_public(text: str) -> None:
    assert is_public(ip_address(text))


@given(st.ip_addresses(v=4))
def test_wrapping_a_v4_address_changes_nothing(address: object) -> None:
    wrapped = [ip_address(f"::ffff:{address}"), ip_address(int(ip_address("64:ff9b::")) + int(address))]  # type: ignore[call-overload]
    assert {is_public(w) for w in wrapped} == {is_public(ip_address(str(address)))}


@pytest.mark.parametrize(("url", "code"), REFUSED.items())
def test_urls_that_hide_something_are_refused_without_asking_anyone(url: str, code: str) -> None:
    def nobody(name: str, port: int) -> list[str]:
        raise AssertionError("asked the name system")

    with pytest.raises(RefusedError) as refused:
        check(url, hosts=None, policy=Policy(resolve=nobody))
    assert refused.value.code == code
    assert refused.value.text.de
    assert refused.value.text.en


@given(st.text())
def test_no_text_raises_anything_but_our_own_errors(text: str) -> None:
    with contextlib.suppress(AdapterError):
        check("https://" + text, hosts=None, policy=resolves_to("8.8.8.8"))


def test_only_listed_hosts_are_asked() -> None:
    with pytest.raises(RefusedError, match=r"evil\.example steht nicht auf der Liste"):
        check("https://evil.example/", hosts={"codeberg.org"}, policy=resolves_to("8.8.8.8"))


def test_a_listed_name_is_not_the_end_of_another_one() -> None:
    for host in ("codeberg.org.evil.example", "evilcodeberg.org", "a.codeberg.org"):
        with pytest.raises(RefusedError):
            check(f"https://{host}/", hosts={"codeberg.org"}, policy=resolves_to("8.8.8.8"))


def test_case_and_final_dot_make_no_other_host() -> None:
    target = check("https://CodeBerg.ORG./A", hosts={"codeberg.org"}, policy=resolves_to("8.8.8.8"))
    assert target.url == "https://codeberg.org/A"


def test_one_private_address_among_public_ones_refuses_the_name() -> None:
    with pytest.raises(RefusedError) as refused:
        check("https://codeberg.org/", hosts=None, policy=resolves_to("8.8.8.8", "10.0.0.1"))
    assert refused.value.code == "address"


def test_a_scoped_link_local_address_is_refused() -> None:
    with pytest.raises(RefusedError):
        check("https://codeberg.org/", hosts=None, policy=resolves_to("fe80::1%eth0"))


def test_an_unknown_name_is_unreachable_and_not_refused() -> None:
    with pytest.raises(UnreachableError):
        check("https://gone.example/", hosts=None, policy=resolves_to())


@pytest.mark.parametrize(
    "written", ["https://förge.example/", "https://FÖRGE.example/", "https://xn--frge-5qa.example/"]
)
def test_umlauts_in_names_are_written_as_the_name_system_does(written: str) -> None:
    assert check(written, hosts=None, policy=resolves_to("8.8.8.8")).host == "xn--frge-5qa.example"


def test_sharp_s_stays_another_name_than_ss() -> None:
    assert (
        check("https://straße.example/", hosts=None, policy=resolves_to("8.8.8.8")).host != "strasse.example"
    )


def test_paths_keep_their_escapes_and_lose_the_fragment() -> None:
    url = "https://codeberg.org/a%2Fb/ü?ref=ä&x=1#here"
    target = check(url, hosts=None, policy=resolves_to("8.8.8.8"))
    assert target.path == "/a%2Fb/%C3%BC?ref=%C3%A4&x=1"
