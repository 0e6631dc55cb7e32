"""Settings become options of each client; what cannot work is refused with what to do."""

from pathlib import Path
from typing import Any

import pytest

from winnow.config import Settings
from winnow.errors import MisconfiguredError
from winnow.messaging.connection import kafka_python_options, librdkafka_options
from winnow.messaging.outbox import Outboxes
from winnow.messaging.wiring import build_broker
from winnow.service import Service
from winnow.testing.records import MemoryClaims


def settings(**given: Any) -> Settings:
    return Settings(_env_file=None, kafka="a:1,b:2", **given)


def secured(**given: Any) -> Settings:
    login = {"kafka_user": "ann", "kafka_password": "secret"}
    return settings(**{"kafka_security": "sasl_tls", **login, **given})


def test_without_settings_nothing_is_secured() -> None:
    assert librdkafka_options(settings()) == {
        "bootstrap.servers": "a:1,b:2",
        "security.protocol": "plaintext",
    }
    assert kafka_python_options(settings()) == {"security_protocol": "PLAINTEXT"}


def test_user_and_password_are_told_to_every_client() -> None:
    told = librdkafka_options(secured(kafka_mechanism="PLAIN"))
    assert told["security.protocol"] == "sasl_ssl"
    assert told["sasl.mechanism"] == "PLAIN"
    assert (told["sasl.username"], told["sasl.password"]) == ("ann", "secret")
    also = kafka_python_options(secured(kafka_mechanism="PLAIN"))
    assert also["security_protocol"] == "SASL_SSL"
    assert (also["sasl_plain_username"], also["sasl_plain_password"]) == ("ann", "secret")


def test_files_are_told_to_every_client(tmp_path: Path) -> None:
    for name in ("ca", "certificate", "key"):
        (tmp_path / name).touch()
    files = {f"kafka_{name}_file": str(tmp_path / name) for name in ("ca", "certificate", "key")}
    told = librdkafka_options(settings(kafka_security="tls", **files))
    assert told["ssl.ca.location"] == files["kafka_ca_file"]
    assert told["ssl.key.location"] == files["kafka_key_file"]
    also = kafka_python_options(settings(kafka_security="tls", **files))
    assert also["ssl_cafile"] == files["kafka_ca_file"]
    assert also["ssl_certfile"] == files["kafka_certificate_file"]


def test_faststream_gets_them_for_readers_and_writers() -> None:
    service = Service("embed", secured(), None, 0)
    broker = build_broker(service, MemoryClaims(), lambda _: None, Outboxes(secured(), "embed"))
    connection = broker.config.broker_config.connection_config
    for told in (connection.consumer_config, connection.producer_config, connection.admin_config):
        assert told["bootstrap.servers"] == "a:1,b:2"
        assert told["security.protocol"] == "sasl_ssl"
        assert told["sasl.password"] == "secret"


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"kafka_security": "sasl_tls"}, "WINNOW_KAFKA_USER"),
        ({"kafka_security": "sasl_tls", "kafka_user": "ann"}, "WINNOW_KAFKA_PASSWORD"),
        ({"kafka_user": "ann", "kafka_password": "secret"}, "sasl_tls"),
        ({"kafka_security": "tls", "kafka_password": "secret"}, "sasl_tls"),
        ({"kafka_security": "tls", "kafka_ca_file": "/nowhere"}, "WINNOW_KAFKA_CA_FILE"),
        ({"kafka_ca_file": __file__}, "WINNOW_KAFKA_CA_FILE"),
        ({"kafka_security": "tls", "kafka_key_file": __file__}, "WINNOW_KAFKA_CERTIFICATE_FILE"),
    ],
)
def test_settings_that_cannot_work_are_refused(given: dict[str, Any], named: str) -> None:
    for options in (librdkafka_options, kafka_python_options):
        with pytest.raises(MisconfiguredError, match=named):
            options(settings(**given))


def test_a_password_is_in_no_message() -> None:
    with pytest.raises(MisconfiguredError) as caught:
        librdkafka_options(settings(kafka_password="secret"))
    assert "secret" not in str(caught.value)
    assert "secret" not in repr(secured())
