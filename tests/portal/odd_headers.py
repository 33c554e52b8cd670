"""Headers that some software believes, and the bytes of requests that carry them."""

ELSEWHERE = "evil.example"
# Sent as they are; {host} is the host that the site has.
ODD_HEADERS = [
    *(f"{name}: /evil" for name in ("SCRIPT_NAME", "SCRIPT-NAME", "Script-Name", "script_name")),
    *(f"{name}: /evil" for name in ("PATH_INFO", "Path-Info", "PATH_TRANSLATED", "REQUEST_URI")),
    *(f"{name}: /evil" for name in ("X-Script-Name", "X-SCRIPT_NAME", "HTTP_SCRIPT_NAME")),
    *(f"{name}: /evil" for name in ("X-Forwarded-Prefix", "X-Forwarded-Path", "X-Forwarded-Uri")),
    *(f"{name}: /evil" for name in ("X-Original-URL", "X-Rewrite-URL", "X-Original-URI")),
    *(f"{name}: /admin/" for name in ("X-Original-URL", "X-Rewrite-URL", "X-Accel-Redirect")),
    *(f"{name}: {ELSEWHERE}" for name in ("X-Forwarded-Host", "X_FORWARDED_HOST", "X-Host")),
    *(f"{name}: {ELSEWHERE}" for name in ("X-Forwarded-Server", "X-HTTP-Host-Override")),
    *(f"{name}: {ELSEWHERE}" for name in ("X-Original-Host", "X-Backend-Host", "Proxy-Host")),
    *(f"{name}: 443" for name in ("X-Forwarded-Port", "X-Forwarded-Server-Port", "SERVER_PORT")),
    *(f"{name}: https" for name in ("X-Forwarded-Proto", "X_FORWARDED_PROTO", "X-Scheme")),
    *(f"{name}: https" for name in ("X-Forwarded-Protocol", "X-Forwarded-Scheme", "X-Url-Scheme")),
    *(f"{name}: on" for name in ("X-Forwarded-Ssl", "Front-End-Https", "HTTPS", "wsgi.url_scheme")),
    *(f"{name}: 203.0.113.9" for name in ("X-Forwarded-For", "X-Real-IP", "REMOTE_ADDR")),
    *(f"{name}: 203.0.113.9" for name in ("True-Client-IP", "CF-Connecting-IP", "X-Client-IP")),
    f"Forwarded: for=203.0.113.9;proto=https;host={ELSEWHERE};by=10.0.0.1",
    "X-HTTP-Method-Override: DELETE",
    "X-Method-Override: POST",
    "X-CSRFToken: x",
    "Host: {host}:8080",
    "Host: {host}:0",
    "Host: {host}.",
    "Host: {host}:99999",
    "Host: {host}:80@" + ELSEWHERE,
    f"Host: {ELSEWHERE}",
    f"Host: {ELSEWHERE}/{{host}}",
    "Host:",
    "Accept-Encoding: gzip;q=0, br, evil",
    "Accept-Language: xx-evil",
    "Accept: application/evil",
    "User-Agent: <script>alert(1)</script>",
    f"Referer: https://{ELSEWHERE}/",
    f"Origin: https://{ELSEWHERE}",
    "Range: bytes=0-9",
    "If-None-Match: *",
    "Cookie: csrftoken=evil; messages=evil",
    "Cache-Control: no-cache, private",
    "Connection: close, X-Evil",
    "Expect: 100-continue",
    "Transfer-Encoding: identity",
    "Content-Type: text/evil; charset=evil",
    "Upgrade: h2c",
    "X-Forwarded-For: " + "1, " * 2000,
]


def request_of(path, *headers, host="testserver"):
    """Returns the bytes of a request; a Host among the headers stands for the usual one."""
    headers = [header.replace("{host}", host) for header in headers]
    if not any(header.lower().startswith("host:") for header in headers):
        headers.insert(0, f"Host: {host}")
    return "\r\n".join([f"GET {path} HTTP/1.1", *headers, "", ""]).encode()
