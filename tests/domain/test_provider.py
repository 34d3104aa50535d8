"""A provider's own answers: the user name for a service, the shape of an app password."""

from __future__ import annotations

from mailcheck.domain.account import Service
from mailcheck.domain.provider import Username
from mailcheck.providers import providers

PROVIDERS = providers()


def test_user_name_follows_the_service() -> None:
    icloud, webde = PROVIDERS.by_name("icloud"), PROVIDERS.by_name("web.de")
    assert icloud
    assert webde
    assert icloud.username_for(Service.INCOMING, "anna@icloud.com") == "anna"
    assert icloud.username_for(Service.OUTGOING, "anna@icloud.com") == "anna@icloud.com"
    assert webde.username[Service.OUTGOING] is Username.LOCAL_PART
    assert webde.username_for(Service.OUTGOING, "no-at-sign") == "no-at-sign"


def test_shape_of_app_password_ignores_the_grouping() -> None:
    gmail, mail_ru, rambler = (PROVIDERS.by_name(name) for name in ("gmail", "mail-ru", "rambler"))
    assert gmail
    assert mail_ru
    assert rambler
    assert gmail.looks_like_app_password("abcd efgh ijkl mnop")
    assert gmail.looks_like_app_password("abcd-efgh-ijkl-mnop")
    assert gmail.looks_like_app_password("Leto2024") is False
    assert mail_ru.looks_like_app_password("aB3dE6gH9jK2mN5pQ8sT")
    assert rambler.looks_like_app_password("anything") is None
