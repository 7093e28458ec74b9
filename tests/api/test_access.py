"""Who may do what, how often, how much, and from where."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.api.access import MOST_CALLERS, Rates, find_key
from assistant.api.serving import check_address
from assistant.api.settings import ApiSettings, Role, load_api_settings, read_key
from assistant.api.state import Recent
from assistant.usage import InvalidSetting, WrongUsage
from corpus.loading import MAX_BYTES
from tests.api.conftest import KEYS, Serve

SECRET = "0123456789abcdef"
ASK = {"question": "How many widgets were sold in Northfield in Q4 2023/24?"}


# --- keys and roles --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", f"Basic {KEYS['owner']}", KEYS["owner"], "Bearer é"])
def test_without_a_right_key_nothing_is_answered(nobody: TestClient, header: str) -> None:
    response = nobody.post("/v1/ask", json=ASK, headers={"Authorization": header.encode()} if header else {})
    assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")
    assert response.headers["content-type"] == "application/problem+json"


def test_nothing_of_the_specification_is_open_but_health_and_itself(nobody: TestClient) -> None:
    specification = nobody.get("/v1/openapi.json").json()
    opened = set()
    for path, methods in specification["paths"].items():
        address = path.format(document_id="x", number="1", answer_id="x", conversation_id="x")
        opened |= {path for method in methods if nobody.request(method, address).status_code != 401}
    assert opened == {"/v1/health", "/v1/ready"}


@pytest.mark.parametrize(("role", "adds", "removes"), [("reader", 403, 403), ("editor", 415, 403), ("owner", 415, 404)])
def test_a_role_may_do_what_is_its_own(serve: Serve, role: str, adds: int, removes: int) -> None:
    client = serve(role)
    assert client.post("/v1/ask", json=ASK).status_code == 200
    assert client.put("/v1/documents/x?file_name=x.exe", content=b"x").status_code == adds
    assert client.delete("/v1/documents/x").status_code == removes


def test_without_keys_everyone_is_a_reader(serve: Serve) -> None:
    client = serve(settings=ApiSettings())
    assert client.post("/v1/ask", json=ASK).status_code == 200
    assert client.put("/v1/documents/x?file_name=x.txt", content=b"x").status_code == 403
    assert client.delete("/v1/documents/widgets").status_code == 403


def test_every_key_is_compared_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    monkeypatch.setattr("hmac.compare_digest", lambda a, b: compared.append((a, b)) or a == b)
    keys = [read_key(f"reader:{SECRET}{n}") for n in range(3)]
    assert find_key(keys, f"{SECRET}0") is keys[0]
    assert find_key(keys, "no") is None
    assert len(compared) == 6
    assert {len(digest) for pair in compared for digest in pair} == {32}


# --- settings --------------------------------------------------------------------------------------------------------


def test_settings_are_read_from_the_environment_and_a_file(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(f"# staff\nowner: {SECRET}9\n\n")
    settings = load_api_settings(
        {
            "REPORT_ASSISTANT_API_KEYS": f"reader:{SECRET}1, editor:{SECRET}2",
            "REPORT_ASSISTANT_API_KEYS_FILE": str(file),
            "REPORT_ASSISTANT_API_RATE": "30",
            "REPORT_ASSISTANT_API_ORIGINS": "https://one.example, https://two.example",
            "REPORT_ASSISTANT_API_HOSTS": "Reports.Example",
            "REPORT_ASSISTANT_API_LOG": "json",
        }
    )
    assert [key.role for key in settings.keys] == [Role.READER, Role.EDITOR, Role.OWNER]
    assert settings.rate == 30
    assert settings.origins == ("https://one.example", "https://two.example")
    assert settings.hosts == {"reports.example"}
    assert settings.json_log


def test_without_settings_there_are_no_keys_no_origins_and_a_rate() -> None:
    assert load_api_settings({}) == ApiSettings()
    assert (ApiSettings().keys, ApiSettings().origins) == ((), ())
    assert ApiSettings().rate > 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("API_KEYS", SECRET),
        ("API_KEYS", f"king:{SECRET}"),
        ("API_KEYS", "owner:short"),
        ("API_KEYS", f"owner:{SECRET}é"),
        ("API_KEYS_FILE", "/nowhere/keys"),
        ("API_RATE", "-1"),
        ("API_RATE", "fast"),
        ("API_LOG", "loud"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_without_repeating_a_key(name: str, value: str) -> None:
    with pytest.raises(InvalidSetting) as refused:
        load_api_settings({f"REPORT_ASSISTANT_{name}": value})
    assert SECRET not in str(refused.value)


def test_an_address_that_others_reach_needs_keys_or_plain_words() -> None:
    keyed = ApiSettings(keys=(read_key(f"reader:{SECRET}"),))
    assert check_address("127.0.0.1", ApiSettings(), open_to_anyone=False).hosts == frozenset()
    with pytest.raises(WrongUsage, match="--open-to-anyone"):
        check_address("0.0.0.0", ApiSettings(), open_to_anyone=False)
    assert check_address("0.0.0.0", ApiSettings(), open_to_anyone=True).hosts is None
    assert check_address("0.0.0.0", keyed, open_to_anyone=False).hosts is None
    named = ApiSettings(keys=keyed.keys, hosts=frozenset({"reports.example"}))
    assert check_address("0.0.0.0", named, open_to_anyone=False).hosts == {"reports.example"}


# --- rates, sizes, names, origins ------------------------------------------------------------------------------------


def test_who_asks_too_often_is_asked_to_wait(serve: Serve) -> None:
    client = serve(settings=ApiSettings(rate=3))
    assert [client.get("/v1/documents").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get("/v1/documents")
    assert int(refused.headers["retry-after"]) > 0
    assert refused.json()["title"] == "Too Many Requests"
    assert client.get("/v1/health").status_code == 200


def test_who_guesses_keys_is_slowed_down(serve: Serve) -> None:
    client = serve(settings=ApiSettings(keys=(read_key(f"owner:{SECRET}"),), rate=2))
    codes = [client.get("/v1/documents", headers={"Authorization": f"Bearer {n}"}).status_code for n in range(4)]
    assert codes == [401, 401, 429, 429]
    assert client.get("/v1/documents", headers={"Authorization": f"Bearer {SECRET}"}).status_code == 200


def test_a_rate_is_a_callers_own_and_comes_back_with_time() -> None:
    now = [0.0]
    rates = Rates(60, lambda: now[0])
    assert [rates.wait("a") for _ in range(61)] == [0] * 60 + [1]
    assert rates.wait("b") == 0
    now[0] = 2.0
    assert [rates.wait("a") for _ in range(3)] == [0, 0, 1]


def test_only_so_many_callers_are_kept_in_mind() -> None:
    rates = Rates(1, lambda: 0.0)
    for n in range(MOST_CALLERS + 1):
        rates.wait(str(n))
    assert rates.wait("0") == 0  # forgotten
    assert rates.wait(str(MOST_CALLERS)) > 0


def test_a_request_that_is_too_large_is_refused(serve: Serve) -> None:
    client = serve("owner")
    refused = client.post("/v1/ask", json={"question": "x" * 1_100_000})
    assert (refused.status_code, refused.headers["content-type"]) == (413, "application/problem+json")
    file = client.put("/v1/documents/x?file_name=x.txt", content=b"x" * (MAX_BYTES + 1))
    assert (file.status_code, file.headers["content-type"]) == (413, "application/problem+json")


def test_a_request_that_grows_too_large_is_refused(serve: Serve) -> None:
    parts = (b"x" * 100_000 for _ in range(20))
    refused = serve("owner").post("/v1/ask", content=parts, headers={"Content-Type": "application/json"})
    assert refused.status_code == 413


@pytest.mark.parametrize(("host", "status"), [("localhost:8600", 200), ("[::1]:8600", 200), ("evil.example", 421)])
def test_the_server_answers_to_its_own_names_alone(reader: TestClient, host: str, status: int) -> None:
    assert reader.get("/v1/documents", headers={"Host": host}).status_code == status


def test_a_request_of_two_names_or_none_is_refused(reader: TestClient) -> None:
    named = [("Host", "localhost"), ("Host", "evil.example")]
    assert reader.get("/v1/documents", headers=named).status_code == 421
    assert reader.get("/v1/documents", headers={"Host": ""}).status_code == 421


def test_no_web_page_may_call_unless_it_is_named(reader: TestClient, serve: Serve) -> None:
    asking = {"Origin": "https://page.example", "Access-Control-Request-Method": "POST"}
    assert "access-control-allow-origin" not in reader.options("/v1/ask", headers=asking).headers
    assert "access-control-allow-origin" not in reader.get("/v1/documents", headers=asking).headers
    named = serve(settings=ApiSettings(origins=("https://page.example",)))
    assert named.options("/v1/ask", headers=asking).headers["access-control-allow-origin"] == "https://page.example"
    other = {**asking, "Origin": "https://other.example"}
    assert "access-control-allow-origin" not in named.options("/v1/ask", headers=other).headers


def test_answers_are_not_kept_by_caches_nor_taken_for_pages(reader: TestClient) -> None:
    headers = reader.post("/v1/ask", json=ASK).headers
    assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")


def test_only_what_was_used_lately_is_kept() -> None:
    kept: Recent[str, int] = Recent(2)
    for n, name in enumerate("abc"):
        kept.put(name, n)
        kept.get("a")
    assert [kept.get(name) for name in "abc"] == [0, None, 2]
    nothing: Recent[str, int] = Recent(0)
    nothing.put("a", 1)
    assert nothing.get("a") is None
