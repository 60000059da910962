"""`{% load visits %}`: marks of visits and roles."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from accounts.choices import Channel, ContactRoleKind
from foundation.ui.icons import icon

register = template.Library()

_ICONS = {
    Channel.IN_PERSON: "handshake",
    Channel.PHONE: "phone",
    Channel.WECHAT: "message-circle",
    Channel.VIDEO: "video",
    Channel.EMAIL: "mail",
    Channel.SMS: "message-square",
    Channel.LETTER: "mailbox",
    Channel.REFERRAL: "share-2",
}


@register.simple_tag
def channel_icon(channel: str, size: int = 14) -> SafeString:
    return icon(_ICONS[Channel(channel)], size)


@register.simple_tag
def role_name(role: str) -> str:
    return str(ContactRoleKind(role).label)
