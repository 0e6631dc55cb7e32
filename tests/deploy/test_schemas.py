"""Each file is what the program that reads it understands."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
from jsonschema import Draft202012Validator, validators
from ruamel.yaml import YAML

KUBERNETES = "1.37"
COMPOSE_GO = "github.com/compose-spec/compose-go/v2@v2.16.2"
KEDA = "github.com/kedacore/keda/v2@v2.21.0"
CRDS = {
    "ScaledObject": (KEDA, "config/crd/bases/keda.sh_scaledobjects.yaml"),
    "TriggerAuthentication": (KEDA, "config/crd/bases/keda.sh_triggerauthentications.yaml"),
    "PodMonitor": (
        "github.com/prometheus-operator/prometheus-operator@v0.85.0",
        "example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml",
    ),
}
GoModule = Callable[[str], Path]
Resource = dict[str, Any]


def test_compose_follows_the_specification(compose: Resource, go_module: GoModule) -> None:
    schema = json.loads((go_module(COMPOSE_GO) / "schema/compose-spec.json").read_text())
    validators.validator_for(schema)(schema).validate(compose)


def test_kubernetes_knows_every_field(resources: list[Resource]) -> None:
    for resource in resources:
        if resource["kind"] not in CRDS:
            kubernetes_validate.validate(resource, KUBERNETES, strict=True)


@pytest.mark.parametrize("kind", CRDS)
def test_operators_know_every_field(
    kind: str, resources: list[Resource], go_module: GoModule
) -> None:
    module, path = CRDS[kind]
    schema = _closed(_schema_of(go_module(module) / path))
    found = [one for one in resources if one["kind"] == kind]
    assert found or kind == "TriggerAuthentication"  # only where Kafka asks who we are
    for resource in found:
        Draft202012Validator(schema).validate(resource)


def test_keda_knows_every_setting_of_a_trigger(
    resources: list[Resource], go_module: GoModule
) -> None:
    source = (go_module(KEDA) / "pkg/scalers/kafka_scaler.go").read_text()
    known = set(re.findall(r'keda:"name=(\w+),order=triggerMetadata', source))
    for resource in resources:
        for trigger in resource["spec"]["triggers"] if resource["kind"] == "ScaledObject" else ():
            assert {name.removesuffix("FromEnv") for name in trigger["metadata"]} <= known


def test_the_dockerfile_has_no_fault_that_hadolint_finds(root: Path) -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    told = subprocess.run(
        [hadolint, root / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout


def _schema_of(crd: Path) -> Resource:
    [schema] = [
        version["schema"]["openAPIV3Schema"]
        for version in YAML(typ="safe").load(crd)["spec"]["versions"]
        if version["storage"]
    ]
    found: Resource = schema
    return found


def _closed(schema: Resource) -> Resource:
    """Fields that the schema does not name are mistakes; Kubernetes would drop them silently."""
    if "properties" in schema and "additionalProperties" not in schema:
        schema["additionalProperties"] = False
    for value in schema.get("properties", {}).values():
        _closed(value)
    if isinstance(schema.get("items"), dict):
        _closed(schema["items"])
    if isinstance(schema.get("additionalProperties"), dict):
        _closed(schema["additionalProperties"])
    return schema
