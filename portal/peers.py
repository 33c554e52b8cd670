"""Who asks: what limits count requests by."""

from ipaddress import IPv6Network, ip_address

from django.conf import settings


class PeerMiddleware:
    """Gives each request its `peer`, for those who count."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.peer = peer_of(request)
        return self.get_response(request)


def peer_of(request):
    """Returns who a request comes from: an IPv4 address, or the /64 network of an IPv6 address.

    A household or a rented server has a whole /64 network to choose addresses from. The connection
    says where it comes from (REMOTE_ADDR). Only behind settings.TRUSTED_PROXIES proxies does
    X-Forwarded-For say it, in the entry that the outermost of them has added; what stands before
    that entry anybody may have written.
    """
    proxies = settings.TRUSTED_PROXIES
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < proxies <= len(forwarded):
        return _counted(forwarded[-proxies]) or _counted(request.META["REMOTE_ADDR"])
    return _counted(request.META["REMOTE_ADDR"])


def _counted(address):
    """Returns the address or network that an address counts as; "" for what is no address."""
    try:
        ip = ip_address(address.strip())
    except ValueError:
        return ""
    if ip.version == 4:
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(IPv6Network((int(ip), 64), strict=False))
